package broadcastpages

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/merzim/merzim/internal/broadcasts"
)

// acts are the buttons that a broadcast's state offers; the store decides.
func (d *desk) acts(b broadcasts.Broadcast, own bool, a broadcasts.Account) (out []act) {
	add := func(is bool, id string, quiet bool) {
		if is {
			out = append(out, act{id, d.T("BroadcastDo_" + id), quiet})
		}
	}
	add(own && b.State == broadcasts.Draft, "submit", false)
	add(before(b.State), "preview", true)
	add(b.State == broadcasts.Sending, "pause", false)
	add(b.State == broadcasts.Paused, "resume", false)
	add(a.Unknown > 0 && (b.State == broadcasts.Sending || b.State == broadcasts.Paused || b.State == broadcasts.Done), "resend", true)
	add(!b.State.Over(), "cancel", true)
	return out
}

// act does what a button of the page says.
func (d *desk) act() error {
	id, err := d.id()
	if err != nil {
		return err
	}
	ctx, act, to := d.r.Context(), d.r.PathValue("act"), id
	var fix broadcasts.Texts
	switch act {
	case "submit":
		_, err = d.Store.Submit(ctx, d.by, id)
	case "approve":
		version, _ := strconv.Atoi(d.r.PostFormValue("version")) // anything else is a version that never was
		err = d.Store.Approve(ctx, d.by, id, version)
	case "return":
		err = d.Store.Return(ctx, d.by, id, strings.TrimSpace(d.r.PostFormValue("reason")))
	case "preview":
		return d.preview(id)
	case "pause":
		err = d.Store.Pause(ctx, d.by, id)
	case "resume":
		err = d.Store.Resume(ctx, d.by, id)
	case "cancel":
		err = d.Store.Cancel(ctx, d.by, id)
	case "resend":
		_, err = d.Store.ResendUnknown(ctx, d.by, id)
	case "correct":
		to, fix, err = d.correct(id)
	default:
		return errNotFound
	}
	if fault := d.fault(err); fault != "" {
		return d.draw(http.StatusUnprocessableEntity, id, showBody{Fault: fault, Fix: fix})
	}
	if err != nil {
		return err
	}
	d.Poke()
	if err := d.note(act, to); err != nil {
		return err
	}
	d.Done(address(to), "broadcast_"+act)
	return nil
}

// correct makes a correction and leads to it.
func (d *desk) correct(id int64) (correction int64, fix broadcasts.Texts, err error) {
	update, err := d.Update()
	if err != nil {
		return 0, fix, err
	}
	c, err := d.content()
	if err != nil {
		return 0, c.Texts, err
	}
	b, err := d.Store.Correct(d.r.Context(), d.by, strconv.FormatInt(update, 10), id, c.Texts)
	return b.ID, c.Texts, err
}

// preview sends the broadcast to the person alone. What Telegram refuses is told,
// and does not matter otherwise.
func (d *desk) preview(id int64) error {
	if _, err := d.Store.Find(d.r.Context(), d.by, id); err != nil {
		return err
	}
	if err := d.Preview(d.r.Context(), d.by, id); err != nil {
		d.Log.Warn("preview not sent", "broadcast", id, "error", err)
		return d.draw(http.StatusUnprocessableEntity, id, showBody{Fault: d.T("PagesPreviewFailed")})
	}
	if err := d.note("preview", id); err != nil {
		return err
	}
	d.Done(address(id), "broadcast_preview")
	return nil
}

// progress is the account for the page's script.
func (d *desk) progress() error {
	id, err := d.id()
	if err != nil {
		return err
	}
	a, err := d.Store.Account(d.r.Context(), d.by, id)
	if err != nil {
		return err
	}
	out := struct {
		State   string            `json:"state"`
		Final   bool              `json:"final"`
		Figures map[string]string `json:"figures"`
	}{string(a.State), a.Final, map[string]string{}}
	for _, f := range d.figures(a) {
		out.Figures[f.ID] = f.Value
	}
	d.w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(d.w).Encode(out)
}
