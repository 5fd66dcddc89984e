// Package browsertest opens pages in Chromium, as wide as a phone and as a desk,
// and does there what a person does. It is imported by tests only.
package browsertest

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The widths of a phone and of a desk.
const (
	phoneWidth = 390
	deskWidth  = 1280
)

// patience bounds all that is done in one window: a browser starts slowly on a
// busy machine.
const patience = 5 * time.Minute

// everyLook is how often a page is looked at for what has to come.
const everyLook = 50 * time.Millisecond

// Window is a browser of its own, as wide as a phone.
type Window struct {
	t   testing.TB
	ctx context.Context
}

// Open opens a window until the test ends. What its console complains of fails
// the test, unless it contains what is expected.
func Open(t testing.TB, expected ...string) Window {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("chromium not found: install it (Debian: apt-get install chromium), or run `make test`")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	listening, unlisten := context.WithCancel(ctx)
	messages := chromedp.Console(listening)
	t.Cleanup(func() {
		unlisten()
		for m, err := range messages {
			if err != nil {
				break
			}
			known := false
			for _, part := range expected {
				known = known || strings.Contains(m.String(), part)
			}
			if !known && (m.IsException() || m.Type == "error" || m.Type == "warning") {
				t.Errorf("the console says: %s", m)
			}
		}
	})
	w := Window{t, ctx}
	w.Phone()
	return w
}

// Do does something, or fails with what the page shows instead.
func (w Window) Do(what string, steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.t.Fatalf("%s: %v\n%s", what, err, w.Shown())
	}
}

// asks is how often a script is tried: a page that gives way to the next answers
// nothing.
const asks = 20

// Ask gives the value of a script.
func Ask[T any](w Window, script string, how ...chromedp.EvaluateOption) T {
	w.t.Helper()
	value, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](script, how...))
	for try := 1; err != nil && try < asks; try++ {
		time.Sleep(everyLook)
		value, err = chromedp.Run(w.ctx, chromedp.Evaluate[T](script, how...))
	}
	if err != nil {
		w.t.Fatalf("%s: %v", script, err)
	}
	return value
}

// Shown is the text of the page.
func (w Window) Shown() string { return w.text(`document.body?.innerText ?? ''`) }

// text is empty while one page follows another.
func (w Window) text(script string) string {
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](script))
	if err != nil {
		return err.Error()
	}
	return text
}

// Opens goes to an address and waits until something is there.
func (w Window) Opens(address, css string) {
	w.t.Helper()
	w.Do("open "+address, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS(css)))
}

// Sees waits for a text on the page, also across a navigation.
func (w Window) Sees(text string) {
	w.t.Helper()
	w.SeesIn(`document.body?.innerText ?? ''`, text)
}

// SeesIn waits for a text in what a script gives.
func (w Window) SeesIn(script, text string) {
	w.t.Helper()
	tick := time.NewTicker(everyLook)
	defer tick.Stop()
	for seen := ""; !strings.Contains(seen, text); {
		select {
		case <-w.ctx.Done():
			w.t.Fatalf("no %q on the page:\n%s", text, seen)
		case <-tick.C:
			seen = w.text(script)
		}
	}
}

// PressesAt presses what an XPath finds, with the mouse.
func (w Window) PressesAt(xpath string) {
	w.t.Helper()
	target := chromedp.Search(xpath)
	w.Do("press "+xpath, chromedp.ScrollIntoView(target), chromedp.Click(target))
}

// Presses presses the first button or link of a label in the main part of a page.
func (w Window) Presses(label string) {
	w.t.Helper()
	w.PressesAt(fmt.Sprintf(`(//main//*[self::button or self::a][normalize-space(.)=%q])[1]`, label))
}

// Types writes into a field.
func (w Window) Types(field, text string) {
	w.t.Helper()
	w.Do("type into "+field, chromedp.SendKeys(chromedp.CSS("#"+field), text))
}

// Chooses takes a value of a list.
func (w Window) Chooses(field, value string) {
	w.t.Helper()
	w.Do("choose "+value, chromedp.SetValue(chromedp.CSS("#"+field), value))
}
