package console_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/merzim/merzim/internal/browsertest"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// person uses the console in a browser.
type person struct {
	*stand
	browsertest.Window
	lang string
}

func browse(s *stand, lang string) person {
	s.Helper()
	return person{s, browsertest.Open(s, "status of 403"), lang} // of a page that is not theirs
}

// opens goes to a page of the console and waits for its head.
func (p person) opens(path string) {
	p.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.server.URL + path
	}
	p.Opens(path, "h1")
}

func (p person) looks(name string) {
	p.Helper()
	p.Looks("console-" + p.lang + "-" + name)
}

// entersByLink logs in as people do: the link, the code, the button.
func (p person) entersByLink(chat int64) {
	p.Helper()
	link, err := p.console.LoginLink(p.Context(), chat)
	p.must(err)
	p.opens(link.URL + "?lang=" + p.lang)
	p.Types("code", link.Code)
	p.looks("login")
	p.Presses(said(p.lang, "ConsoleLogin"))
	p.Sees(said(p.lang, "ConsoleNow"))
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
			p.Chooses("role", "staff")
			p.Chooses("agency", "police-migration")
			p.Presses(said(lang, "ConsoleInviteDo"))
			p.Sees("https://t.me/merzim_bot?start=i-")
			p.looks("invitation")
			found := invitationLink.FindStringSubmatch(p.Shown())
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
			p.Do("open the days", chromedp.Click(chromedp.CSS("summary")))
			p.looks("request")
			p.Chooses("state", "ready")
			p.Types("note", "9:00–18:00")
			p.Presses(said(lang, "ConsoleSave"))
			p.Sees(said(lang, "ConsoleSaidState"))
			p.looks("changed")
			p.opens(console.Root + "complaints")
			p.looks("complaints")
			p.Presses(c.Number.String())
			p.Sees("Үш рет бардым")
			p.Types("kk", "Куәлігіңіз дайын. 9:00–18:00 аралығында алып кетіңіз.")
			p.looks("complaint")
			p.Presses(said(lang, "ConsoleSendAnswer"))
			p.Sees(said(lang, "ConsoleSaidAnswered"))
			p.looks("answered")
			p.opens(console.Root + "templates")
			p.looks("templates")
			p.opens(console.Root + "uploads")
			file := filepath.Join(t.TempDir(), "states.csv")
			s.must(os.WriteFile(file, []byte(header+"002 114 600/26,id-card,2026-11-10,ready,\n002 114 601/26,id-card,2026-11-11,ready,\n"), 0o600))
			p.looks("uploads")
			p.Do("choose a file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
			p.Presses(said(lang, "ConsolePreview"))
			p.Sees(said(lang, "ConsoleWillChange"))
			p.looks("preview")
			p.Presses(said(lang, "ConsoleApply"))
			p.Sees(said(lang, "ConsoleDidNot"))
			p.looks("account")
			p.opens(console.Root + "people")
			p.Sees(said(lang, "ConsoleForbidden"))
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
	p.Do("type and send", chromedp.KeyEvent(link.Code+"\r")) // the field has the focus
	p.Sees(said("ru", "ConsoleNow"))
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
			p.Sees(said(lang, "ReportTerm_measured"))
			p.drawn()
			p.looks("overview")
			p.opens(console.Root + "log?kind=delay&order=oldest")
			p.looks("log")
			p.Do("the first complaint", chromedp.Click(chromedp.CSS("tbody a")))
			p.Sees(said(lang, "PagesNewNote"))
			p.Types("note", "123")
			p.Presses(said(lang, "ConsoleSave"))
			p.Sees(said(lang, "ConsoleSaidNote"))
			p.Types("label", "abc")
			p.Presses(said(lang, "PagesAddLabel"))
			p.Sees(said(lang, "ConsoleSaidLabel"))
			p.Do("open the days", chromedp.Click(chromedp.CSS("summary")))
			p.looks("entry")
			p.opens(console.Root + "lists")
			p.looks("lists")
			p.opens(console.Root + "digest")
			p.Presses(said(lang, "PagesDigestStart"))
			p.Sees(said(lang, "PagesDigestOn"))
			p.looks("digest")
		})
	}
}

// drawn fails the test when a picture of the page is not there.
func (p person) drawn() {
	p.Helper()
	missing := browsertest.Ask[[]string](p.Window, `(async () => {
		const all = [...document.images];
		for (const i of all) { i.loading = 'eager'; await i.decode().catch(() => 0); }
		return all.filter(i => !i.naturalWidth).map(i => i.src);
	})()`, chromedp.EvalAwaitPromise)
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
			p.Types("kk", "Көші-қон қызметі <b>дүйсенбіден бастап</b> 9:00-ден 20:00-ге дейін жұмыс істейді.")
			p.Types("ru", "Миграционная служба <b>с понедельника</b> работает с 9:00 до 20:00.")
			p.Chooses("to", "open_requests")
			p.looks("write")
			p.Presses(said(lang, "PagesSaveDraft"))
			p.Sees(said(lang, "ConsoleSaidDraft"))
			p.Sees("140")
			p.Presses(said(lang, "BroadcastDo_preview"))
			p.Sees(said(lang, "ConsoleSaidBroadcastPreview"))
			p.looks("draft")
			p.Presses(said(lang, "BroadcastDo_submit"))
			p.Sees(said(lang, "ConsoleSaidBroadcastSubmit"))

			other := browse(s, lang)
			other.entersByLink(colleague)
			other.looks("approver")
			other.opens(inBroadcasts)
			other.looks("broadcasts")
			other.Presses(strings.TrimSpace(texts().In(lang).T("PagesBroadcastTitle", locales.Args{"ID": 1})))
			other.Sees(said(lang, "PagesApprovalAbout"))
			other.looks("approval")
			other.Presses(said(lang, "BroadcastDo_approve"))
			other.Sees(said(lang, "ConsoleSaidBroadcastApprove"))

			s.now.Advance(time.Minute)
			s.slowEngine(500 * time.Millisecond)
			p.opens(inBroadcasts + "/1")
			p.Sees(said(lang, "PagesFigure_left"))
			p.looks("progress")
			p.Sees(said(lang, "BroadcastState_done")) // by the script alone
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
		p.Do("tab", chromedp.KeyEvent("\t"))
		at := browsertest.Ask[[]string](p.Window, `(() => {
			const e = document.activeElement, s = getComputedStyle(e);
			if (e === document.body) return ['BODY', '', ''];
			return [e.id || e.name || e.textContent.trim() || e.tagName, s.outlineStyle, s.outlineWidth];
		})()`)
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
