package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/merzim/merzim/internal/browsertest"
)

// visitor uses the chat page.
type visitor struct {
	t *testing.T
	browsertest.Window
	name string // of the pictures
}

// enters opens the chat page.
func (v visitor) enters(page string) {
	v.Opens(page, "#text")
}

// writes sends a message.
func (v visitor) writes(text string) {
	v.Types("text", text)
	v.Do("send", chromedp.Click(chromedp.CSS("#composer .send")))
}

// newestBubble is the text of the newest message of the bot.
const newestBubble = `[...document.querySelectorAll('article.message:not(.mine) .body')].at(-1)?.innerText ?? ''`

// reads waits for a text in the newest message of the bot.
func (v visitor) reads(text string) { v.SeesIn(newestBubble, text) }

// newest is the newest message of the bot.
func (v visitor) newest() string { return browsertest.Ask[string](v.Window, newestBubble) }

// looks checks the page on a desk and on a phone.
func (v visitor) looks(name string) { v.Looks(v.name + "-" + name) }

// answers presses the newest button of a label.
func (v visitor) answers(label string) {
	v.PressesAt(fmt.Sprintf(`(//article//button[normalize-space(.)=%q])[last()]`, label))
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
			v := visitor{t, browsertest.Open(t), lang}
			v.enters(page + "?lang=" + lang)
			v.looks("empty")
			v.writes(w.question)
			v.Do("see an answer", chromedp.WaitVisible(chromedp.CSS("article.message:not(.mine)")))
			if !strings.Contains(v.Shown(), w.provider) { // the search asks back until it is trained, seconds after the start
				v.answers(w.title)
			}
			v.reads(w.provider)
			v.looks("card")
			v.answers(w.cases)
			v.answers(w.value)
			v.reads(w.chosen)
			v.answers(w.papers)
			v.reads("☐ 1.")
			v.answers("☐ 1")
			v.reads("☑ 1.")
			v.looks("papers")
			v.answers(w.back)
			v.reads(w.chosen)
			v.looks("case")
			v.Do("open the panel", chromedp.Click(chromedp.CSS("#toggle")))
			v.looks("panel")
		})
	}
	if !p.running() {
		t.Errorf("the program ended, %s:\n%s", p.cmd.ProcessState, p.err.String())
	}
}
