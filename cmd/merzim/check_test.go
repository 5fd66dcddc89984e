package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

func TestCheckIsSilentWhenAllIsWell(t *testing.T) {
	t.Parallel()
	r := outside(t, "", "check")
	if r.status != statusOK || r.out != "" {
		t.Errorf("status %d, output:\n%s", r.status, r.out)
	}
	for line := range strings.Lines(r.err) {
		if !regexp.MustCompile(`^warning: [\w./-]+: .+\n$`).MatchString(line) {
			t.Errorf("standard error holds more than warnings: %q", line)
		}
	}
}

func TestCheckCountsAndLists(t *testing.T) {
	t.Parallel()
	r := outside(t, "", "check", "--summary")
	if r.status != statusOK {
		t.Fatalf("status %d", r.status)
	}
	holds(t, r.out, "services ", "terms ", "fees ", "unverified")
	r = outside(t, "", "check", "--unverified")
	if lines := r.lines(); r.status != statusOK || len(lines) < 10 || strings.Count(lines[0], "\t") != 5 {
		t.Errorf("status %d, list of facts to verify:\n%s", r.status, r.out)
	}
}

// planted is a fault that somebody puts into a copy of a file.
type planted struct {
	file     string // below the catalogue, or below locales/
	old, new string // the file's first old becomes new
	as       string // the copy's name where it differs: an added file
	want     string // a part of the line that names it, after the file
}

func TestCheckFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	const wedding = "services/marriage-registration.yaml"
	for name, p := range map[string]planted{
		"language missing":           {wedding, "\n  kk: Неке қию (некені тіркеу)\n", "\n", "", "title.kk"},
		"Latin letter in a word":     {wedding, "Заявление подают", "Зaявление подают", "", "Зaявление"},
		"term without source":        {wedding, "    source: ", "    x_source: ", "", "source"},
		"unknown unit":               {"services/id-card.yaml", "unit: working_day", "unit: fortnight", "", "fortnight"},
		"duplicate id":               {wedding, "id: marriage-registration", "id: id-card", "services/second-card.yaml", "id-card"},
		"unknown key":                {wedding, "\nagency:", "\nagencey: registry\nagency:", "", "agencey"},
		"broken YAML":                {wedding, "\nagency:", "\n  - [\nagency:", "", ""},
		"card over 4,096 characters": {wedding, "\nrefusals:", "\nrefusals:" + strings.Repeat("\n  - ru: "+strings.Repeat("Так бывает. ", 40)+"конец\n    kk: "+strings.Repeat("Солай болады. ", 40)+"соңы", 10), "", "4096"},
		"placeholder missing":        {"locales/active.kk.toml", `Settings = "Жауап тілі: {{.Language}}."`, `Settings = "Жауап тілі."`, "", "Settings"},
		"text missing":               {"locales/active.ru.toml", "\nTextOnly = ", "\nTextOnlyy = ", "", "TextOnly"},
		"Latin letter in a message":  {"locales/active.ru.toml", "Я понимаю только текст", "Я понимаю тoлько текст", "", "тoлько"},
		"broken TOML":                {"locales/active.ru.toml", "\nTextOnly = \"", "\nTextOnly = ", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := p.plant(t, dir)
			r := outsideIn(t, t.TempDir(), []string{"CATALOG_DIR=" + dir, "LOCALES_DIR=" + filepath.Join(dir, "locales")}, "", "check")
			if r.status != statusFault {
				t.Errorf("status %d, want 1; output:\n%s%s", r.status, r.out, r.err)
			}
			for _, line := range r.lines() {
				if strings.HasPrefix(line, file+":") && strings.Contains(line, p.want) {
					if strings.Contains(name, "YAML") || strings.Contains(name, "TOML") || strings.Contains(name, "unknown") {
						if !regexp.MustCompile(`^` + regexp.QuoteMeta(file) + `:\d+: `).MatchString(line) {
							t.Errorf("names no line: %s", line)
						}
					}
					return
				}
			}
			t.Errorf("no line about %q in %s:\n%s%s", p.want, file, r.out, r.err)
		})
	}
}

// plant writes the file with its fault and returns its name.
func (p planted) plant(t *testing.T, dir string) string {
	t.Helper()
	var tree fs.FS = catalog.Embedded()
	name := p.file
	if base, ok := strings.CutPrefix(p.file, "locales/"); ok {
		tree, name = locales.Embedded(), base
	}
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), p.old) {
		t.Fatalf("%s does not hold %q", p.file, p.old)
	}
	file := p.file
	if p.as != "" {
		file = p.as
	}
	path := filepath.Join(dir, file)
	for _, folder := range []string{filepath.Dir(path), filepath.Join(dir, "locales")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), p.old, p.new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCheckNamesAFolderThatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"CATALOG_DIR", "LOCALES_DIR"} {
		r := outsideIn(t, t.TempDir(), []string{name + "=" + filepath.Join(t.TempDir(), "none")}, "", "check")
		if r.status != statusFault || !oneErrorLine(r.err) || !strings.Contains(r.err, name) {
			t.Errorf("status %d, standard error %q", r.status, r.err)
		}
	}
}
