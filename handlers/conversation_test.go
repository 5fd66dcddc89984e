package handlers_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/sessions"
)

// desk is a conversation over real stores in memory.
type desk struct {
	*handlers.Conversation
	t    *testing.T
	last int64
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	db := memoryBase(t)
	hands := clock.At(time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Zone()))
	know := &handlers.Knowledge{Catalog: whole(t).Catalog, Texts: whole(t).Texts}
	return &desk{t: t, Conversation: handlers.New(handlers.Options{
		Knowledge: func() *handlers.Knowledge { return know }, Sessions: sessions.NewSQL(db, hands), Feedback: feedback.NewStore(db, hands), People: people.NewStore(db, hands),
		Now: hands.Now, Log: slog.New(slog.DiscardHandler),
	})}
}

const citizen = 7

// command is a slash command as an update.
func (d *desk) command(name, args string) bot.Update {
	d.last++
	return bot.Update{ID: d.last, Chat: citizen, Kind: bot.KindText, Text: "/" + name + " " + args, Command: name, Args: args, From: bot.Person{ID: citizen, Language: "ru"}}
}

// press is a pressed button as an update.
func (d *desk) press(data string) bot.Update {
	d.last++
	return bot.Update{ID: d.last, Chat: citizen, Kind: bot.KindPress, Data: data, PressID: "1", MessageID: 5, From: bot.Person{ID: citizen, Language: "ru"}}
}

// handled answers an update that must be answered.
func (d *desk) handled(u bot.Update) bot.Reply {
	d.t.Helper()
	replies, err := d.Handle(d.t.Context(), u)
	if err != nil || len(replies) != 1 {
		d.t.Fatalf("update %d: %d replies, %v", u.ID, len(replies), err)
	}
	return replies[0]
}

func (d *desk) done(u bot.Update) {
	d.t.Helper()
	if err := d.Done(d.t.Context(), u); err != nil {
		d.t.Fatal(err)
	}
}

// data is the data of a reply's button.
func (d *desk) data(r bot.Reply, label string) string {
	d.t.Helper()
	for _, row := range r.Keyboard {
		for _, b := range row {
			if b.Label == label {
				return b.Data
			}
		}
	}
	d.t.Fatalf("no button %q under:\n%s", label, r.Text)
	return ""
}

func same(a, b bot.Reply) bool {
	return a.Text == b.Text && a.Toast == b.Toast && a.Edit == b.Edit && fmt.Sprint(a.Keyboard) == fmt.Sprint(b.Keyboard)
}

// The process died before Done: the update comes again, is answered the same
// way, and its tick is not taken back.
func TestAnUpdateThatComesTwiceTicksOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	papers := d.handled(d.press(d.data(d.handled(d.command("start", "s_id-card")), "Документы")))
	first := d.press(d.data(papers, "☐ 1"))
	once := d.handled(first)
	if !strings.Contains(once.Text, "☑ 1.") {
		t.Fatalf("not ticked:\n%s", once.Text)
	}
	for range 3 {
		if again := d.handled(first); !same(once, again) {
			t.Errorf("the repeated update is answered by\n%s\n%v\nwant\n%s\n%v", again.Text, again.Keyboard, once.Text, once.Keyboard)
		}
	}
	second := d.press(d.data(papers, "☐ 2"))
	if got := d.handled(second); !strings.Contains(got.Text, "☑ 1.") || !strings.Contains(got.Text, "☑ 2.") {
		t.Errorf("after the repetitions:\n%s", got.Text)
	}
	if _, err := d.Handle(t.Context(), first); !errors.Is(err, bot.ErrHandled) {
		t.Errorf("an older update again: %v, want ErrHandled", err)
	}
	d.done(second)
	if _, err := d.Handle(t.Context(), second); !errors.Is(err, bot.ErrHandled) {
		t.Errorf("an update again after Done: %v, want ErrHandled", err)
	}
	shown := d.handled(d.press(d.data(papers, "☐ 2"))) // pressed anew: the tick is taken back
	if !strings.Contains(shown.Text, "☐ 2.") || !strings.Contains(shown.Text, "☑ 1.") {
		t.Errorf("pressed a second time:\n%s", shown.Text)
	}
}

func TestTheFirstAnswerRepeatedOffersTheLanguageAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	u := d.command("start", "s_id-card")
	once := d.handled(u)
	if again := d.handled(u); !same(once, again) {
		t.Errorf("the repeated update is answered by other buttons:\n%v\nwant\n%v", again.Keyboard, once.Keyboard)
	}
	d.data(once, "Қазақша")
	next := d.handled(d.command("start", "s_id-card"))
	if strings.Contains(fmt.Sprint(next.Keyboard), "Қазақша") {
		t.Error("the language is offered twice")
	}
}

func TestALanguageChosenLasts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.handled(d.press(d.data(d.handled(d.command("settings", "")), "Қазақша")))
	for range 2 {
		if got := d.handled(d.command("help", "")); !strings.Contains(got.Text, "Не істей аламын") {
			t.Errorf("answered in another language:\n%s", got.Text)
		}
	}
}

func TestACardThatChangedIsShownAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	papers := d.handled(d.press(d.data(d.handled(d.command("start", "s_id-card")), "Документы")))
	data := d.data(papers, "☐ 1")
	code := strings.Split(data, "|")[3]
	old := strings.Replace(data, code, code[:len(code)-1]+map[bool]string{true: "y", false: "z"}[code[len(code)-1] == 'z'], 1)
	got := d.handled(d.press(old))
	if got.Toast == "" || !got.Edit || strings.Contains(got.Text, "☑") {
		t.Errorf("an old button: toast %q, edit %t\n%s", got.Toast, got.Edit, got.Text)
	}
	if shown := d.handled(d.press(d.data(d.handled(d.command("start", "s_id-card")), "Документы"))); strings.Contains(shown.Text, "☑") {
		t.Errorf("an old button ticked a paper:\n%s", shown.Text)
	}
}
