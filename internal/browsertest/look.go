package browsertest

import (
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

// screenshotsEnv names a folder for pictures.
const screenshotsEnv = "MERZIM_SCREENSHOTS"

// Phone makes the window as wide as a phone.
func (w Window) Phone() {
	w.t.Helper()
	w.Do("a phone", chromedp.EmulateViewport(phoneWidth, 844, chromedp.EmulateMobile, chromedp.EmulatePortrait))
}

func (w Window) desk() {
	w.t.Helper()
	w.Do("a desk", chromedp.EmulateViewport(deskWidth, 900))
}

// Looks checks the page on a desk and on a phone, and keeps pictures of both
// when the environment names a folder.
func (w Window) Looks(name string) {
	w.t.Helper()
	w.desk()
	w.fits(name+" on a desk", deskWidth)
	w.keep(name + "-desk")
	w.Phone()
	w.fits(name+" on a phone", phoneWidth)
	w.keep(name + "-phone")
}

// settles is how long a page may take to get its style and its width.
const settles = 10 * time.Second

// fits fails the test when the page stays wider than the window, or something to
// press stays too low for a finger.
func (w Window) fits(where string, width int) {
	w.t.Helper()
	var wide int
	var low []string
	for end := time.Now().Add(settles); time.Now().Before(end); time.Sleep(everyLook) {
		wide = Ask[int](w, `document.documentElement.scrollWidth`)
		low = Ask[[]string](w, `[...document.querySelectorAll('main button:not(.body button), select, input:not([type=hidden]):not([type=checkbox]), nav a')]
			.filter(b => b.checkVisibility() && b.offsetHeight < 32).map(b => b.textContent || b.name)`)
		if wide <= width && len(low) == 0 {
			return
		}
	}
	if wide > width {
		w.t.Errorf("%s: the page is %d pixels wider than the window", where, wide-width)
	}
	if len(low) > 0 {
		w.t.Errorf("%s: lower than 32 pixels: %q", where, low)
	}
}

func (w Window) keep(name string) {
	w.t.Helper()
	folder := os.Getenv(screenshotsEnv)
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		w.t.Fatal(err)
	}
	picture, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		w.t.Fatal(err)
	}
}
