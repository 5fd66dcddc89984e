package logging_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/logging"
)

// late is a value that says what it is only when it is written.
type late struct{ text string }

func (l late) LogValue() slog.Value {
	return slog.GroupValue(slog.String("text", l.text), slog.Any("error", errors.New(l.text)))
}

// ways are all the ways in which a text can get into a log.
func ways() map[string]func(log *slog.Logger, text string) {
	return map[string]func(log *slog.Logger, text string){
		"message": func(log *slog.Logger, text string) { log.Info("got " + text + ".") },
		"string":  func(log *slog.Logger, text string) { log.Info("x", "a", text) },
		"error": func(log *slog.Logger, text string) {
			log.Info("x", "a", fmt.Errorf("call %s: %w", text, errors.New(text)))
		},
		"joined errors": func(log *slog.Logger, text string) {
			log.Info("x", "a", errors.Join(errors.New("b"), errors.New(text)))
		},
		"list":   func(log *slog.Logger, text string) { log.Info("x", "a", []string{"b", text}) },
		"map":    func(log *slog.Logger, text string) { log.Info("x", "a", map[string]string{"b": text}) },
		"struct": func(log *slog.Logger, text string) { log.Info("x", "a", struct{ B string }{text}) },
		"group": func(log *slog.Logger, text string) {
			log.Info("x", slog.Group("g", "a", text, slog.Group("h", "b", text)))
		},
		"kept attribute":        func(log *slog.Logger, text string) { log.With("a", text).Info("x") },
		"kept group":            func(log *slog.Logger, text string) { log.WithGroup("g").With("a", text).Info("x", "b", text) },
		"value that comes late": func(log *slog.Logger, text string) { log.Info("x", "a", late{text}) },
		"kept late value":       func(log *slog.Logger, text string) { log.With("a", late{text}).Info("x") },
	}
}

// TestNothingPersonal: tokens, passwords and numbers of people never come out,
// whichever way they went in.
func TestNothingPersonal(t *testing.T) {
	t.Parallel()
	secrets := []string{"", "pass", "123456:AAtoken-x_y", `p"a\s s`, "pass-and-more"}
	hidden := map[string][]string{ // what is logged -> what must not be read
		"123456:AAtoken-x_y": {"AAtoken"},
		"https://api.telegram.org/bot123456:AAtoken-x_y/getMe": {"AAtoken"},
		"redis://:pass@host":                  {"pass"},
		"pass-and-more":                       {"more"},
		`p"a\s s`:                             {"s s", `a\s`, `a\\s`},
		"900101300123":                        {"900101300123"},
		"ЖСН 900101300123,":                   {"900101300123"},
		"x900101300123y":                      {"900101300123"},
		"+77012345678":                        {"7012345678", "5678"},
		"87012345678":                         {"7012345678"},
		"7012345678":                          {"7012345678"},
		"+7 701 234 56 78":                    {"234", "56 78"},
		"8 (701) 234-56-78":                   {"234", "56-78"},
		"+7(701)234 56 78":                    {"234", "56 78"},
		"+7 (701) 234 – 56 – 78":              {"234", "78"},
		"8\u00a0701\u00a0234\u00a056\u00a078": {"234", "78"},
		"4400 4301 2345 6789":                 {"4301", "6789"},
		"4400-4301-2345-6789":                 {"4301", "6789"},
		"two: 900101300123 77012345678":       {"900101300123", "77012345678"},
	}
	for text, parts := range hidden {
		for way, write := range ways() {
			for _, format := range []string{"text", "json"} {
				var out bytes.Buffer
				write(logging.New(&out, slog.LevelInfo, format, secrets...), text)
				line := out.String()
				_, line, _ = strings.Cut(line, "level") // the time before it holds digits of its own
				if line == "" {
					t.Fatalf("%s as %s: nothing was logged", way, format)
				}
				for _, part := range parts {
					if strings.Contains(line, part) {
						t.Errorf("%s as %s let %q out: %s", way, format, text, line)
					}
				}
				if !strings.Contains(line, "(secret)") && !strings.Contains(line, "(number)") {
					t.Errorf("%s as %s does not say that something is left out: %s", way, format, line)
				}
			}
		}
	}
}

// TestNumbersAsNumbers: an IIN or a phone that was logged as a number.
func TestNumbersAsNumbers(t *testing.T) {
	t.Parallel()
	for _, value := range []any{int64(900101300123), 77012345678, uint64(900101300123), -1001234567890, []int64{900101300123}} {
		var out bytes.Buffer
		log := logging.New(&out, slog.LevelInfo, "text")
		log.With("a", value).Info("x", "b", value, slog.Group("g", "c", value))
		if line := out.String(); strings.Count(line, "(number)") != 3 {
			t.Errorf("%v: %s", value, line)
		}
	}
}

// TestUseful: what an operator needs is left as it is.
func TestUseful(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := logging.New(&out, slog.LevelInfo, "json", "secret")
	at := time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)
	log.WithGroup("g").Warn("update parked", "update", 2_147_483_647, "took", 1500*time.Millisecond, "at", at, "ok", true, "share", 0.5,
		"error", errors.New("dial tcp 127.0.0.1:6379: refused"), "code", 429, slog.Group("h", "n", uint64(7)), "none", nil)
	log.Debug("not this")
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if got["msg"] != "update parked" || got["level"] != "WARN" {
		t.Error(got)
	}
	want := `{"at":"2026-11-23T15:04:05Z","code":429,"error":"dial tcp 127.0.0.1:6379: refused","h":{"n":7},"none":"\u003cnil\u003e","ok":true,"share":0.5,"took":1500000000,"update":2147483647}`
	if inner, _ := json.Marshal(got["g"]); string(inner) != want {
		t.Errorf("%s\nwant %s", inner, want)
	}
	for level, lines := range map[slog.Level]int{slog.LevelDebug: 4, slog.LevelInfo: 3, slog.LevelWarn: 2, slog.LevelError: 1} {
		out.Reset()
		log := logging.New(&out, level, "text")
		log.Debug("x")
		log.Info("x")
		log.Warn("x")
		log.Error("x")
		if n := strings.Count(out.String(), "\n"); n != lines {
			t.Errorf("at %s %d lines were logged", level, n)
		}
	}
}
