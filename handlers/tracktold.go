package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/requests"
)

// toldRefused is the form's kind where the sentence told of a refusal.
const toldRefused = "refused"

// toldNext is what is missing before the date can be said. Where the case was
// passed over, the usual one is taken, unless that alone would make it late.
func (c *Conversation) toldNext(t *turn, f *Form) (string, error) {
	v, ok := f.service(t)
	switch {
	case !ok:
		return askService, nil
	case noCase(f, v.Service) && !f.passed(askCase):
		return askCase, nil
	case f.Filed.Date == 0:
		return askToldDay, nil
	case noCase(f, v.Service) && t.lateInThisCaseOnly(f, v):
		return askCase, nil
	}
	return "", nil
}

// lateInThisCaseOnly reports that a filing is late in one case and not in all.
func (t *turn) lateInThisCaseOnly(f *Form, v catalog.View) bool {
	late := func(v catalog.View) bool {
		n := requests.Of(v.Service, v.Choice)
		n.Filed = f.Filed
		r, err := n.At(t.know.Catalog.Calendar, t.now)
		return err == nil && r.Standing(t.know.Catalog.Calendar, t.today()).Phase == requests.Overdue
	}
	return late(v) && slices.ContainsFunc(v.Service.Views(), func(other catalog.View) bool { return !late(other) })
}

// told says by when an answer is due to a filing, or how long it is overdue.
// Its buttons carry the filing, so that they work without memory.
func (c *Conversation) told(t *turn, f *Form) ([]bot.Reply, error) {
	n, ok := t.filed(f)
	if !ok {
		return t.oldButton(), nil
	}
	r, err := n.At(t.know.Catalog.Calendar, t.now)
	if err != nil {
		return nil, err
	}
	v, _ := f.service(t)
	reply := bot.Reply{Text: t.requests().Told(r), Keyboard: t.toldKeyboard(v, r, f.Kind == toldRefused)}
	return []bot.Reply{t.inPlace(reply)}, nil
}

func (t *turn) toldKeyboard(v catalog.View, r requests.Request, refused bool) bot.Keyboard {
	s, code, day := v.Service, caseCode(v.Service, v.Choice), dayCode(r.Filed)
	k := bot.Keyboard{{t.button(t.language.T("ButtonFollow"), verbTrack, s.ID, code, day)}}
	if refused {
		k[0] = append(k[0], t.button(t.language.T("ButtonComplain"), verbComplainFiled, s.ID, code, day, pressRefused))
	} else if r.Standing(t.know.Catalog.Calendar, t.today()).Phase == requests.Overdue {
		k[0] = append(k[0], t.button(t.language.T("ButtonComplain"), verbComplainFiled, s.ID, code, day))
	}
	if main := v.Main(); main == nil || main.Kind == catalog.Rendering {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonOtherReceipt"), verbTrackReceipt, s.ID, code, day)})
	}
	var row []bot.Button
	if caseMatters(s) {
		row = append(row, t.button(t.language.T("ButtonOtherCase"), verbFiled, s.ID, "", day))
	}
	return append(k, append(row, t.cardButton(v)))
}

// cardButton opens a service's card.
func (t *turn) cardButton(v catalog.View) bot.Button {
	return t.button(t.language.T("ButtonCard"), verbCard, v.Service.ID, caseCode(v.Service, v.Choice))
}
