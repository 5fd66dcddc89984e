package understand

import (
	"errors"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
)

// mostServices is how many services a meaning holds at most.
const mostServices = 3

// Reader reads sentences. It is safe for concurrent use.
type Reader struct {
	index    *search.Index
	calendar *calendar.Calendar
	days     *days
	signals  signals
	parts    partSignals
}

// signals are the compiled patterns of intents.yaml.
type signals struct {
	money, waiting, refused, status, filed, future, need, greeting, thanks, polite, noise        patterns
	moneyWords, askingWords, negations, about, notWaiting, calm, clause, own, asking, when, life patterns
}

// Meaning is what a sentence says.
type Meaning struct {
	Intent   Intent
	Services []string       // at most three, best first; empty where it names none
	Filed    *calendar.Date // the day of filing; nil where it names none or one to come
	Minute   int            // of that day, where an hour is said; else calendar.NoHour
	Greeting bool
	Thanks   bool
	Refused  bool // the request was refused
	Told     bool // it says in so many words that something was filed
	Close    bool // the first services are near each other: ask
	Part     Part // that is all it asks about, without a service; "" mostly
}

// New reads the words of intents and days. data is the folder catalog/search.
func New(x *search.Index, c *calendar.Calendar, data fs.FS) (*Reader, error) {
	var w intentWords
	if err := readYAML(data, intentsFile, &w); err != nil {
		return nil, err
	}
	var p partWords
	if err := readYAML(data, partsFile, &p); err != nil {
		return nil, err
	}
	d, err := newDays(data)
	if err != nil {
		return nil, err
	}
	r := &Reader{index: x, calendar: c, days: d}
	var faults []error
	for _, s := range []struct {
		into  *patterns
		lines []string
	}{
		{&r.signals.money, w.Money}, {&r.signals.waiting, w.Waiting}, {&r.signals.refused, w.Refused},
		{&r.signals.status, w.Status}, {&r.signals.filed, w.Filed}, {&r.signals.future, w.Future},
		{&r.signals.need, w.Need}, {&r.signals.greeting, w.Greeting}, {&r.signals.thanks, w.Thanks},
		{&r.signals.polite, w.Polite}, {&r.signals.noise, w.Noise},
		{&r.signals.moneyWords, w.MoneyWords}, {&r.signals.askingWords, w.AskingWords},
		{&r.signals.negations, w.Negations}, {&r.signals.about, w.About}, {&r.signals.notWaiting, w.NotWaiting},
		{&r.signals.calm, w.Calm}, {&r.signals.clause, w.Clause},
		{&r.signals.own, w.Own}, {&r.signals.asking, w.Asking}, {&r.signals.when, w.When}, {&r.signals.life, w.Life},
	} {
		var err error
		*s.into, err = compile(s.lines)
		faults = append(faults, err)
	}
	for _, s := range []struct {
		part  Part
		lines []string
	}{{Refusals, p.Refusals}, {Papers, p.Papers}, {Fee, p.Fee}, {Term, p.Term}, {Where, p.Where}} {
		said, err := compile(s.lines)
		faults = append(faults, err)
		r.parts.parts = append(r.parts.parts, partPatterns{s.part, said})
	}
	r.parts.around, err = compile(p.Around)
	return r, errors.Join(append(faults, err)...)
}

// Read says what a sentence means at an instant.
func (r *Reader) Read(text string, now time.Time) Meaning {
	text, minute := takeHour(text)
	reading := r.index.Reading(joined(text))
	words := readWords(reading)
	day, dated := r.days.find(words, calendar.DateIn(now))
	s := &r.signals
	c := cues{
		greeting: s.greeting.in(words, true), thanks: s.thanks.in(words, true),
		need: s.need.in(words, false), future: s.future.in(words, false),
	}
	if c.greeting || c.thanks {
		s.polite.in(words, true)
	}
	rest := left(words)
	c.money = s.money.in(words, true)
	if !c.money && s.moneyWords.in(words, false) && s.askingWords.in(words, false) {
		c.money = true
		s.moneyWords.in(words, true)
		s.askingWords.in(words, true)
	}
	part := r.parts.part(words)
	c.waiting, c.refused = s.waiting.in(words, true), s.refused.in(words, true) && part != Refusals
	c.future = c.future || r.days.toCome.in(unused(words), false)
	asked := strings.Contains(reading, "?")
	c.status = s.own.in(words, false) && (asked || s.asking.in(words, false))
	c.status = s.status.in(words, true) || c.status
	filedAt := s.filed.last(words)
	c.filed = s.filed.in(words, true)
	told := c.filed
	if c.filed && !c.waiting && s.when.in(words, true) {
		c.status = true
	}
	if c.status && asked && !c.filed && !c.refused {
		c.waiting = false
	}
	if dated && !c.filed && !c.need && !c.future && !asked {
		filedAt, c.filed = r.did(words, c)
	}
	if c.filed && !c.waiting && !c.status && (r.negated(words) || r.followed(words, filedAt)) {
		c.waiting = true
	}
	if c.filed || c.waiting || c.refused || c.status || c.money {
		s.own.in(words, true)
		s.noise.in(words, true)
	}
	m := Meaning{Greeting: c.greeting, Thanks: c.thanks, Refused: c.refused, Told: told, Minute: calendar.NoHour}
	m.Services, m.Close = r.services(words, c)
	m.Part = part
	m.Intent = c.decide(len(m.Services) > 0, rest)
	if dated && c.filed && (m.Intent == Track || m.Intent == Complain || m.Intent == Status) {
		m.Filed, m.Minute = &day, minute
	}
	return m
}

// negated tells whether something did not happen, other than the writer not
// knowing or remembering something.
func (r *Reader) negated(words []word) bool {
	if r.signals.notWaiting.in(words, false) {
		return false
	}
	if r.signals.negations.in(words, false) {
		return true
	}
	for i, w := range words {
		if kazakhNegative(w.sound) && (i+1 == len(words) || !r.signals.about.in(words[i+1:i+2], false)) {
			return true
		}
	}
	return false
}

// leanWhenFiled is added to the certainty of a service where the sentence
// speaks of a request: then it is about one, and only which is open.
const leanWhenFiled = 2.5

// leanWhenAsked is added where the sentence asks what is needed.
const leanWhenAsked = 0.5

// services looks for the service in what is left of a sentence. Single letters,
// such as «я», name none.
func (r *Reader) services(words []word, c cues) ([]string, bool) {
	var rest []string
	named := false
	for _, w := range words {
		if !w.used {
			rest = append(rest, w.text)
			named = named || utf8.RuneCountInString(w.text) > 1
		}
	}
	if !named {
		return nil, false
	}
	result := r.index.Search(strings.Join(rest, " "), mostServices)
	lean := 0.0
	switch {
	case c.thanks && !c.need:
		lean = -leanWhenFiled
	case c.need:
		lean = leanWhenAsked
	}
	if c.filed || c.waiting || c.refused || c.money || c.status {
		lean = leanWhenFiled
	}
	if !result.Service && result.Certainty+lean < 0 {
		return nil, false
	}
	var ids []string
	for _, h := range result.Hits {
		ids = append(ids, h.ID)
	}
	return ids, result.Close
}

// left tells whether a sentence has words that were not understood yet.
func left(words []word) bool {
	for _, w := range words {
		if !w.used && w.sound != "" {
			return true
		}
	}
	return false
}
