package letters

import (
	"strings"

	"github.com/merzim/merzim/catalog"
)

// asks is what the letter asks for, in items.
func (d draft) asks() []string {
	key, last := "LetterAsk"+d.kind, "LetterAskMeasures"
	if d.atAgency() {
		key, last = key+"Agency", "LetterAskTold"
	}
	return []string{d.t(key + "1"), d.t(key + "2"), d.t(last), d.askAnswer()}
}

// askAnswer asks for an answer in the time that the Law gives this step.
func (d draft) askAnswer() string {
	period := d.period()
	within := values{"Within": d.within(period)}
	article := d.cite(period.Proof)
	if article == "" {
		return d.t("LetterAskAnswerPlain", within)
	}
	return d.t("LetterAskAnswer", within, values{"Article": article})
}

func (d draft) period() catalog.Period {
	if d.atAgency() {
		return d.law.Ladder.Agency
	}
	return d.law.Ladder.Provider
}

// passOn asks the provider to hand on what it will not do.
func (d draft) passOn() string {
	if d.atAgency() {
		return ""
	}
	article := d.cite(d.law.Ladder.PassOn.Proof)
	if article == "" {
		return d.t("LetterPassOnPlain")
	}
	return d.t("LetterPassOn", values{"Article": article})
}

// attachments lists what to send along.
func (d draft) attachments() string {
	var list []string
	switch {
	case oneLine(d.Number) != "":
		list = append(list, d.t("LetterAttachReceipt"))
	case d.Kind == Delay || d.Kind == Refused || d.Filed != 0:
		list = append(list, d.t("LetterAttachFiling"))
	}
	switch d.Kind {
	case ExtraDocuments:
		list = append(list, d.t("LetterAttachDemand"))
	case Refused:
		list = append(list, d.t("LetterAttachRefusal"))
	}
	if d.Kind == NoAnswer || d.atAgency() && d.First.known() {
		list = append(list, d.t("LetterAttachFirst"))
		if !d.silence() && d.Outcome == NotSolved {
			list = append(list, d.t("LetterAttachAnswer"))
		}
	}
	return d.t("LetterAttachments", values{"List": strings.Join(list, "; ")})
}
