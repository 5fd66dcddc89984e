// Package config reads the program's settings from the environment and from
// a .env file, checks them all at once and describes them for --help.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
)

// DefaultHTTPAddr is where the program listens unless told otherwise.
const DefaultHTTPAddr = "127.0.0.1:8080"

// maxSendRate is the most that Telegram allows a paid broadcast, messages a
// second.
const maxSendRate = 1000

// Config is every setting, with its default.
type Config struct {
	TelegramToken  string     `env:"TELEGRAM_TOKEN"`
	TelegramAPIURL string     `env:"TELEGRAM_API_URL" envDefault:"https://api.telegram.org"`
	WebhookURL     string     `env:"WEBHOOK_URL"`
	WebhookSecret  string     `env:"WEBHOOK_SECRET"`
	HTTPAddr       string     `env:"HTTP_ADDR" envDefault:"127.0.0.1:8080"`
	PublicURL      string     `env:"PUBLIC_URL"`
	RedisURL       string     `env:"REDIS_URL"`
	DatabaseURL    string     `env:"DATABASE_URL" envDefault:"sqlite:merzim.db"`
	CatalogDir     string     `env:"CATALOG_DIR"`
	LocalesDir     string     `env:"LOCALES_DIR"`
	SendRate       int        `env:"SEND_RATE" envDefault:"25"`
	OpenPage       string     `env:"OPEN_PAGE" envDefault:"on"`
	LogLevel       slog.Level `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat      string     `env:"LOG_FORMAT" envDefault:"text"`
}

// Setting describes one setting for --help.
type Setting struct {
	Name, Default, About string
	Secret               bool // may be given as NAME_FILE
}

// Settings lists the settings in the order of the table.
func Settings() []Setting {
	return []Setting{
		{"TELEGRAM_TOKEN", "", "the bot's token; without one the local Telegram starts", true},
		{"TELEGRAM_API_URL", "https://api.telegram.org", "the part of the Bot API's address before /bot", false},
		{"WEBHOOK_URL", "", "public https address for updates; without one the bot polls", false},
		{"WEBHOOK_SECRET", "", "secret token of the webhook, 1-256 of A-Z a-z 0-9 _ -", true},
		{"HTTP_ADDR", DefaultHTTPAddr, "where the program listens", false},
		{"PUBLIC_URL", "", "address under which people reach the program's pages", false},
		{"REDIS_URL", "", "redis://host:port; ?addr= more hosts of a cluster, ?master_name= Sentinel; without one the database serves", true},
		{"DATABASE_URL", "sqlite:merzim.db", "sqlite:PATH or postgres://…", true},
		{"CATALOG_DIR", "", "folder laid over the catalogue", false},
		{"LOCALES_DIR", "", "folder laid over the texts", false},
		{"SEND_RATE", "25", "notices a second in all, shared by all processes; Telegram allows about 30", false},
		{"OPEN_PAGE", "on", "on or off: the public page of figures at /open", false},
		{"LOG_LEVEL", "info", "debug, info, warn or error", false},
		{"LOG_FORMAT", "text", "text or json", false},
	}
}

// Load reads .env (if there) and the environment, which wins, and checks
// everything; all faults come back together.
func Load() (Config, error) {
	values, err := godotenv.Read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Config{}, errors.New(".env: expected a NAME=value a line") // the library's error repeats the file
	}
	if values == nil {
		values = map[string]string{}
	}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		values[name] = value
	}
	return Parse(values)
}

// Parse reads the settings from named values.
func Parse(values map[string]string) (Config, error) {
	var faults []error
	for _, s := range Settings() {
		path := values[s.Name+"_FILE"]
		if !s.Secret || path == "" {
			continue
		}
		if values[s.Name] != "" {
			faults = append(faults, fmt.Errorf("%s and %s_FILE are both set: keep one", s.Name, s.Name))
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			var path *fs.PathError // its path may be the secret itself, put there by mistake
			if errors.As(err, &path) {
				err = path.Err
			}
			faults = append(faults, fmt.Errorf("%s_FILE: %w", s.Name, err))
			continue
		}
		values[s.Name] = strings.TrimSpace(string(content))
	}
	for _, s := range Settings() { // a name set to nothing means the default
		if values[s.Name] == "" {
			delete(values, s.Name)
		}
	}
	c, err := env.ParseAsWithOptions[Config](env.Options{Environment: values})
	if err != nil {
		var each env.AggregateError
		if errors.As(err, &each) {
			for _, e := range each.Errors {
				faults = append(faults, clear(e))
			}
		} else {
			faults = append(faults, clear(err))
		}
	}
	faults = append(faults, c.check()...)
	if len(faults) > 0 {
		return Config{}, errors.Join(faults...)
	}
	return c, nil
}

// clear names the setting in a parse error.
func clear(err error) error {
	var parse env.ParseError
	if !errors.As(err, &parse) {
		return err
	}
	switch parse.Name {
	case "LogLevel":
		return errors.New("LOG_LEVEL: expected debug, info, warn or error")
	case "SendRate":
		return nil // it is 0 then, which check finds
	}
	return err
}

var (
	tokenForm  = regexp.MustCompile(`^\d+:[^\s/]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

func (c Config) check() []error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if c.TelegramToken != "" && !tokenForm.MatchString(c.TelegramToken) {
		fault("TELEGRAM_TOKEN: expected digits, a colon and text, as BotFather gives it")
	}
	for _, a := range [][2]string{{"TELEGRAM_API_URL", c.TelegramAPIURL}, {"WEBHOOK_URL", c.WebhookURL}, {"PUBLIC_URL", c.PublicURL}} {
		if u, err := url.Parse(a[1]); a[1] != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			fault("%s: expected an address like https://example.kz", a[0])
		}
	}
	if c.WebhookURL != "" && !secretForm.MatchString(c.WebhookSecret) {
		fault("WEBHOOK_SECRET: a webhook needs a secret of 1-256 of A-Z a-z 0-9 _ -")
	}
	if c.WebhookURL != "" && c.TelegramToken == "" {
		fault("WEBHOOK_URL: a webhook needs a TELEGRAM_TOKEN")
	}
	if _, _, err := net.SplitHostPort(c.HTTPAddr); err != nil {
		fault("HTTP_ADDR: expected host:port")
	} else if c.Local() && !loopback(c.HTTPAddr) {
		fault("HTTP_ADDR: without a TELEGRAM_TOKEN the local Telegram runs, on this machine only: use 127.0.0.1:PORT, or set a token")
	}
	if scheme, _, _ := strings.Cut(c.DatabaseURL, ":"); scheme != "sqlite" && scheme != "postgres" && scheme != "postgresql" {
		fault("DATABASE_URL: expected sqlite:PATH or postgres://…")
	}
	if u, err := url.Parse(c.RedisURL); c.RedisURL != "" && (err != nil || u.Host == "" || u.Scheme != "redis" && u.Scheme != "rediss") {
		fault("REDIS_URL: expected redis://host:port")
	}
	if c.SendRate < 1 || c.SendRate > maxSendRate {
		fault("SEND_RATE: expected a number from 1 to %d", maxSendRate)
	}
	if c.OpenPage != "on" && c.OpenPage != "off" {
		fault("OPEN_PAGE: expected on or off")
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		fault("LOG_FORMAT: expected text or json")
	}
	return faults
}

// Local reports local mode: no token, so the local Telegram runs.
func (c Config) Local() bool { return c.TelegramToken == "" }

// Secrets are the values that no log may hold.
func (c Config) Secrets() []string {
	secrets := []string{c.TelegramToken, c.WebhookSecret}
	for _, address := range []string{c.RedisURL, c.DatabaseURL} {
		u, err := url.Parse(address)
		if err != nil {
			continue
		}
		if password, ok := u.User.Password(); ok {
			_, written, _ := strings.Cut(u.User.String(), ":")
			secrets = append(secrets, password, url.QueryEscape(password), written)
		}
		for name, values := range u.Query() {
			if strings.Contains(name, "password") {
				secrets = append(secrets, values...)
			}
		}
	}
	return secrets
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
