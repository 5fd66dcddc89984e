package console_test

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

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

const (
	screenshotsEnv  = "MERZIM_SCREENSHOTS" // names a folder for pictures
	browserPatience = 2 * time.Minute      // a browser starts slowly on a busy machine
)

// The widths of a phone and of a desk.
const (
	phoneWidth = 390
	deskWidth  = 1280
)

// person uses the console in a browser.
type person struct {
	*stand
	ctx  context.Context
	lang string
}

// browse opens a browser; what its console complains of fails the test.
func browse(s *stand, lang string) person {
	s.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		s.Fatal("chromium not found: install it (Debian: apt-get install chromium), or run `make test`")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(s.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	ctx, cancel := context.WithTimeout(context.Background(), browserPatience)
	s.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	s.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	s.Cleanup(closeTab)
	listening, unlisten := context.WithCancel(ctx)
	messages := chromedp.Console(listening)
	s.Cleanup(func() {
		unlisten()
		for m, err := range messages {
			if err != nil {
				break
			}
			if strings.Contains(m.String(), "status of 403") { // a page that is not theirs
				continue
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				s.Errorf("the console says: %s", m)
			}
		}
	})
	return person{s, ctx, lang}
}

func (p person) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.Fatalf("%s: %v\n%s", what, err, p.shown())
	}
}

func (p person) shown() string {
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body?.innerText ?? ''`))
	if err != nil {
		return err.Error()
	}
	return text
}

// opens goes to a page and waits for its head.
func (p person) opens(path string) {
	p.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.server.URL + path
	}
	p.do("open "+path, chromedp.Navigate(path), chromedp.WaitVisible(chromedp.CSS("h1")))
}

// sees waits for a text on the page, also across a navigation.
func (p person) sees(text string) {
	p.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if strings.Contains(p.shown(), text) {
			return
		}
		select {
		case <-p.ctx.Done():
			p.Fatalf("no %q on the page", text)
		case <-tick.C:
		}
	}
}

// presses presses the button or link of a text.
func (p person) presses(text string) {
	p.Helper()
	target := chromedp.Search(fmt.Sprintf(`(//main//*[self::button or self::a][normalize-space(.)=%q])[1]`, text))
	p.do("press "+text, chromedp.ScrollIntoView(target), chromedp.Click(target))
}

func (p person) types(field, text string) {
	p.Helper()
	p.do("type into "+field, chromedp.SendKeys(chromedp.CSS("#"+field), text))
}

func (p person) chooses(field, value string) {
	p.Helper()
	p.do("choose "+value, chromedp.SetValue(chromedp.CSS("#"+field), value))
}

// looks checks the page in both windows, and keeps pictures when the environment
// names a folder.
func (p person) looks(name string) {
	p.Helper()
	for kind, width := range map[string]int64{"desk": deskWidth, "phone": phoneWidth} {
		window := chromedp.EmulateViewport(width, 900)
		if width == phoneWidth {
			window = chromedp.EmulateViewport(width, 844, chromedp.EmulateMobile, chromedp.EmulatePortrait)
		}
		p.do("another window", window)
		p.fits(name+" on a "+kind, int(width))
		folder := os.Getenv(screenshotsEnv)
		if folder == "" {
			continue
		}
		p.must(os.MkdirAll(folder, 0o755))
		picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
		p.must(err)
		p.must(os.WriteFile(filepath.Join(folder, "console-"+p.lang+"-"+name+"-"+kind+".png"), picture, 0o644))
	}
}

// fits fails the test when the page is wider than the window, or something to
// press is too low for a finger.
func (p person) fits(where string, width int) {
	p.Helper()
	wide, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	p.must(err)
	if wide > width {
		p.Errorf("%s: the page is %d pixels wider than the window", where, wide-width)
	}
	low, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](
		`[...document.querySelectorAll('button, select, input:not([type=hidden]):not([type=checkbox]), nav a')].filter(b => b.offsetHeight < 32).map(b => b.textContent || b.name)`))
	p.must(err)
	if len(low) > 0 {
		p.Errorf("%s: lower than 32 pixels: %q", where, low)
	}
}

// entersByLink logs in as people do: the link, the code, the button.
func (p person) entersByLink(chat int64) {
	p.Helper()
	link, err := p.console.LoginLink(p.Context(), chat)
	p.must(err)
	p.opens(link.URL + "?lang=" + p.lang)
	p.types("code", link.Code)
	p.looks("login")
	p.presses(said(p.lang, "ConsoleLogin"))
	p.sees(said(p.lang, "ConsoleNow"))
}

// TestTheConsoleInABrowser: an admin invites, the invited person logs in, tells
// a state and answers a complaint; in both languages, on a phone and a desk.
func TestTheConsoleInABrowser(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ru", "kk"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := open(t, databasetest.Open(t, "sqlite::memory:"))
			s.grant(admin, roles.Grant{Role: roles.Admin})
			late := s.request(citizen, "2026-11-02", 10, numbered("002 114 538/26"))
			for i := range 12 {
				s.request(citizen, "2026-11-10", 10+i, numbered(fmt.Sprintf("002 114 %d/26", 600+i)))
			}
			c := s.complaint(citizen, "kk", func(n *complaints.New) { n.Text = "Үш рет бардым, әлі дайын емес дейді." })
			s.complaint(stranger, "ru", func(n *complaints.New) { n.Kind = complaints.ExtraDocuments })

			p := browse(s, lang)
			p.entersByLink(admin)
			p.looks("admin")
			p.opens(console.Root + "people")
			p.chooses("role", "staff")
			p.chooses("agency", "police-migration")
			p.presses(said(lang, "ConsoleInviteDo"))
			p.sees("https://t.me/merzim_bot?start=i-")
			p.looks("invitation")
			found := invitationLink.FindStringSubmatch(p.shown())
			_, err := s.roles.Accept(t.Context(), s.next(), staff, found[1])
			s.must(err)
			p.opens(console.Root + "audit")
			p.looks("audit")

			p = browse(s, lang)
			p.entersByLink(staff)
			p.looks("start")
			p.opens(console.Root + "requests")
			p.looks("requests")
			p.opens(fmt.Sprintf("%srequests/%d", console.Root, late.ID))
			p.do("open the days", chromedp.Click(chromedp.CSS("summary")))
			p.looks("request")
			p.chooses("state", "ready")
			p.types("note", "9:00–18:00")
			p.presses(said(lang, "ConsoleSave"))
			p.sees(said(lang, "ConsoleSaidState"))
			p.looks("changed")
			p.opens(console.Root + "complaints")
			p.looks("complaints")
			p.presses(c.Number.String())
			p.sees("Үш рет бардым")
			p.types("kk", "Куәлігіңіз дайын. 9:00–18:00 аралығында алып кетіңіз.")
			p.looks("complaint")
			p.presses(said(lang, "ConsoleSendAnswer"))
			p.sees(said(lang, "ConsoleSaidAnswered"))
			p.looks("answered")
			p.opens(console.Root + "templates")
			p.looks("templates")
			p.opens(console.Root + "uploads")
			file := filepath.Join(t.TempDir(), "states.csv")
			s.must(os.WriteFile(file, []byte(header+"002 114 600/26,id-card,2026-11-10,ready,\n002 114 601/26,id-card,2026-11-11,ready,\n"), 0o600))
			p.looks("uploads")
			p.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
			p.presses(said(lang, "ConsolePreview"))
			p.sees(said(lang, "ConsoleWillChange"))
			p.looks("preview")
			p.presses(said(lang, "ConsoleApply"))
			p.sees(said(lang, "ConsoleDidNot"))
			p.looks("account")
			p.opens(console.Root + "people")
			p.sees(said(lang, "ConsoleForbidden"))
			p.looks("forbidden")

			if r, _, _ := s.requests.Find(t.Context(), citizen, late.ID); r.State != requests.Ready {
				t.Error("the request is", r.State)
			}
			if all, _ := s.outbox.OfChat(t.Context(), citizen); len(all) != 3 {
				t.Errorf("the citizen is told %+v", all)
			}
		})
	}
}

// TestByKeyboard: everything is reached with the keyboard alone, in the order of
// the page, with the focus to be seen.
func TestByKeyboard(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	r := s.request(citizen, "2026-11-02", 10)
	p := browse(s, "ru")
	link, err := s.console.LoginLink(t.Context(), staff)
	s.must(err)
	p.opens(link.URL)
	p.do("type and send", chromedp.KeyEvent(link.Code+"\r")) // the field has the focus
	p.sees(said("ru", "ConsoleNow"))
	p.opens(fmt.Sprintf("%srequests/%d", console.Root, r.ID))
	order := p.tabs(60)
	want := []string{said("ru", "ConsoleSkip"), "Қазақша", said("ru", "ConsoleRequests"), "state", "note", said("ru", "ConsoleSave"), "ground", said("ru", "ConsoleContestDo"), said("ru", "ConsoleCountDays"), said("ru", "ConsoleLogout")}
	p.inOrder(order, want)
}

// TestAnalystsInABrowser: overview, log, a complaint and the lists, in both
// languages, on a phone and a desk.
func TestAnalystsInABrowser(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ru", "kk"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := open(t, databasetest.Open(t, "sqlite::memory:"))
			seeded(s, 2000)
			p := browse(s, lang)
			p.entersByLink(analyst)
			p.opens(console.Root + "reports")
			p.sees(said(lang, "ReportTerm_measured"))
			p.drawn()
			p.looks("overview")
			p.opens(console.Root + "log?kind=delay&order=oldest")
			p.looks("log")
			p.do("the first complaint", chromedp.Click(chromedp.CSS("tbody a")))
			p.sees(said(lang, "PagesNewNote"))
			p.types("note", "123")
			p.presses(said(lang, "ConsoleSave"))
			p.sees(said(lang, "ConsoleSaidNote"))
			p.types("label", "abc")
			p.presses(said(lang, "PagesAddLabel"))
			p.sees(said(lang, "ConsoleSaidLabel"))
			p.do("open the days", chromedp.Click(chromedp.CSS("summary")))
			p.looks("entry")
			p.opens(console.Root + "lists")
			p.looks("lists")
			p.opens(console.Root + "digest")
			p.presses(said(lang, "PagesDigestStart"))
			p.sees(said(lang, "PagesDigestOn"))
			p.looks("digest")
		})
	}
}

// drawn fails the test when a picture of the page is not there.
func (p person) drawn() {
	p.Helper()
	missing, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`(async () => {
		const all = [...document.images];
		for (const i of all) { i.loading = 'eager'; await i.decode().catch(() => 0); }
		return all.filter(i => !i.naturalWidth).map(i => i.src);
	})()`, chromedp.EvalAwaitPromise))
	p.must(err)
	if len(missing) > 0 {
		p.Errorf("not drawn: %q", missing)
	}
}

// TestABroadcastInABrowser: one writes, another approves, both see how it goes
// without opening the page again.
func TestABroadcastInABrowser(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ru", "kk"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := open(t, databasetest.Open(t, "sqlite::memory:"))
			s.everybody()
			s.waiting(140)
			p := browse(s, lang)
			p.entersByLink(staff)
			p.opens(inBroadcasts + "/new")
			p.types("kk", "Көші-қон қызметі <b>дүйсенбіден бастап</b> 9:00-ден 20:00-ге дейін жұмыс істейді.")
			p.types("ru", "Миграционная служба <b>с понедельника</b> работает с 9:00 до 20:00.")
			p.chooses("to", "open_requests")
			p.looks("write")
			p.presses(said(lang, "PagesSaveDraft"))
			p.sees(said(lang, "ConsoleSaidDraft"))
			p.sees("140")
			p.presses(said(lang, "PagesDo_preview"))
			p.sees(said(lang, "ConsoleSaidBroadcastPreview"))
			p.looks("draft")
			p.presses(said(lang, "PagesDo_submit"))
			p.sees(said(lang, "ConsoleSaidBroadcastSubmit"))

			other := browse(s, lang)
			other.entersByLink(colleague)
			other.looks("approver")
			other.opens(inBroadcasts)
			other.looks("broadcasts")
			other.presses(strings.TrimSpace(texts().In(lang).T("PagesBroadcastTitle", locales.Args{"ID": 1})))
			other.sees(said(lang, "PagesApprovalAbout"))
			other.looks("approval")
			other.presses(said(lang, "PagesDo_approve"))
			other.sees(said(lang, "ConsoleSaidBroadcastApprove"))

			s.now.Advance(time.Minute)
			s.slowEngine(500 * time.Millisecond)
			p.opens(inBroadcasts + "/1")
			p.sees(said(lang, "PagesFigure_left"))
			p.looks("progress")
			p.sees(said(lang, "BroadcastState_done")) // by the script alone
			p.looks("account-of-broadcast")
		})
	}
}

// tabs presses the tab key up to so many times, and returns what had the focus,
// in order. A focus that is not seen fails the test.
func (p person) tabs(most int) string {
	p.Helper()
	var seen []string
	for range most {
		p.do("tab", chromedp.KeyEvent("\t"))
		at, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`(() => {
			const e = document.activeElement, s = getComputedStyle(e);
			if (e === document.body) return ['BODY', '', ''];
			return [e.id || e.name || e.textContent.trim() || e.tagName, s.outlineStyle, s.outlineWidth];
		})()`))
		p.must(err)
		if at[0] == "BODY" || len(seen) > 0 && at[0] == seen[0] {
			break
		}
		if at[1] == "none" || at[2] == "0px" {
			p.Errorf("the focus on %s is not seen", at[0])
		}
		seen = append(seen, at[0])
	}
	return strings.Join(seen, "|")
}

// inOrder fails the test when something is not reached, or not in its order.
func (p person) inOrder(order string, want []string) {
	p.Helper()
	last := -1
	for _, name := range want {
		at := strings.Index(order, name)
		if at <= last {
			p.Errorf("%s is not reached in its order: %s", name, order)
		}
		last = at
	}
}

// TestAnalystsByKeyboard: filters, figures, tables and files are reached with
// the keyboard alone.
func TestAnalystsByKeyboard(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	seeded(s, 60)
	p := browse(s, "ru")
	p.entersByLink(analyst)
	p.opens(console.Root + "reports")
	p.inOrder(p.tabs(70), []string{said("ru", "ConsoleSkip"), "from", "to", "kind", "region", said("ru", "ConsoleShow"), said("ru", "PagesWorkbook"), "Таблица: По неделям", "Таблица: Виды жалоб"})
	p.opens(console.Root + "log")
	p.inOrder(p.tabs(60), []string{"kind", "overdue", "order", said("ru", "ConsoleShow"), said("ru", "PagesLogFile_csv"), "M-2026"})
}
