package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// made makes a base of made-up data in a folder of its own, which becomes the
// working one, and returns the command line's streams.
func made(t *testing.T, complaints string) {
	t.Helper()
	folder := t.TempDir()
	t.Chdir(folder)
	t.Setenv("DATABASE_URL", "sqlite:"+filepath.Join(folder, "demo.db"))
	for _, name := range []string{"TELEGRAM_TOKEN", "TELEGRAM_TOKEN_FILE", "REDIS_URL", "CATALOG_DIR", "LOCALES_DIR"} {
		t.Setenv(name, "")
	}
	if code, out, err := command(t, "seed-demo", "--complaints", complaints, "--now", "2026-11-23 10:00"); code != statusOK || !strings.Contains(out, complaints) {
		t.Fatal(code, out, err)
	}
}

// command runs one command line.
func command(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr strings.Builder
	code = run(t.Context(), args, streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

// TestReportOfMadeUpData: seed-demo, then report in both languages.
func TestReportOfMadeUpData(t *testing.T) {
	made(t, "600")
	for lang, says := range map[string]string{"kk": "ойдан шығарған", "ru": "выдуманы"} {
		code, out, err := command(t, "report", "--from", "2026-10-01", "--to", "2026-10-31", "--lang", lang, "-o", filepath.Join("reports", lang))
		if code != statusOK || err != "" {
			t.Fatal(code, err)
		}
		files := strings.Fields(out)
		if len(files) != 4 {
			t.Fatal(files)
		}
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil || info.Size() == 0 || !strings.Contains(file, "2026-10-01") {
				t.Error(file, err)
			}
		}
		text, readErr := os.ReadFile(files[3])
		if readErr != nil || !strings.Contains(string(text), says) {
			t.Error(string(text), readErr)
		}
	}
	// Without days it is the period of the last digest.
	code, out, err := command(t, "report", "--now", "2026-11-23 10:00", "-o", "last")
	if code != statusOK || !strings.Contains(out, "2026-11-09-2026-11-22") {
		t.Error(code, out, err)
	}
	for _, args := range [][]string{
		{"report"}, {"report", "-o", "x", "--from", "2026-10-01"}, {"report", "-o", "x", "--from", "2026-10-31", "--to", "2026-10-01"}, {"report", "-o", "x", "--lang", "en"}, {"report", "-o", "x", "now"},
		{"seed-demo", "--complaints", "0"}, {"seed-demo", "--complaints", "many"}, {"seed-demo", "10"},
	} {
		if code, _, err := command(t, args...); code != statusUsage || err == "" {
			t.Errorf("%v: %d %s", args, code, err)
		}
	}
}

// TestSeedDemoRefuses: with a token, and where there are people.
func TestSeedDemoRefuses(t *testing.T) {
	made(t, "20")
	t.Setenv("TELEGRAM_TOKEN", "42:AA-secret")
	code, _, err := command(t, "seed-demo", "--complaints", "20")
	if code != statusFault || !strings.Contains(err, "TELEGRAM_TOKEN") || strings.Contains(err, "AA-secret") {
		t.Error(code, err)
	}
}
