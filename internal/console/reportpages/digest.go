package reportpages

import (
	"net/http"

	"github.com/merzim/merzim/internal/reports"
)

// digestBody is the subscription to the digest.
type digestBody struct {
	Subscribed bool
	Next, Of   string // when the next one is sent, and the period that it is of
	Last       string // the text of the last one
}

// digest shows whether the person gets the digest, when the next one comes and
// what the last one said.
func (d *desk) digest() error {
	ctx, calendar, now := d.r.Context(), d.words.Catalog.Calendar, d.Clock.Now()
	subscribed, err := d.Reports.Subscribed(ctx, d.Chat)
	if err != nil {
		return err
	}
	o, err := d.Reports.Overview(ctx, d.words.Catalog, reports.LastDigest(calendar, now).Period, reports.Scope{})
	if err != nil {
		return err
	}
	next := reports.NextDigest(calendar, now)
	d.Draw(http.StatusOK, "digest", d.T("PagesDigest"), digestBody{subscribed, d.Moment(next.At), d.words.Period(next.Period), d.words.Paragraph(o)})
	return nil
}

// subscribe begins or ends the person's own subscription.
func (d *desk) subscribe() error {
	ctx := d.r.Context()
	said, err := "subscribed", error(nil)
	switch d.r.PostFormValue("want") {
	case "yes":
		err = d.Reports.Subscribe(ctx, d.Chat)
	case "no":
		said, err = "unsubscribed", d.Reports.Unsubscribe(ctx, d.Chat)
	default:
		return errNotFound
	}
	if err != nil {
		return err
	}
	if err := d.Note(ActionDigest, said); err != nil {
		return err
	}
	d.Done(digestPath, said)
	return nil
}
