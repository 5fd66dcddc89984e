package handlers_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// One service of each kind of term, as a citizen sees it.
func TestEachKindOfTermSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]struct {
		service string
		answers []string
		want    []string
		not     []string
		now     string
	}{
		"rendering": {"id-card", []string{"2 ноября"}, []string{"Должны были выдать до 23 ноября 2026.", "Срок прошёл 3 рабочих дня назад."}, nil, "2026-11-26 10:00"},
		"minimum wait": {"marriage-registration", []string{"20 ноября"}, []string{"Раньше 7 декабря 2026 оформить нельзя", "15 календарных дней"},
			[]string{"олжны"}, "2026-11-26 10:00"},
		"minimum wait over": {"marriage-registration", []string{"20 ноября"}, []string{"С 7 декабря 2026 оформить уже можно"},
			[]string{"олжны", "Срок прошёл"}, "2026-12-10 10:00"},
		"window": {"education-grant", []string{"#ButtonToday"}, []string{"Заявления принимают с 13 июля по 20 июля", "26 ноября 2026 – вне этих дней"},
			[]string{"олжны"}, "2026-11-26 10:00"},
		"at once": {"digital-signature", []string{"#ButtonYesterday"}, []string{"Результат выдают сразу", "1414"}, []string{"олжны", "Срок прошёл"}, "2026-11-26 10:00"},
		"another start, not yet": {"farm-land", []string{"#ButtonYesterday", "#ButtonNotYet"},
			[]string{"идёт он не со дня подачи", "день отказа"}, []string{"олжны"}, "2026-11-26 10:00"},
		"another start": {"farm-land", []string{"20 ноября", "25 ноября"},
			[]string{"Должны выдать до 23 февраля 2027", "Отсчёт: день отказа – 25 ноября 2026."}, nil, "2026-11-26 10:00"},
		"no term, no receipt": {"adoption-candidate-registration", []string{"2 марта", "#ButtonNoReceiptDate"},
			[]string{"Срок в проверенных источниках не найден"}, []string{"олжны", "Срок прошёл"}, "2026-11-26 10:00"},
		"no term, a receipt": {"adoption-candidate-registration", []string{"2 ноября", "25 ноября"},
			[]string{"Должны были выдать до 25 ноября 2026.", "дата из вашей расписки"}, nil, "2026-11-26 10:00"},
		"the applicant's own time beside": {"foreign-labour-permit", []string{"#ButtonYesterday"}, []string{"олжны выдать до"}, nil, "2026-11-26 10:00"},
		"over the turn of the year":       {"id-card", []string{"#ButtonToday"}, []string{"до 20 января 2027", "Календарь 2027 года ещё не утверждён"}, nil, "2026-12-25 10:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := at(t, locales.Russian, s.now)
			c.follow(s.service, s.answers...)
			c.shows(s.want...)
			c.hides(s.not...)
			c.only()
			for _, key := range []string{"ButtonOpenRequest", "ButtonRequestMore"} {
				c.press(key)
			}
		})
	}
}

func TestTheStartIsToldLater(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.follow("farm-land", "20 ноября", "#ButtonNotYet")
	c.press("ButtonOpenRequest", "ButtonStart")
	c.say("27 ноября")
	c.shows("ещё не наступи")
	c.press("ButtonYesterday")
	c.shows("Должны выдать до 23 февраля 2027")
	c.press("ButtonStart", "ButtonNotYet")
	c.shows("идёт он не со дня подачи")
}

func TestATermIsProlongedWhereTheServiceSaysSo(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Kazakh, "2026-11-26 10:00")
	r := c.follow("birth-registration", "#ButtonToday")
	before := r.Due
	c.press("ButtonOpenRequest", "ButtonRequestMore")
	c.press("Мерзім ұзартылды: тағы 15 күнтізбелік күн")
	c.shows("Мерзім ұзартылды: тағы 15 күнтізбелік күн.")
	if after := c.only().Due; after <= before {
		t.Errorf("due %s, before the extension %s", after, before)
	}
	c.press("ButtonRequestMore", "ButtonCount")
	c.shows("Ұзартылғаннан кейінгі соңғы күн")
	c.press("ButtonBackToRequest", "ButtonRequestMore", "ButtonNotExtended")
	if after := c.only().Due; after != before {
		t.Errorf("due %s after the extension was taken back, want %s", after, before)
	}
	c.pressData(strings.Replace(c.button("ButtonRequestMore"), "rmore|1", "rext|1|1", 1)) // row 1 prolongs nothing
	if c.reply.Toast != c.texts.T("OldButton") {
		t.Errorf("a row that prolongs nothing was taken: %s", c.reply.Text)
	}
}

func TestStatesAreToldInOnePressAndTakenBack(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.follow("id-card", "2 ноября")
	c.press("ButtonOpenRequest", "ButtonMoreDocuments")
	c.shows("Правил, по которым срок из-за этого останавливается, я не нашёл и считаю, что он идёт", "Должны были выдать до 23 ноября 2026.")
	c.press("ButtonDocumentsGiven")
	c.shows("Состояние: принято.")
	c.press("ButtonReady")
	c.shows("Готово. Отмечено 26 ноября 2026.", "Последний день был 23 ноября 2026.")
	if r := c.only(); r.State != requests.Ready {
		t.Errorf("state %s", r.State)
	}
	c.press("ButtonUndo")
	c.shows("Состояние: принято.")
	if c.has("ButtonUndo") {
		t.Error("a second step back is offered, and there is none")
	}
	c.pressData(strings.Replace(c.button("ButtonRequestMore"), "rmore", "rundo", 1))
	if c.reply.Toast != c.texts.T("ToastNothingToUndo") || c.only().State != requests.Accepted {
		t.Errorf("toast %q, state %s", c.reply.Toast, c.only().State)
	}
	c.press("ButtonRequestMore", "ButtonWithdrawn")
	c.shows("Отозвано.")
	c.press("ButtonStillWaiting")
	c.shows("Состояние: подано.")
	c.press("ButtonRefused")
	if !c.has("ButtonComplain") {
		t.Error("no complaint about a refusal")
	}
}

func TestRemindersOfOneRequestAreSwitchedOff(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.follow("id-card", "#ButtonToday")
	c.press("ButtonOpenRequest", "ButtonRequestMore", "ButtonMuteRequest")
	c.shows("Напоминания о нём выключены.")
	if r := c.only(); !r.Muted || r.Remind != 0 {
		t.Errorf("muted %t, the next reminder on %s", r.Muted, r.Remind)
	}
	c.press("ButtonRequestMore", "ButtonUnmuteRequest")
	c.hides("выключены")
}

func TestTheRegionIsKeptForTheNextRequest(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Kazakh, "2026-11-26 10:00")
	c.follow("id-card", "#ButtonToday")
	c.press("ButtonRegion", "Ақмола облысы")
	c.shows("Өңірі: Ақмола облысы")
	c.follow("passport", "#ButtonToday")
	for _, r := range c.kept() {
		if r.Region == "" {
			t.Errorf("%s has no region", r.Service)
		}
	}
}

func TestADeletedRequestIsGone(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.follow("id-card", "#ButtonToday")
	c.press("ButtonOpenRequest")
	card := c.button("ButtonRequestMore")
	c.press("ButtonRequestMore", "ButtonDelete")
	c.shows("Вернуть его будет нельзя")
	c.press("ButtonBackToRequest", "ButtonRequestMore", "ButtonDelete")
	if len(c.kept()) != 1 {
		t.Fatal("deleted before it was confirmed")
	}
	c.press("ButtonDeleteYes")
	c.shows("Удалено.")
	if len(c.kept()) != 0 {
		t.Error("still there")
	}
	c.pressData(card)
	c.shows("Такого заявления у меня нет")
	c.say("/requests")
	c.shows("Пока я ни за чем не слежу.")
}

func TestNobodyReachesAnothersRequest(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	r := c.follow("id-card", "2 ноября")
	c.press("ButtonOpenRequest")
	papers := strings.Split(c.button("ButtonRequestMore"), "|")[0]
	before := fmt.Sprint(c.only())
	c.chat = citizen + 1
	if err := c.people.GiveConsent(t.Context(), c.chat, c.language); err != nil {
		t.Fatal(err)
	}
	id := fmt.Sprint(r.ID)
	for _, data := range []string{
		"req|" + id, "rmore|" + id, "rst|" + id + "|ready", "rst|" + id + "|withdrawn", "rundo|" + id, "rask|" + id + "|number", "rask|" + id + "|region",
		"rask|" + id + "|receipt", "rask|" + id + "|start", "rext|" + id + "|1", "rmute|" + id + "|1", "rcnt|" + id, "rlog|" + id + "|0", "rpdf|" + id,
		"rics|" + id, "rpap|" + id + "|0", "rtick|" + id + "|0|1|prl|0", "rdel|" + id, "rdel|" + id + "|1",
	} {
		c.pressData(papers + "|" + data)
		c.shows("Такого заявления у меня нет")
		c.hides("Удостоверение", "ноября")
		if c.reply.Document != nil {
			t.Errorf("%s gave a file", data)
		}
	}
	c.say("/requests")
	c.hides("Удостоверение")
	c.say("где моё удостоверение? какой статус заявления")
	c.hides("подано 2 ноября")
	c.chat = citizen
	if after := fmt.Sprint(c.only()); after != before {
		t.Errorf("changed by another:\n%s\nwas\n%s", after, before)
	}
}

func TestButtonsThatNobodyMadeChangeNothing(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.follow("id-card", "2 ноября")
	before := fmt.Sprint(c.only())
	for _, data := range []string{
		"req", "req|", "req|x", "req|-1", "req|99999999999999999999", "rst|1", "rst|1|overdue", "rst|1|", "rmute|1|2", "rext|1|x", "rext|1|999", "rask|1|consent", "rlog|1|x",
		"rpap|1|-1", "rtick|1|0", "rtick|1|999|1|prl|0", "rtick|1|0|1|zzz|0", "track|id-card", "track|none|x", "filed|id-card", "rcpt|id-card|x", "reqs|x", "reqs",
	} {
		c.pressData("1|" + data)
		if c.reply.Toast == "" && !strings.Contains(c.reply.Text, "Такого заявления у меня нет") {
			t.Errorf("%s was taken:\n%s", data, c.reply.Text)
		}
	}
	if after := fmt.Sprint(c.only()); after != before {
		t.Errorf("changed:\n%s\nwas\n%s", after, before)
	}
}

func TestFilesAreSent(t *testing.T) {
	t.Parallel()
	for _, language := range locales.Codes() {
		c := at(t, language, "2026-11-26 10:00")
		c.follow("id-card", "#ButtonToday")
		c.press("ButtonOpenRequest", "ButtonRequestMore")
		more := c.reply
		c.press("ButtonHistory")
		if d := c.reply.Document; d == nil || !bytes.HasPrefix(d.Content, []byte("%PDF-")) || d.Name != "merzim-1-"+language+".pdf" {
			t.Errorf("%s: no history: %+v", language, d)
		}
		c.reply = more
		c.press("ButtonCalendar")
		if d := c.reply.Document; d == nil || !strings.Contains(string(d.Content), "DTSTART;VALUE=DATE:20261218") {
			t.Errorf("%s: no calendar file: %+v", language, d)
		}
		c.reply = more
		c.press("ButtonTimeline")
		c.shows(c.texts.T("EventCreated"), "10:00")
	}
}

func TestTheTimelineHasPages(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.follow("id-card", "#ButtonToday")
	c.press("ButtonOpenRequest")
	for range 6 {
		c.press("ButtonReady", "ButtonUndo")
	}
	c.press("ButtonRequestMore", "ButtonTimeline")
	c.hides("Заявление записано")
	c.press("ButtonNext")
	c.shows("Заявление записано")
	c.press("ButtonPrevious", "ButtonBackToRequest")
}

func TestTicksGoWithTheRequest(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonPapers", "☐ 1", "ButtonBack", "ButtonTrack", "ButtonToday", "ButtonConsent", "ButtonOpenRequest", "ButtonRequestMore", "ButtonPapers")
	c.shows("☑ 1.")
	u := c.pressed(c.button("☐ 2"))
	for range 2 {
		c.handle(u)
		c.shows("☑ 1.", "☑ 2.")
	}
	c.press("☑ 1")
	if ticks := c.only().Ticks; len(ticks) != 1 {
		t.Errorf("ticks %v", ticks)
	}
}

func TestTheListHasPagesAndClosedOnesLast(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	for range 9 {
		c.follow("id-card", "#ButtonToday")
	}
	c.say("/requests")
	c.shows("Страница 1 из 2", "8. Удостоверение личности, подано 26 ноября 2026: до 18 декабря 2026, осталось 15 рабочих дней")
	c.press("1. Удостоверение личности", "ButtonReady", "ButtonRequests", "ButtonNext")
	c.shows("9. Удостоверение личности, подано 26 ноября 2026: готово")
}
