package config_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/config"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	want := config.Config{
		TelegramAPIURL: "https://api.telegram.org", HTTPAddr: "127.0.0.1:8080", DatabaseURL: "sqlite:merzim.db",
		SendRate: 25, OpenPage: "on", LogLevel: slog.LevelInfo, LogFormat: "text",
	}
	empty := map[string]string{}
	for _, s := range config.Settings() {
		empty[s.Name] = "" // a name set to nothing means the default
		if s.Secret {
			empty[s.Name+"_FILE"] = ""
		}
	}
	for name, values := range map[string]map[string]string{"nothing set": {}, "set to nothing": empty} {
		got, err := config.Parse(values)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if !got.Local() {
			t.Error("without a token it is local mode")
		}
	}
}

// every is each setting with a value that is not its default.
func every() (map[string]string, config.Config) {
	values := map[string]string{
		"TELEGRAM_TOKEN": "42:AA-secret_x", "TELEGRAM_API_URL": "http://127.0.0.1:8081", "WEBHOOK_URL": "https://bot.example.kz/x",
		"WEBHOOK_SECRET": "w-secret_1", "HTTP_ADDR": "0.0.0.0:80", "PUBLIC_URL": "https://example.kz", "REDIS_URL": "rediss://:r-secret@cache:6379/1",
		"DATABASE_URL": "postgres://merzim:d-secret@base/merzim", "CATALOG_DIR": "a", "LOCALES_DIR": "b", "SEND_RATE": "7", "OPEN_PAGE": "off", "LOG_LEVEL": "debug", "LOG_FORMAT": "json",
	}
	return values, config.Config{
		TelegramToken: "42:AA-secret_x", TelegramAPIURL: "http://127.0.0.1:8081", WebhookURL: "https://bot.example.kz/x",
		WebhookSecret: "w-secret_1", HTTPAddr: "0.0.0.0:80", PublicURL: "https://example.kz", RedisURL: "rediss://:r-secret@cache:6379/1",
		DatabaseURL: "postgres://merzim:d-secret@base/merzim", CatalogDir: "a", LocalesDir: "b", SendRate: 7, OpenPage: "off", LogLevel: slog.LevelDebug, LogFormat: "json",
	}
}

// TestEverySetting: each setting is read, listed for --help with its true
// default, and each secret can come from a file.
func TestEverySetting(t *testing.T) {
	t.Parallel()
	values, want := every()
	got, err := config.Parse(values)
	if err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	if got.Local() {
		t.Error("local mode with a token")
	}
	if fields := reflect.TypeFor[config.Config]().NumField(); fields != len(config.Settings()) || fields != len(values) {
		t.Errorf("%d settings, %d of them in the table, %d here", fields, len(config.Settings()), len(values))
	}
	defaults, _ := config.Parse(map[string]string{})
	for i, s := range config.Settings() {
		field := reflect.TypeFor[config.Config]().Field(i)
		value := fmt.Sprint(reflect.ValueOf(defaults).Field(i).Interface())
		if field.Tag.Get("env") != s.Name || !strings.EqualFold(value, s.Default) || s.About == "" {
			t.Errorf("the table says %+v of %s, whose default is %q", s, field.Name, value)
		}
	}

	fromFiles, _ := every()
	folder := t.TempDir()
	for _, s := range config.Settings() {
		if !s.Secret {
			continue
		}
		path := filepath.Join(folder, s.Name)
		if err := os.WriteFile(path, []byte(" "+fromFiles[s.Name]+"\r\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		delete(fromFiles, s.Name)
		fromFiles[s.Name+"_FILE"] = path
	}
	if got, err := config.Parse(fromFiles); err != nil || got != want {
		t.Errorf("secrets from files: %+v, %v", got, err)
	}
}

// TestFaults: every fault names its setting and what is expected.
func TestFaults(t *testing.T) {
	t.Parallel()
	const token = "42:AA-hush_x"
	cases := []struct {
		name   string
		values map[string]string
		faults []string // one for each line, "" for none
	}{
		{"a token without a colon", map[string]string{"TELEGRAM_TOKEN": "AA-hush_x"}, []string{"TELEGRAM_TOKEN: expected digits"}},
		{"a token with a slash", map[string]string{"TELEGRAM_TOKEN": "42:AA/hush"}, []string{"TELEGRAM_TOKEN"}},
		{"a token with a space", map[string]string{"TELEGRAM_TOKEN": "42:AA hush"}, []string{"TELEGRAM_TOKEN"}},
		{"an API without a scheme", map[string]string{"TELEGRAM_API_URL": "localhost:8081"}, []string{"TELEGRAM_API_URL"}},
		{"a webhook that is no address", map[string]string{"TELEGRAM_TOKEN": token, "WEBHOOK_URL": "ftp://example.kz", "WEBHOOK_SECRET": "x"}, []string{"WEBHOOK_URL: expected"}},
		{"a webhook without a secret", map[string]string{"TELEGRAM_TOKEN": token, "WEBHOOK_URL": "https://example.kz"}, []string{"WEBHOOK_SECRET"}},
		{"a webhook with a secret that Telegram refuses", map[string]string{"TELEGRAM_TOKEN": token, "WEBHOOK_URL": "https://example.kz", "WEBHOOK_SECRET": "a hush!"}, []string{"WEBHOOK_SECRET"}},
		{"a secret that is too long", map[string]string{"TELEGRAM_TOKEN": token, "WEBHOOK_URL": "https://example.kz", "WEBHOOK_SECRET": strings.Repeat("hush", 65)}, []string{"WEBHOOK_SECRET"}},
		{"a webhook without a token", map[string]string{"WEBHOOK_URL": "https://example.kz", "WEBHOOK_SECRET": "x"}, []string{"WEBHOOK_URL: a webhook needs"}},
		{"no port", map[string]string{"HTTP_ADDR": "127.0.0.1"}, []string{"HTTP_ADDR: expected host:port"}},
		{"open to all without a token", map[string]string{"HTTP_ADDR": "0.0.0.0:8080"}, []string{"HTTP_ADDR: without a TELEGRAM_TOKEN"}},
		{"open to all by an empty host", map[string]string{"HTTP_ADDR": ":8080"}, []string{"HTTP_ADDR: without a TELEGRAM_TOKEN"}},
		{"open to all by IPv6", map[string]string{"HTTP_ADDR": "[::]:8080"}, []string{"HTTP_ADDR: without a TELEGRAM_TOKEN"}},
		{"open to the house", map[string]string{"HTTP_ADDR": "192.168.1.5:8080"}, []string{"HTTP_ADDR: without a TELEGRAM_TOKEN"}},
		{"open to a name", map[string]string{"HTTP_ADDR": "localhost.example.kz:8080"}, []string{"HTTP_ADDR: without a TELEGRAM_TOKEN"}},
		{"open to all with a token", map[string]string{"HTTP_ADDR": "0.0.0.0:8080", "TELEGRAM_TOKEN": token}, nil},
		{"this machine by name", map[string]string{"HTTP_ADDR": "localhost:0"}, nil},
		{"this machine by IPv6", map[string]string{"HTTP_ADDR": "[::1]:8080"}, nil},
		{"another base", map[string]string{"DATABASE_URL": "mysql://merzim:hush@localhost"}, []string{"DATABASE_URL"}},
		{"another cache", map[string]string{"REDIS_URL": "http://:hush@localhost"}, []string{"REDIS_URL"}},
		{"a cache that is no address", map[string]string{"REDIS_URL": "redis://:hu%sh@localhost"}, []string{"REDIS_URL"}},
		{"a pace that is no number", map[string]string{"SEND_RATE": "fast"}, []string{"SEND_RATE: expected a number from 1 to 1000"}},
		{"no pace", map[string]string{"SEND_RATE": "0"}, []string{"SEND_RATE: expected a number from 1 to 1000"}},
		{"an unknown level", map[string]string{"LOG_LEVEL": "loud"}, []string{"LOG_LEVEL: expected debug, info, warn or error"}},
		{"a page that is half open", map[string]string{"OPEN_PAGE": "perhaps"}, []string{"OPEN_PAGE: expected on or off"}},
		{"an unknown form", map[string]string{"LOG_FORMAT": "xml"}, []string{"LOG_FORMAT"}},
		{"a secret twice", map[string]string{"TELEGRAM_TOKEN": token, "TELEGRAM_TOKEN_FILE": "/dev/null"}, []string{"TELEGRAM_TOKEN and TELEGRAM_TOKEN_FILE"}},
		{"a file that is not there", map[string]string{"WEBHOOK_SECRET_FILE": "/none"}, []string{"WEBHOOK_SECRET_FILE: no such file"}},
		{"the secret in place of its file", map[string]string{"TELEGRAM_TOKEN_FILE": token}, []string{"TELEGRAM_TOKEN_FILE: no such file"}},
		{"a file for what is no secret", map[string]string{"LOG_FORMAT_FILE": "/none"}, nil},
		{"everything at once", map[string]string{
			"TELEGRAM_TOKEN": "hush", "TELEGRAM_API_URL": "x", "WEBHOOK_URL": "y", "PUBLIC_URL": "z", "HTTP_ADDR": "nowhere", "REDIS_URL": "hush",
			"DATABASE_URL": "hush", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml", "WEBHOOK_SECRET_FILE": "/hush",
		}, []string{
			"WEBHOOK_SECRET_FILE", "LOG_LEVEL", "TELEGRAM_TOKEN", "TELEGRAM_API_URL", "WEBHOOK_URL", "PUBLIC_URL",
			"WEBHOOK_SECRET", "HTTP_ADDR", "DATABASE_URL", "REDIS_URL", "LOG_FORMAT",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Parse(c.values)
			if c.faults == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil {
				t.Fatal("taken")
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(c.faults) {
				t.Fatalf("%d faults:\n%v", len(lines), err)
			}
			for i, want := range c.faults {
				if !strings.HasPrefix(lines[i], want) {
					t.Errorf("%q, want %q", lines[i], want)
				}
			}
			if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(strings.ReplaceAll(text, "SECRET", ""), "secret") && !strings.Contains(text, "needs a secret of") || strings.Contains(text, "hu%sh") || strings.Contains(text, token) {
				t.Error("a secret in the error:", text)
			}
		})
	}
}

// TestSecrets: everything that no log may hold, in each form in which it could
// get there.
func TestSecrets(t *testing.T) {
	t.Parallel()
	values, _ := every()
	values["DATABASE_URL"] = "postgres://merzim:p%40ss%20w@base/merzim?sslpassword=key-word"
	c, err := config.Parse(values)
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for _, s := range c.Secrets() {
		held[s] = true
	}
	for _, want := range []string{"42:AA-secret_x", "w-secret_1", "r-secret", "p@ss w", "p%40ss%20w", "key-word"} {
		if !held[want] {
			t.Errorf("%q is not kept out of the log", want)
		}
	}
	for s := range held {
		if s == "merzim" || s == "base" {
			t.Errorf("%q is no secret", s)
		}
	}
}

// TestLoad: .env is read, the environment wins, a broken .env is an error that
// does not repeat it.
func TestLoad(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, s := range config.Settings() {
		t.Setenv(s.Name, "")
		if err := os.Unsetenv(s.Name); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := config.Load(); err != nil || c.LogFormat != "text" {
		t.Errorf("without .env: %+v, %v", c, err)
	}
	write := func(content string) {
		if err := os.WriteFile(".env", []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# settings\nTELEGRAM_TOKEN=42:from-file\nLOG_FORMAT=json\nLOG_LEVEL=\"warn\"\n")
	t.Setenv("LOG_FORMAT", "text")
	c, err := config.Load()
	if err != nil || c.TelegramToken != "42:from-file" || c.LogLevel != slog.LevelWarn || c.LogFormat != "text" {
		t.Errorf("%+v, %v", c, err)
	}
	write("TELEGRAM_TOKEN 42:secret\nWEBHOOK_SECRET='secret")
	if _, err := config.Load(); err == nil || !strings.HasPrefix(err.Error(), ".env: ") || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}
