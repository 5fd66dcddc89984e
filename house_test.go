package merzim_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

const module = "github.com/merzim/merzim/"

// imports lists what each Go file of the program imports, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (path != "." && strings.HasPrefix(entry.Name(), ".") || path == "bench"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		out[path] = nil
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[path] = append(out[path], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Arrows run one way: cmd -> bot, handlers, internal -> catalog, locales.
func TestTheArrowsBetweenRooms(t *testing.T) {
	t.Parallel()
	const telegram = "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	rooms := []struct {
		room string
		not  []string // nothing that begins so, but for what is allowed
		but  []string
	}{
		{"bot/", []string{module}, nil},
		{"handlers/", []string{telegram, "database/sql", module + "internal/database", module + "internal/local", module + "cmd/"}, nil},
		{"handlers/card/", []string{module + "bot", module + "internal/"}, nil},
		{"catalog/", []string{module}, []string{module + "catalog/", module + "catalog"}},
		{"catalog/calendar/", []string{module}, []string{module + "catalog/calendar"}},
		{"locales/", []string{module}, nil},
		{"internal/", []string{module + "handlers", module + "cmd/"}, nil},
		{"internal/local/", []string{module}, nil},
		{"", []string{telegram}, nil},
	}
	all := imports(t)
	if len(all["bot/telegram.go"]) == 0 || !slices.Contains(all["bot/telegram.go"], telegram) {
		t.Fatal("bot/telegram.go does not import the library: the test looks in the wrong place")
	}
	for _, r := range rooms {
		for path, names := range all {
			if !strings.HasPrefix(path, r.room) || path == "bot/telegram.go" && r.room == "" {
				continue
			}
			for _, name := range names {
				begins := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
				if slices.ContainsFunc(r.not, begins) && !slices.ContainsFunc(r.but, begins) {
					t.Errorf("%s imports %s", path, name)
				}
			}
		}
	}
}

// instruction is one line of a Dockerfile, its continuations joined.
type instruction struct{ name, rest string }

func dockerfile(t *testing.T) []instruction {
	t.Helper()
	text, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var out []instruction
	for line := range strings.SplitSeq(strings.ReplaceAll(string(text), "\\\n", " "), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, found := strings.Cut(line, " ")
		if !found || name != strings.ToUpper(name) {
			t.Fatalf("no instruction: %s", line)
		}
		out = append(out, instruction{name, strings.TrimSpace(rest)})
	}
	return out
}

func TestTheDockerfile(t *testing.T) {
	t.Parallel()
	known := []string{"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
	last := map[string]string{} // of the final stage
	stages := 0
	for _, i := range dockerfile(t) {
		if !slices.Contains(known, i.name) {
			t.Errorf("unknown instruction %s", i.name)
		}
		if i.name == "FROM" {
			stages++
			last = map[string]string{}
			if strings.Contains(i.rest, "@sha256:") {
				t.Errorf("a digest that nobody checked: %s", i.rest)
			}
		}
		last[i.name] = i.rest
	}
	if stages < 2 {
		t.Errorf("%d stages: the compiler would travel with the program", stages)
	}
	if user := last["USER"]; user == "" || user == "root" || user == "0" {
		t.Errorf("the program runs as %q", user)
	}
	if last["ENV"] != "HTTP_ADDR=0.0.0.0:8080" {
		t.Errorf("ENV %s", last["ENV"])
	}
	if !strings.Contains(last["HEALTHCHECK"], `"/merzim", "health"`) {
		t.Errorf("HEALTHCHECK %s", last["HEALTHCHECK"])
	}
	if last["ENTRYPOINT"] != `["/merzim"]` || last["CMD"] != `["serve"]` {
		t.Errorf("it starts %s %s", last["ENTRYPOINT"], last["CMD"])
	}
	if _, shell := last["RUN"]; shell {
		t.Error("the final stage has no shell to RUN with")
	}
}

// The build line of the image makes a static program, here without Docker.
func TestTheDockerfilesBuildLine(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "merzim")
	line := ""
	for _, i := range dockerfile(t) {
		if i.name == "RUN" && strings.Contains(i.rest, "go build") {
			line = strings.Replace(i.rest, "-o /merzim", "-o "+target, 1)
		}
	}
	if !strings.Contains(line, target) {
		t.Fatalf("no build line that writes /merzim: %q", line)
	}
	if out, err := exec.Command("sh", "-c", line).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	info, err := exec.Command("go", "version", "-m", target).Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(info), "CGO_ENABLED=0") {
		t.Errorf("the program wants C libraries:\n%s", info)
	}
	help, err := exec.Command(target, "serve", "--help").Output()
	if err != nil || !strings.Contains(string(help), "TELEGRAM_TOKEN") {
		t.Errorf("the program does not explain itself: %v\n%s", err, help)
	}
}

func TestComposeStartsThreeHealthyServicesWithoutSecrets(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var compose struct {
		Services map[string]struct {
			Build, Image string
			Environment  map[string]string
			Ports        []string
			Healthcheck  struct{ Test []string }
			DependsOn    map[string]struct{ Condition string } `yaml:"depends_on"`
			Volumes      []string
		}
		Volumes map[string]any
	}
	if err := yaml.Unmarshal(text, &compose); err != nil {
		t.Fatal(err)
	}
	if len(compose.Services) != 3 {
		t.Errorf("%d services, want merzim, redis, postgres", len(compose.Services))
	}
	reference := regexp.MustCompile(`\$\{[^}]*\}`)
	passwordInAddress := regexp.MustCompile(`://[^/@]*:[^/@]+@`)
	for name, s := range compose.Services {
		if (s.Build == "") == (s.Image == "") {
			t.Errorf("%s: neither built nor pulled, or both", name)
		}
		if s.Image != "" && (len(s.Healthcheck.Test) < 2 || !strings.Contains(s.Image, ":")) {
			t.Errorf("%s: no health check, or any version", name)
		}
		for key, value := range s.Environment {
			secret := strings.Contains(key, "TOKEN") || strings.Contains(key, "PASSWORD") || strings.Contains(key, "SECRET")
			literal := reference.ReplaceAllString(value, "")
			if secret && literal != "" || passwordInAddress.MatchString(literal) {
				t.Errorf("%s: a secret stands in %s", name, key)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to everybody", name, port)
			}
		}
		for _, volume := range s.Volumes {
			if from, _, _ := strings.Cut(volume, ":"); !strings.HasPrefix(from, ".") {
				if _, declared := compose.Volumes[from]; !declared {
					t.Errorf("%s: volume %s is not declared", name, from)
				}
			}
		}
	}
	for _, store := range []string{"redis", "postgres"} {
		if compose.Services["merzim"].DependsOn[store].Condition != "service_healthy" {
			t.Errorf("merzim does not wait for %s", store)
		}
	}
}
