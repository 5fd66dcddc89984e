package letters

import "github.com/merzim/merzim/locales"

// facts tells what happened, in the order in which it did.
func (d draft) facts() []string {
	var out []string
	add := func(texts ...string) { out = append(out, nonEmpty(texts)...) }
	if d.atAgency() {
		if name := d.Provider.In(d.lang.Code); name != "" {
			add(d.t("LetterProvider", values{"Provider": name}))
		}
	}
	add(d.filing()...)
	switch d.Kind {
	case Delay:
		add(d.term()...)
	case ExtraDocuments:
		add(d.t("LetterDemanded"), blank+blank, blank+blank, d.needless())
	case Refused:
		add(d.dated("LetterRefused", d.RefusedOn), d.reason())
	}
	add(d.first()...)
	if d.Kind == Delay {
		add(d.t("LetterNoResult", values{"Date": d.date(d.Today)}))
		if d.Overdue > 0 {
			add(d.lang.N("LetterOverdue", d.Overdue))
		}
	}
	return out
}

// filing tells what was filed, where and when, and how to find it.
func (d draft) filing() []string {
	service := values{"Service": inner(d.Service.In(d.lang.Code))}
	number := d.number()
	switch {
	case d.Kind == NoAnswer && d.Filed == 0:
		return []string{d.t("LetterAboutService", service), number}
	case d.Kind == ExtraDocuments && d.Filed == 0 && d.Number == "":
		// The papers may be the reason why nothing could be filed.
		return []string{d.t("LetterTurned", service), d.channel()}
	}
	return []string{d.dated("LetterFiled", d.Filed, service), number, d.channel()}
}

// number is the number on the receipt, or the request to find the application
// without it.
func (d draft) number() string {
	switch {
	case oneLine(d.Number) != "":
		return d.t("LetterNumber", values{"Number": d.Number})
	case d.Filed != 0:
		return d.t("LetterNoNumber")
	case d.Kind == NoAnswer:
		return ""
	}
	return d.t("LetterNoNumberUndated")
}

func (d draft) channel() string {
	if d.Channel == "" {
		return ""
	}
	key := locales.Key("Channel", d.Channel)
	name := d.t(key)
	if name == key {
		return ""
	}
	return d.t("LetterChannel", values{"Channel": name})
}

// term tells the promised time and its last day.
func (d draft) term() []string {
	var out []string
	if d.Term != nil && d.Term.Length > 0 {
		out = append(out, d.t("LetterTerm", values{"Term": d.length(*d.Term)}))
	}
	if d.Act.Number != "" && d.Act.Date != 0 {
		out = append(out, d.t("LetterAct", values{"Number": d.Act.Number, "Date": d.date(d.Act.Date)}))
	}
	key := "LetterDue"
	if d.DueOnReceipt {
		key = "LetterDueReceipt"
	}
	return append(out, d.t(key, values{"Date": d.date(d.Due)}))
}

// first tells of the complaint of step 1 and what came of it. A letter about
// silence tells of it at both steps.
func (d draft) first() []string {
	if d.Kind != NoAnswer && (!d.atAgency() || !d.First.known()) {
		return nil
	}
	out := []string{d.dated("LetterFirst", d.First.Filed)}
	if oneLine(d.First.Number) != "" {
		out = append(out, d.t("LetterFirstNumber", values{"Number": d.First.Number}))
	}
	if d.First.AnswerDue != 0 && d.silence() && d.First.AnswerDue < d.Today {
		out = append(out, d.t("LetterAnswerDue", values{"Date": d.date(d.First.AnswerDue)}))
	}
	switch {
	case d.silence():
		out = append(out, d.t("LetterNoAnswer", values{"Date": d.date(d.Today)}))
	case d.Outcome == NotSolved:
		out = append(out, d.dated("LetterNotSolved", d.OutcomeOn))
	}
	return out
}

// silence reports that the first complaint was not answered.
func (d draft) silence() bool { return d.Kind == NoAnswer || d.Outcome == OutcomeSilence }

func (d draft) needless() string {
	article := d.citeAll(d.law.Rights.Needless)
	if article == "" {
		return ""
	}
	return d.t("LetterNeedless", values{"Article": article})
}

func (d draft) reason() string {
	article := d.cite(d.law.Rights.Reason.Proof)
	if article == "" {
		return ""
	}
	return d.t("LetterReason", values{"Article": article})
}
