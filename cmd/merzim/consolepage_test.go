package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/browsertest"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/locales"
)

// Who takes part, as the chat page offers them, and how many more have asked to
// hear of identity cards.
const (
	reads       = "1001" // a citizen, in Kazakh
	invited     = "1002" // a citizen who becomes staff, in Russian
	colleague   = "1004" // staff of the same agency, in Kazakh
	subscribers = 130
	firstOfThem = 5000
)

var loginWay = regexp.MustCompile(`(?s): (\d{4})\n.*(http://\S+/console/login/\S+)`)

// TestFromAnInvitationToTheAccount: somebody is invited, takes the role in the
// chat, logs in to the console by its link, writes to many and reads a preview
// in the chat; a colleague approves; both see how it goes, the account adds up,
// and a citizen has the message.
func TestFromAnInvitationToTheAccount(t *testing.T) {
	t.Parallel()
	dir, base := t.TempDir(), inFile(t)
	store := openCases(databasetest.Open(t, base), clock.System())
	subscribe := func(chat int64, lang string) {
		t.Helper()
		agree(t, store, chat, lang)
		if err := store.topics.Subscribe(t.Context(), chat, subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range int64(subscribers) {
		subscribe(firstOfThem+i, "ru")
	}
	address := freeAddress(t)
	env := []string{"DATABASE_URL=" + base, "HTTP_ADDR=" + address}
	p := launch(t, dir, append(env, "SEND_RATE=15"), "serve").well(address)
	chats := remote{t, p.address}
	chats.post("people", map[string]any{"from": firstOfThem, "to": firstOfThem + subscribers - 1, "lang": "ru", "started": true})
	morning := calendar.DateIn(time.Now()).AddDays(1).At(10, 0) // at night nothing is sent
	chats.post("clock", map[string]any{"to": morning.Format(time.RFC3339)})
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	ru, kk := know.Texts.In("ru"), know.Texts.In("kk")

	citizen := visitor{t, browsertest.Open(t), "kk"}
	citizen.enters(p.address + "/?lang=kk&as=" + reads)
	citizen.Do("begin", chromedp.Click(chromedp.CSS("#start")))
	citizen.reads("Мерзім")
	subscribe(1001, "kk")

	link := strings.TrimSpace(outsideIn(t, dir, env, "", "invite", "--role", "staff", "--agency", personaAgency).must(t).out)
	author := visitor{t, browsertest.Open(t), "ru"}
	author.enters(link + "&lang=ru&as=" + invited)
	author.Do("take the role", chromedp.Click(chromedp.CSS("#start")))
	author.reads(ru.T("RoleMayStaff"))
	author.looks("invited")
	author.logsIn(ru.T("ConsoleNow"))

	author.Opens(p.address+"/console/broadcasts/new", "#kk")
	author.Types("kk", "Бөлім <b>дүйсенбіде</b> 9:00-ден бастап жұмыс істейді.")
	author.Types("ru", "Отдел <b>в понедельник</b> работает с 9:00.")
	author.Chooses("to", "subscribers")
	author.Chooses("service", "id-card")
	author.looks("write")
	author.Presses(ru.T("PagesSaveDraft"))
	author.Sees(ru.T("PagesPeople", locales.Args{"People": subscribers + 1}))
	author.Sees(ru.T("BroadcastNeedsApproval"))
	author.Presses(ru.T("BroadcastDo_preview"))
	author.Sees(ru.T("ConsoleSaidBroadcastPreview"))
	draft := browsertest.Ask[string](author.Window, `location.href`)
	author.enters(p.address + "/?lang=ru&as=" + invited)
	author.Sees("Бөлім дүйсенбіде 9:00-ден бастап жұмыс істейді.")
	author.Sees("Отдел в понедельник работает с 9:00.")
	author.looks("preview")
	author.Opens(draft, "h1")
	author.Presses(ru.T("BroadcastDo_submit"))
	author.Sees(ru.T("BroadcastState_waiting"))
	if got := citizen.Shown(); strings.Contains(got, "дүйсенбіде") {
		t.Errorf("sent before it was approved:\n%s", got)
	}

	other := visitor{t, browsertest.Open(t), "kk"}
	other.enters(p.address + "/?lang=kk&as=" + colleague)
	other.logsIn(kk.T("ConsoleNow"))
	other.Opens(draft, "h1")
	other.looks("approval")
	other.Presses(kk.T("BroadcastDo_approve"))
	other.Sees(kk.T("ConsoleSaidBroadcastApprove"))
	author.Sees(ru.T("BroadcastState_sending")) // by the page's own script, and so is what follows
	author.Sees(ru.T("PagesFigure_left"))
	author.looks("progress")
	author.Sees(ru.T("BroadcastState_done"))
	author.looks("account")

	figure := func(name string) int {
		return browsertest.Ask[int](author.Window, `Number(document.querySelector('[data-figure="`+name+`"]').textContent.replace(/\D/g, ''))`)
	}
	sum := 0
	for _, name := range []string{"sent", "failed", "blocked", "unknown", "cancelled"} {
		sum += figure(name)
	}
	if audience := figure("audience"); audience != subscribers+1 || sum != audience || figure("sent") != audience {
		t.Errorf("the account does not add up:\n%s", author.Shown())
	}
	citizen.reads("Бөлім дүйсенбіде 9:00-ден бастап жұмыс істейді.")
	if n := strings.Count(citizen.Shown(), "дүйсенбіде"); n != 1 {
		t.Errorf("the citizen has it %d times", n)
	}
	citizen.looks("broadcast")
}

// logsIn takes the way from the chat into the console.
func (v visitor) logsIn(sees string) {
	v.writes("/console")
	v.reads("/console/login/")
	found := loginWay.FindStringSubmatch(v.newest())
	if found == nil {
		v.t.Fatalf("no way into the console:\n%s", v.newest())
	}
	v.Opens(found[2]+"?lang="+v.name, "#code")
	v.Types("code", found[1]+"\r")
	v.Sees(sees)
}
