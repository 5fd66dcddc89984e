package broadcastpages

import (
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
)

// estimate says how many people a broadcast would reach now and how long that
// takes.
func (d *desk) estimate(id int64) (string, error) {
	e, err := d.Store.Estimate(d.r.Context(), d.by, id, d.SendRate)
	if err != nil {
		return "", err
	}
	text := d.T("PagesPeople", "People", grouped(e.People))
	if d.SendRate > 0 {
		takes := d.T("BroadcastTakesLess")
		if e.Takes >= time.Minute {
			takes = d.T("BroadcastTakes", "Time", d.N("TermMinute", int((e.Takes+time.Minute-1)/time.Minute)))
		}
		text += " " + d.T("PagesTakes", "Takes", takes, "Rate", d.SendRate)
	}
	if e.Approval {
		text += " " + d.T("BroadcastNeedsApproval")
	}
	return text, nil
}

// figures are the account: the parts add up to the audience at every moment.
func (d *desk) figures(a broadcasts.Account) (out []figure) {
	for _, f := range []struct {
		id string
		n  int64
	}{{"audience", a.Audience}, {"sent", a.Sent}, {"failed", a.Failed}, {"blocked", a.Blocked}, {"unknown", a.Unknown}, {"cancelled", a.Cancelled}, {"left", a.Left}} {
		out = append(out, figure{f.id, d.T("PagesFigure_" + f.id), grouped(f.n)})
	}
	return out
}

func (d *desk) events(id int64) (out []event, err error) {
	all, err := d.Store.Events(d.r.Context(), d.by, id)
	for _, e := range all {
		who := d.T("PagesByStaff")
		switch e.Actor {
		case 0:
			who = d.T("PagesByProgram")
		case d.by.Chat:
			who = d.T("PagesByYou")
		}
		out = append(out, event{d.Moment(e.At), who, d.T("PagesAct_" + string(e.Act)), e.Note})
	}
	return out, err
}
