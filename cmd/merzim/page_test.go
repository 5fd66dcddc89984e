package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// screenshotsEnv names a folder for pictures of the chat page.
const screenshotsEnv = "MERZIM_SCREENSHOTS"

// browserPatience bounds one click-through: a browser starts slowly on a busy machine.
const browserPatience = time.Minute

// The windows of a phone and of a desk.
var (
	phone = chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulatePortrait)
	desk  = chromedp.EmulateViewport(1280, 900)
)

// browse opens a browser window of a phone; what the console complains of fails
// the test at its end.
func browse(t *testing.T) context.Context {
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
	ctx, cancel := context.WithTimeout(context.Background(), browserPatience)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	complaints, unlisten := context.WithCancel(ctx)
	messages := chromedp.Console(complaints)
	t.Cleanup(func() {
		unlisten()
		for m, err := range messages {
			if err != nil {
				break
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				t.Errorf("the console says: %s", m)
			}
		}
	})
	if err := chromedp.Do(ctx, phone); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// visitor uses the chat page.
type visitor struct {
	t    *testing.T
	ctx  context.Context
	name string // of the pictures
}

func (v visitor) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.t.Fatalf("%s: %v\n%s", what, err, v.shown())
	}
}

// shown is what the chat shows.
func (v visitor) shown() string {
	text, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](`document.getElementById('log').innerText`))
	if err != nil {
		return err.Error()
	}
	return text
}

// sees waits for a text in the newest bubble of the bot.
func (v visitor) sees(text string) {
	v.t.Helper()
	newest := `[...document.querySelectorAll('article.message:not(.mine) .body')].at(-1)`
	v.do("see "+text, ignore(chromedp.Poll[bool](fmt.Sprintf(`%s?.innerText.includes(%q)`, newest, text))))
}

func ignore[T any](a chromedp.Action[T]) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := a(ctx, t)
		return chromedp.Void{}, err
	}
}

// presses presses the newest button of a label with the mouse.
func (v visitor) presses(label string) {
	v.t.Helper()
	button := chromedp.Search(fmt.Sprintf(`(//article//button[normalize-space(.)=%q])[last()]`, label))
	v.do("press "+label, chromedp.ScrollIntoView(button), chromedp.Click(button))
}

// pictures keeps pictures of both windows when the environment names a folder.
func (v visitor) pictures(name string) {
	v.t.Helper()
	folder := os.Getenv(screenshotsEnv)
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		v.t.Fatal(err)
	}
	for kind, window := range map[string]chromedp.Action[chromedp.Void]{"desk": desk, "phone": phone} {
		v.do("another window", window)
		picture, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			v.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, v.name+"-"+name+"-"+kind+".png"), picture, 0o644); err != nil {
			v.t.Fatal(err)
		}
	}
	v.do("the phone again", phone)
}

func TestTheChatPageInABrowser(t *testing.T) {
	t.Parallel()
	p := launch(t, t.TempDir(), []string{"HTTP_ADDR=127.0.0.1:0"}, "serve")
	page := p.printed(`Merzim is ready: (http://127\.0\.0\.1:\d+/)`)
	type words struct{ question, title, provider, cases, value, chosen, papers, back string }
	for lang, w := range map[string]words{
		"ru": {"как получить удостоверение личности", "Удостоверение личности", "Выдаёт: ", "По какому поводу? ▸", "утеря или кража", "Случай: утеря или кража", "Документы", "« К карточке"},
		"kk": {"жеке куәлікті қалай аламын", "Жеке куәлік", "Береді: ", "Не себепті? ▸", "жоғалды не ұрланды", "Жағдай: жоғалды не ұрланды", "Құжаттар", "« Қызметке оралу"},
	} {
		t.Run(lang, func(t *testing.T) {
			v := visitor{t, browse(t), lang}
			v.do("open", chromedp.Navigate(page+"?lang="+lang), chromedp.WaitVisible(chromedp.CSS("#text")))
			v.pictures("empty")
			v.do("type", chromedp.SendKeys(chromedp.CSS("#text"), w.question), chromedp.Click(chromedp.CSS("#composer .send")))
			v.sees("")
			if !strings.Contains(v.shown(), w.provider) { // the search asks back until it is trained, seconds after the start
				v.presses(w.title)
			}
			v.sees(w.provider)
			v.pictures("card")
			v.presses(w.cases)
			v.presses(w.value)
			v.sees(w.chosen)
			v.presses(w.papers)
			v.sees("☐ 1.")
			v.presses("☐ 1")
			v.sees("☑ 1.")
			v.pictures("papers")
			v.presses(w.back)
			v.sees(w.chosen)
			v.fits()
			v.pictures("case")
			v.do("open the panel", chromedp.Click(chromedp.CSS("#toggle")))
			v.pictures("panel")
		})
	}
	if !p.running() {
		t.Errorf("the program ended, %s:\n%s", p.cmd.ProcessState, p.err.String())
	}
}

// fits fails the test when the page is wider than the window or a button is
// too low for a finger.
func (v visitor) fits() {
	v.t.Helper()
	wide, err := chromedp.Run(v.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - window.innerWidth`))
	if err != nil {
		v.t.Fatal(err)
	}
	if wide > 0 {
		v.t.Errorf("the page is %d pixels wider than the window", wide)
	}
	low, err := chromedp.Run(v.ctx, chromedp.Evaluate[[]string](
		`[...document.querySelectorAll('article button')].filter(b => b.offsetHeight < 32).map(b => b.textContent)`))
	if err != nil {
		v.t.Fatal(err)
	}
	if len(low) > 0 {
		v.t.Errorf("buttons lower than 32 pixels: %s", low)
	}
}
