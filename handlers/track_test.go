package handlers_test

import (
	"strings"
	"testing"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

func TestAFilingIsFollowedFromItsCard(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		locales.Russian: {"Записано.", "Удостоверение личности\nДолжны выдать до 11 декабря 2026, пт.", "Осталось 15 рабочих дней.", "Подано 20 ноября 2026."},
		locales.Kazakh:  {"Жазып қойдым.", "Жеке куәлік\n2026 жылғы 11 желтоқсанға дейін беруі керек (жұма).", "15 жұмыс күні қалды.", "Тапсырылған күні: 2026 жылғы 20 қараша."},
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			c := at(t, language, "2026-11-21 10:00")
			c.say("/start s_id-card")
			c.press("ButtonTrack", "ButtonYesterday")
			if len(c.kept()) != 0 {
				t.Fatal("kept before consent")
			}
			c.press("ButtonConsent")
			c.shows(want...)
			if r := c.only(); r.Service != "id-card" || r.Filed.Date.String() != "2026-11-20" || r.Due.String() != "2026-12-11" || r.State != requests.Filed {
				t.Errorf("kept: %+v", r)
			}
			c.say("/start s_passport")
			c.press("ButtonTrack", "ButtonToday") // consent stands: no further question
			if len(c.kept()) != 2 {
				t.Errorf("%d requests, want 2:\n%s", len(c.kept()), c.reply.Text)
			}
		})
	}
}

func TestASentenceIsAnsweredWithTheDate(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]struct {
		language, now, text string
		want                []string
		complain            bool
	}{
		"late, Russian": {locales.Russian, "2026-11-26 10:00", "Подал 2 ноября на удостоверение, до сих пор тишина", []string{
			"Удостоверение личности, подано 2 ноября 2026: должны были выдать до 23 ноября 2026.\nСрок прошёл 3 рабочих дня назад."}, true},
		"late, Kazakh": {locales.Kazakh, "2026-11-26 10:00", "2 қарашада жеке куәлікке өтініш бердім, әлі жоқ", []string{
			"Жеке куәлік, тапсырылған күні – 2026 жылғы 2 қараша: 2026 жылғы 23 қарашаға дейін беруі керек еді.\nМерзім өткеніне 3 жұмыс күні болды."}, true},
		"the last day is the agency's": {locales.Russian, "2026-11-23 23:59", "Подал 2 ноября на удостоверение, до сих пор тишина",
			[]string{"последний день срока – сегодня, 23 ноября 2026."}, false},
		"the first day after": {locales.Russian, "2026-11-24 00:00", "Подал 2 ноября на удостоверение, до сих пор тишина",
			[]string{"Срок прошёл 1 рабочий день назад."}, true},
		"in time": {locales.Russian, "2026-11-20 10:00", "Подал 2 ноября на удостоверение, до сих пор тишина",
			[]string{"должны выдать до 23 ноября 2026, пн.\nОстался 1 рабочий день."}, false},
		"after hours": {locales.Russian, "2026-11-20 10:00", "Подал 2 ноября в 19:30 на удостоверение, до сих пор тишина",
			[]string{"подано 2 ноября 2026 в 19:30: должны выдать до 24 ноября 2026", "принятым считается 3 ноября, вт"}, false},
		"yesterday, Kazakh": {locales.Kazakh, "2026-11-20 10:00", "кеше жеке куәлікке өтініш бердім",
			[]string{"тапсырылған күні – 2026 жылғы 19 қараша: 2026 жылғы 10 желтоқсанға дейін беруі керек"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := at(t, s.language, s.now)
			c.say(s.text)
			c.shows(s.want...)
			if c.has("ButtonComplain") != s.complain {
				t.Errorf("complaint offered: %t, want %t", !s.complain, s.complain)
			}
			if len(c.kept()) != 0 {
				t.Error("a question was kept as a request")
			}
			c.press("ButtonFollow", "ButtonConsent")
			if r := c.only(); r.Service != "id-card" {
				t.Errorf("kept: %+v", r)
			}
		})
	}
}

func TestWhatASentenceLacksIsAsked(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("Подал на удостоверение, до сих пор тишина")
	c.shows("в какой день вы подали")
	c.say("30.11.2026")
	c.shows("ещё не наступило", "в какой день вы подали")
	c.say("2 ноября")
	c.shows("должны были выдать до 23 ноября 2026")
	c.say("я вчера подал заявление")
	c.shows("Про какую услугу речь?")
	c.say("загранпаспорт")
	c.press("в обычный срок", "ButtonConsent")
	if r := c.only(); r.Service != "passport" || r.Filed.Date.String() != "2026-11-25" {
		t.Errorf("kept: %+v", r)
	}
}

// Many a plain question sounds like a complaint: it is answered by the card, and
// the day is only asked for beside.
func TestWhatOnlySoundsLikeAComplaintIsAnsweredByTheCard(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("удостоверение личности до сих пор нет")
	c.shows("Удостоверение личности\nВыдаёт:", "Если подать сегодня", "Уже подали? Напишите, в какой день")
	c.say("2 ноября")
	c.shows("подано 2 ноября 2026: должны были выдать до 23 ноября 2026")
	c.say("удостоверение личности до сих пор нет")
	c.say("загранпаспорт как получить")
	c.shows("Паспорт гражданина РК", "Если подать сегодня")
	c.hides("Уже подали?")
	c.say("2 ноября") // nothing waits for a day any more
	c.hides("подано 2 ноября")
}

func TestAnotherCaseHasAnotherDate(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("Подал 24 ноября на удостоверение, до сих пор тишина")
	c.shows("должны выдать до 15 декабря 2026", "в обычный срок")
	c.press("ButtonOtherCase", "срочно, 1-я категория; Астана, Алматы, Шымкент, Актобе")
	c.shows("подано 24 ноября 2026", "должны были выдать до 25 ноября 2026", "1-я категория")
	c.press("ButtonFollow", "ButtonConsent")
	if r := c.only(); r.Due.String() != "2026-11-25" {
		t.Errorf("due %s", r.Due)
	}
}

func TestTheDateOnTheReceiptWins(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("Подал 2 ноября на удостоверение, до сих пор тишина")
	c.press("ButtonOtherReceipt")
	c.say("1 ноября")
	c.shows("раньше дня подачи (2 ноября 2026)")
	c.say("30 ноября")
	c.press("ButtonConsent")
	c.shows("Должны выдать до 30 ноября 2026", "дата из вашей расписки", "По нашему счёту – 23 ноября 2026.")
	if c.has("ButtonComplain") {
		t.Error("a complaint is offered before the receipt's date")
	}
}

func TestAnUnverifiedTermAccusesNobody(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	r := c.follow("disability-benefit", "2 марта", "#ButtonNoReceiptDate")
	c.shows("По непроверенным данным", "Нарушен ли он, сказать не могу")
	c.hides("олжны были выдать", "Срок прошёл")
	if r.Binds() {
		t.Fatal("the service's term is verified now: take another one for this test")
	}
	c.press("ButtonOpenRequest", "ButtonReceipt")
	c.say("20.03.2026")
	c.shows("Должны были выдать до 20 марта 2026.", "Срок прошёл")
	c.press("ButtonUndo")
	c.shows("о непроверенным данным")
}

func TestAnswersThatCannotBeAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]struct{ ahead, old, iin, personal string }{
		locales.Russian: {"30 ноября 2026 ещё не наступило", "слишком давно", "ИИН я не записываю", "Такое я не записываю"},
		locales.Kazakh:  {"2026 жылғы 30 қараша әлі келген жоқ", "тым ерте", "ЖСН-ді жазбаймын", "Ондайды жазбаймын"},
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			c := at(t, language, "2026-11-26 10:00")
			c.say("/start s_id-card")
			c.press("ButtonTrack")
			c.say("30.11.2026")
			c.shows(want.ahead)
			c.say("01.02.1999")
			c.shows(want.old)
			c.say("25.11.2026")
			c.press("ButtonConsent", "ButtonNumber")
			for _, text := range []string{"900101300017", "900-101 300-017"} {
				c.say(text)
				c.shows(want.iin)
			}
			c.say("+7 701 123 45 67")
			c.shows(want.personal)
			if r := c.only(); r.Number != "" {
				t.Errorf("kept as a number: %q", r.Number)
			}
			c.say("№ 00210-АБ/26")
			c.shows("00210-АБ/26")
			if r := c.only(); r.Number != "00210-АБ/26" {
				t.Errorf("number %q", r.Number)
			}
		})
	}
}

func TestTheSameUpdateMakesOneRequest(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonTrack", "ButtonToday")
	u := c.pressed(c.button("ButtonConsent"))
	once := c.handle(u)
	for range 3 { // the process died before the update was marked as handled
		if again := c.handle(u); !same(once, again) {
			t.Errorf("repeated:\n%s\nwant\n%s", again.Text, once.Text)
		}
	}
	c.only()
}

func TestAnotherProcessBeingFirstCostsNoRequest(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonTrack", "ButtonToday")
	c.memory.rivals = 2
	c.press("ButtonConsent")
	c.shows("Записано.")
	c.only()
}

func TestTheFormOutlivesTheBaseBeingAway(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonTrack", "ButtonToday")
	c.base.away = true
	c.press("ButtonConsent")
	c.shows("Сейчас я не могу это записать")
	c.press("ButtonAgain")
	c.shows("Сейчас я не могу это записать")
	c.base.away = false
	c.press("ButtonAgain")
	c.shows("Записано.")
	c.only()

	c.base.away = true
	c.say("/requests")
	c.shows("Сейчас я не могу открыть ваши заявления")
	c.say("Подал 2 ноября на удостоверение, до сих пор тишина") // guidance goes on
	c.shows("должны были выдать до 23 ноября 2026")
}

func TestAFormIsLeftInOnePress(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonTrack")
	old := c.button("ButtonToday")
	c.press("ButtonStop")
	c.shows("ничего не записано")
	c.pressData(old)
	if c.reply.Toast == "" || len(c.kept()) != 0 {
		t.Errorf("a button of a form that was left: toast %q, %d kept", c.reply.Toast, len(c.kept()))
	}
	c.say("/start s_id-card")
	c.press("ButtonTrack", "ButtonStop", "ButtonBack")
	c.shows("Что взять:")
}

func TestNoConsentKeepsNothing(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonTrack", "ButtonToday")
	c.say("да, согласен")
	c.shows("нужно нажать одну из кнопок")
	c.press("ButtonStop")
	if p, _, err := c.people.Find(t.Context(), c.chat); err != nil || p.Consented() || len(c.kept()) != 0 {
		t.Errorf("person %+v, %v", p, err)
	}
}

func TestTheQuestionForConsentOutlivesAskingWhatIsKept(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("/start s_id-card")
	c.press("ButtonTrack", "ButtonToday")
	consent := c.button("ButtonConsent")
	c.press("ButtonPrivacy")
	c.pressData(consent)
	c.shows("Записано.")
	c.only()
}

func TestStatusOpensWhatIsFollowed(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("где моё заявление?")
	c.shows("Систем ведомств я не вижу")
	c.follow("id-card", "2 ноября")
	c.say("где моё удостоверение? какой статус заявления")
	c.shows("Удостоверение личности\nДолжны были выдать до 23 ноября 2026.", "Состояние: подано.")
	c.follow("id-card", "#ButtonToday")
	c.say("где моё удостоверение? какой статус заявления")
	c.shows("1. Удостоверение личности, подано 2 ноября 2026: срок прошёл 3 рабочих дня назад", "2. Удостоверение личности, подано 26 ноября 2026: до 18 декабря 2026, осталось 15 рабочих дней")
	c.say("Подал 2 ноября на удостоверение, до сих пор тишина")
	c.shows("Удостоверение личности\nДолжны были выдать до 23 ноября 2026.")
}

func TestAPlainQuestionStillOpensItsCard(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	for _, question := range []string{"как получить удостоверение личности", "сколько ждать удостоверение личности"} {
		c.say(question)
		c.shows("Если подать сегодня")
		if !c.has("ButtonTrack") {
			t.Errorf("no way to follow a filing from the card")
		}
	}
}

func TestDaysInButtons(t *testing.T) {
	t.Parallel()
	c := at(t, locales.Russian, "2026-11-26 10:00")
	c.say("Подал 2 ноября в 19:30 на удостоверение, до сих пор тишина")
	data := c.button("ButtonFollow")
	fields := strings.Split(data, "|")
	for _, day := range []string{"", "2026110", "20261131", "20990101", "19000101", "20261102zzzz", "20261102-1", "2026-1-1", "20261102|1", "ааааааааа"} {
		u := c.pressed(strings.Join(append(fields[:len(fields)-1:len(fields)-1], day), "|"))
		if reply := c.handle(u); reply.Toast == "" {
			t.Errorf("day %q was taken: %s", day, reply.Text)
		}
	}
	if len(data) > bot.MaxData {
		t.Errorf("%d bytes", len(data))
	}
}
