package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/locales"
)

// subscribers makes people with consent who subscribed to an agency.
func (o *bureau) subscribers(n int, agency string) {
	o.Helper()
	for chat := int64(1); chat <= int64(n); chat++ {
		if err := o.people.GiveConsent(o.Context(), chat, []string{"kk", "ru"}[chat%2]); err != nil {
			o.Fatal(err)
		}
		if err := o.topics.Subscribe(o.Context(), chat, subscriptions.Topic{Kind: subscriptions.Agency, ID: agency}); err != nil {
			o.Fatal(err)
		}
	}
}

// tell takes the notices that wait out of the outbox, as written for a person.
func (o *bureau) tell(chat int64) (out []bot.Reply) {
	o.Helper()
	all, err := o.outbox.Claim(o.Context(), 100, 1)
	if err != nil {
		o.Fatal(err)
	}
	for _, n := range all {
		reply, ok, err := o.Render(o.Context(), n)
		if err != nil {
			o.Fatal(err)
		}
		if n.Chat == chat && ok {
			out = append(out, reply)
		}
	}
	return out
}

// compose writes a broadcast to the subscribers of the author's agency and
// returns its card.
func (o *bureau) compose() string {
	o.Helper()
	o.say(theAuthor, "/broadcast")
	o.say(theAuthor, "Бөлім & жұмыс <істемейді>")
	o.wants(o.say(theAuthor, "Отдел & <закрыт>"), o.text("AskBroadcastWhom"))
	o.press(theAuthor, o.text("BroadcastWhomSubscribers"))
	o.press(theAuthor, o.text("ButtonSkip")) // the region
	return o.press(theAuthor, o.text("ButtonSkip"))
}

// A broadcast goes its whole way in the bot: written, shown in both languages,
// counted, approved by another, sent, accounted for, corrected.
func TestABroadcastGoesItsWholeWayInTheBot(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	for _, chat := range []int64{theAuthor, theColleague, theStranger} {
		if err := o.people.SetLanguage(t.Context(), chat, "ru"); err != nil {
			t.Fatal(err)
		}
	}
	o.subscribers(101, "police-migration")
	o.wants(o.compose(), "101", o.text("BroadcastNeedsApproval"), o.text("BroadcastInConsole"))
	if len(o.sent) != 2 || o.sent[0].Text != "Бөлім &amp; жұмыс &lt;істемейді&gt;" || o.sent[1].Language != "ru" || o.sent[1].Chat != theAuthor {
		t.Fatalf("shown: %+v", o.sent)
	}
	o.wants(o.press(theAuthor, o.text("ButtonBroadcastSend")), o.text("BroadcastState_waiting"))
	for _, r := range o.shown[theAuthor] {
		for _, row := range r.Keyboard {
			if row[0].Label == o.text("BroadcastDo_approve") {
				t.Error("the author may approve")
			}
		}
	}
	// A forged press by the author, and by another agency's staff, is refused and noted.
	forged := bot.Update{Chat: theAuthor, Kind: bot.KindPress, Data: "1|bdo|1|1|ok", PressID: "1", MessageID: 5}
	o.wants(o.handle(forged), o.text("BroadcastFaultOwn"))
	forged.Chat = theStranger
	o.wants(o.handle(forged), o.text("OldButton"))
	if o.refused(theAuthor) != 1 || o.refused(theStranger) != 1 {
		t.Error("refusals in the log:", o.refused(theAuthor), o.refused(theStranger))
	}
	asked := o.tell(theColleague)
	if len(asked) != 1 || !strings.Contains(asked[0].Text, o.text("BroadcastNoticeApprove")) || strings.Contains(asked[0].Text, "9002") {
		t.Fatalf("asked: %+v", asked)
	}
	o.shown[theColleague] = asked
	o.press(theColleague, o.text("ButtonBroadcastShow"))
	o.press(theColleague, o.text("BroadcastDo_approve"))
	o.sent = nil
	if _, err := o.engine.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(o.sent) != 101 {
		t.Fatalf("%d got it", len(o.sent))
	}
	o.say(theAuthor, "/broadcasts")
	account := o.press(theAuthor, o.text("ButtonBroadcastOne", locales.Args{"Number": 1, "State": locales.HTML(o.text("BroadcastState_done"))}))
	o.wants(account, "Отчёт", "Доставлено: 101", "неизвестно: 0")
	told := o.tell(theAuthor)
	if len(told) != 2 || !strings.Contains(told[1].Text, "Доставлено: 101") {
		t.Errorf("the author was told %+v", told)
	}
	o.press(theAuthor, o.text("ButtonBroadcastCorrect"))
	o.say(theAuthor, "Ертең ашық")
	o.wants(o.say(theAuthor, "Завтра открыт"), o.text("BroadcastHeadCorrection", locales.Args{"Number": 2, "Corrects": 1, "State": locales.HTML(o.text("BroadcastState_draft"))}))
	o.press(theAuthor, o.text("ButtonBroadcastSend"))
	o.shown[theColleague] = o.tell(theColleague)
	o.press(theColleague, o.text("BroadcastDo_approve"))
	if _, err := o.engine.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(o.edits) != 101 || !strings.HasSuffix(o.edits[0].Text, "открыт") && !strings.HasSuffix(o.edits[0].Text, "ашық") {
		t.Errorf("%d messages were put right", len(o.edits))
	}
}

// What is given back returns with its reason; an approval that came too late
// finds nothing to approve.
func TestABroadcastIsGivenBack(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	o.subscribers(101, "police-migration")
	for _, chat := range []int64{theAuthor, theColleague} {
		if err := o.people.SetLanguage(t.Context(), chat, "ru"); err != nil {
			t.Fatal(err)
		}
	}
	o.compose()
	o.press(theAuthor, o.text("ButtonBroadcastSend"))
	waiting, err := o.outbox.OfChat(t.Context(), theColleague)
	if err != nil || len(waiting) != 1 {
		t.Fatal(waiting, err)
	}
	o.shown[theColleague] = o.tell(theColleague)
	late := o.data(theColleague, o.text("BroadcastDo_approve"))
	o.press(theColleague, o.text("BroadcastDo_return"))
	o.say(theColleague, "Нет даты <b>")
	told := o.tell(theAuthor)
	if len(told) != 1 || !strings.Contains(told[0].Text, "Нет даты &lt;b&gt;") {
		t.Errorf("the author was told %+v", told)
	}
	o.wants(o.handle(bot.Update{Chat: theColleague, Kind: bot.KindPress, Data: late, PressID: "1", MessageID: 5}), o.text("BroadcastFaultState"))
	if _, ok, err := o.Render(t.Context(), waiting[0]); err != nil || ok {
		t.Error("the request for approval is still told", err)
	}
	if b, err := o.broadcasts.Find(t.Context(), broadcasts.Actor{Chat: theAuthor, Agency: "police-migration"}, 1); err != nil || b.State != broadcasts.Draft {
		t.Error(b.State, err)
	}
}

// Pause, resume and cancel are a press each; a text that is too long for its
// picture is asked for anew.
func TestABroadcastIsSteeredByPresses(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	o.subscribers(3, "police-migration")
	o.say(theAuthor, "/broadcast")
	o.say(theAuthor, strings.Repeat("а", 1100))
	o.say(theAuthor, "Коротко")
	o.press(theAuthor, o.text("BroadcastWhomSubscribers"))
	o.press(theAuthor, o.text("ButtonSkip"))
	picture := bot.Update{Chat: theAuthor, Kind: bot.KindMedia, File: bot.File{ID: "photo-1"}}
	o.wants(o.handle(picture), "1100", "1024", o.text("AskBroadcastKK"))
	card := o.say(theAuthor, "Қысқа")
	o.wants(card, o.text("BroadcastWithFile"), "Получат 3 человека")
	if f := o.sent[0].File; f == nil || f.Kind != broadcasts.Photo || f.TelegramID != "photo-1" {
		t.Errorf("the file is %+v", f)
	}
	o.press(theAuthor, o.text("ButtonBroadcastSend"))
	if _, err := o.db.Exec(t.Context(), `UPDATE broadcasts SET state = 'sending', started_at = 0, walked_to = 0`); err != nil {
		t.Fatal(err)
	}
	o.handle(bot.Update{Chat: theColleague, Kind: bot.KindPress, Data: "1|bc|1", PressID: "1", MessageID: 5})
	o.wants(o.press(theColleague, o.text("BroadcastDo_pause")), o.text("BroadcastState_paused"))
	o.wants(o.press(theColleague, o.text("BroadcastDo_resume")), o.text("BroadcastState_sending"))
	o.press(theColleague, o.text("BroadcastDo_cancel"))
	o.wants(o.press(theColleague, o.text("ButtonBroadcastCancelYes")), o.text("BroadcastState_cancelled"))
	all, err := o.roles.Of(t.Context(), theColleague)
	if err != nil {
		t.Fatal(err)
	}
	var log []string
	for _, e := range all {
		log = append(log, e.Subject)
	}
	o.wants(strings.Join(log, " "), "broadcast:1:pause", "broadcast:1:resume", "broadcast:1:cancel")
}

// A service of another agency is no audience of one's own, typed or pressed.
func TestABroadcastStaysWithinTheAgency(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	o.say(theStranger, "/broadcast")
	o.say(theStranger, "Мәтін")
	o.say(theStranger, "Текст")
	o.press(theStranger, o.text("BroadcastWhomServiceSubscribers"))
	stop := o.data(theStranger, o.text("ButtonStop"))
	forged := strings.TrimSuffix(stop, "stop") + "id-card"
	o.wants(o.handle(bot.Update{Chat: theStranger, Kind: bot.KindPress, Data: forged, PressID: "1", MessageID: 5}), o.text("OldButton"))
	if list, err := o.broadcasts.List(t.Context(), broadcasts.Actor{Chat: theAdmin, Admin: true}, 0, 10); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

// One press under a broadcast spares its reader the next ones; another tells
// from whom it is. A stranger to it learns nothing.
func TestABroadcastIsMutedInOnePress(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	o.subscribers(2, "police-migration")
	o.compose()
	o.press(theAuthor, o.text("ButtonBroadcastSend"))
	if _, err := o.engine.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.shown[1] = []bot.Reply{{Keyboard: handlers.BroadcastKeyboard(o.know.Texts.In("ru"), 1)}}
	o.shown[nobody] = o.shown[1]
	o.wants(o.press(nobody, o.text("BroadcastWhy")), o.text("BroadcastWhyUnknown"))
	o.wants(o.press(1, o.text("BroadcastWhy")), "Миграционная служба полиции")
	o.press(1, o.text("BroadcastMute"))
	muted, err := o.people.Mutes(t.Context(), 1)
	if err != nil || len(muted) != 1 || muted[0] != broadcasts.MuteKind {
		t.Error(muted, err)
	}
	o.sent = nil
	o.compose()
	o.press(theAuthor, o.text("ButtonBroadcastSend"))
	if _, err := o.engine.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, m := range o.sent[2:] { // after the preview
		if m.Chat == 1 {
			t.Error("it came all the same")
		}
	}
}

// A notice about a broadcast whose author has lost the role names its number alone.
func TestTroubleIsToldWithoutARole(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	if err := o.people.SetLanguage(t.Context(), nobody, "kk"); err != nil {
		t.Fatal(err)
	}
	n := notices.Notice{Chat: nobody, Kind: notices.BroadcastTrouble, Args: []byte(`{"broadcast":7,"act":"troubled","failures":12,"of":50}`)}
	reply, ok, err := o.Render(t.Context(), n)
	if err != nil || !ok || !strings.Contains(reply.Text, "№ 7") || !strings.Contains(reply.Text, "12") || len(reply.Keyboard) != 0 {
		t.Errorf("%+v %v %v", reply, ok, err)
	}
	n.Args = []byte(`{"broadcast":7,"act":"dancing"}`)
	if _, _, err := o.Render(t.Context(), n); err == nil {
		t.Error("an unknown act is told")
	}
}

// What the console alone can set is said in the bot, on the draft's card and to
// whoever approves.
func TestTheBotSaysWhatTheConsoleSet(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	if err := o.people.SetLanguage(t.Context(), theAuthor, "ru"); err != nil {
		t.Fatal(err)
	}
	until := o.now.Now().Add(26 * time.Hour)
	b, err := o.broadcasts.Create(t.Context(), broadcasts.Actor{Chat: theAuthor, Agency: "police-migration"}, "", broadcasts.Content{
		Texts: broadcasts.Texts{KK: "Жұмыс істемейді", RU: "Не работает"}, ExpiresAt: until,
		Audience: broadcasts.Audience{To: broadcasts.Everybody, Language: "kk"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	card := o.handle(bot.Update{Chat: theAuthor, Kind: bot.KindPress, Data: fmt.Sprintf("1|bc|%d", b.ID), PressID: "1", MessageID: 5})
	o.wants(card, "24 ноября 2026", "Не отправлять после", o.know.Texts.In("kk").T("LanguageName"), "/console")
}
