package handlers_test

import (
	"strings"
	"testing"
)

// byLanguage gives the text for a language.
func byLanguage(language, ru, kk string) string {
	if language == "kk" {
		return kk
	}
	return ru
}

// TestAQuestionAfterACardSpeaksOfIt: parts of a card are asked for in words, in
// the case that is shown.
func TestAQuestionAfterACardSpeaksOfIt(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := newCase(t, language, "2026-11-23")
		c.say(byLanguage(language, "сколько стоит?", "құны қанша?"))
		c.has(c.text("AskService")) // nothing was shown yet

		c.say(byLanguage(language, "заменить водительские права", "жүргізуші куәлігін ауыстыру"))
		c.pressLabel(byLanguage(language, "Мой случай: права потерялись", "Менің жағдайым: правам жоғалды"))
		title := byLanguage(language, "Водительское удостоверение", "Жүргізуші куәлігі")
		for _, ask := range []struct{ text, says string }{
			{byLanguage(language, "а сколько стоит?", "бұл қанша тұрады?"), byLanguage(language, "Сколько стоит:", "Құны:")},
			{byLanguage(language, "какие документы нужны", "қандай құжаттар керек"), byLanguage(language, "права потерялись", "правам жоғалды")},
			{byLanguage(language, "почему могут отказать", "неге бас тартуы мүмкін"), byLanguage(language, "Почему могут отказать:", "Неден бас тартуы мүмкін:")},
			{byLanguage(language, "сколько ждать", "қанша күтем"), byLanguage(language, "Последний день", "Соңғы күн")},
			{byLanguage(language, "а где подать?", "қайда тапсырам?"), byLanguage(language, "права потерялись", "правам жоғалды")},
		} {
			c.say(ask.text)
			c.has(title, ask.says)
			c.not(c.text("NotFound"), c.text("AskService"))
		}

		c.say(byLanguage(language, "вчера подал", "кеше тапсырдым"))
		c.has(title, byLanguage(language, "права потерялись", "правам жоғалды"))
		c.say(byLanguage(language, "какие документы нужны", "қандай құжат керек"))
		c.has(c.text("AskService")) // the last answer was no card
	})
}

// TestACardIsTheServiceOfASentenceAfterIt: a refusal and money asked are told of
// the card just shown, and a request that is waited for goes before it.
func TestACardIsTheServiceOfASentenceAfterIt(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := newCase(t, language, "2026-11-23")
		passport := byLanguage(language, "загранпаспорт", "төлқұжат")
		title := byLanguage(language, "Паспорт гражданина", "ҚР азаматының паспорты")
		c.say(passport)
		c.has(title)
		c.say(byLanguage(language, "мне отказали", "маған бас тартты"))
		c.has(title, c.text("RefusedSentence"))
		c.say(passport)
		c.say(byLanguage(language, "просят деньги", "ақша сұрап жатыр"))
		if label := c.shown[0].Keyboard[0][0].Label; !strings.Contains(label, title) {
			t.Errorf("money is written down about %q, not about the card", label)
		}

		c.consent()
		c.track("id-card", "2026-11-02")
		c.say(passport)
		c.say(byLanguage(language, "до сих пор не готово", "әлі дайын емес"))
		c.not(title)
	})
}

// TestTheLanguageOfACardChangesInPlace: the person stays where they are.
func TestTheLanguageOfACardChangesInPlace(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-23")
	c.say("загранпаспорт")
	c.has("Паспорт гражданина")
	c.pressData("1|lang|kk")
	c.has("ҚР азаматының паспорты")
}
