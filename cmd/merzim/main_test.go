package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// binary is the program as a citizen's machine runs it, built once a test run.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	if at := os.Getenv(clockEnv); at != "" {
		os.Exit(serveFrom(at))
	}
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "merzim-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "merzim")
	// The flags of the image, so that both builds share what is compiled.
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// result is how a command ended.
type result struct {
	status   int
	out, err string
}

// lines are the lines of the output.
func (r result) lines() []string { return strings.Split(strings.TrimSuffix(r.out, "\n"), "\n") }

// inside carries out a command line in this process.
func inside(t *testing.T, in string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), args, streams{in: strings.NewReader(in), out: &out, err: &errs})
	return result{status, out.String(), errs.String()}
}

// outside carries out a command line as a process of its own, which starts
// several times as fast as under the race detector.
func outside(t *testing.T, in string, args ...string) result {
	t.Helper()
	return outsideIn(t, t.TempDir(), nil, in, args...)
}

func outsideIn(t *testing.T, dir string, env []string, in string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, cleanEnv(env...), strings.NewReader(in), &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// cleanEnv is an environment without settings of ours.
func cleanEnv(more ...string) []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir()}, more...)
}

// must fails the test unless the command ended well.
func (r result) must(t *testing.T) result {
	t.Helper()
	if r.status != statusOK || r.err != "" {
		t.Fatalf("status %d, standard error %q", r.status, r.err)
	}
	return r
}

// holds fails the test for each text that is not in the other.
func holds(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, part := range wanted {
		if !strings.Contains(text, part) {
			t.Errorf("missing %q in:\n%s", part, text)
		}
	}
}

// lacks fails the test for each text that is in the other.
func lacks(t *testing.T, text string, unwanted ...string) {
	t.Helper()
	for _, part := range unwanted {
		if strings.Contains(text, part) {
			t.Errorf("unwanted %q in:\n%s", part, text)
		}
	}
}
