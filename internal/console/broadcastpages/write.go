package broadcastpages

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/roles"
)

// note writes an act into the audit log.
func (d *desk) note(act string, id int64) error {
	return d.Note(roles.Action("broadcast_"+act), fmt.Sprintf("broadcast:%d", id))
}

// create keeps a draft, once however often the form is sent.
func (d *desk) create() error {
	update, err := d.Update()
	if err != nil {
		return err
	}
	c, err := d.content()
	var b broadcasts.Broadcast
	if err == nil {
		var f *broadcasts.NewFile
		if f, err = d.file(); err == nil {
			b, err = d.Store.Create(d.r.Context(), d.by, strconv.FormatInt(update, 10), c, f)
		}
	}
	if err != nil {
		return d.again(formBody{Action: root + "/new", Back: root}, c, err)
	}
	if err := d.note("create", b.ID); err != nil {
		return err
	}
	d.Done(address(b.ID), "draft")
	return nil
}

// again shows a form that was not taken, with the reason.
func (d *desk) again(body formBody, c broadcasts.Content, err error) error {
	if body.Fault = d.fault(err); body.Fault == "" {
		return err
	}
	d.drawForm(http.StatusUnprocessableEntity, body, c)
	return nil
}

// change keeps a draft that was written anew; an approval ends.
func (d *desk) change() error {
	b, err := d.own()
	if err != nil {
		return err
	}
	c, err := d.content()
	if err == nil {
		err = d.changeTo(b, c)
	}
	if err != nil {
		return d.again(formBody{Action: address(b.ID) + "/edit", Back: address(b.ID), HasFile: b.File != 0}, c, err)
	}
	if err := d.note("edit", b.ID); err != nil {
		return err
	}
	d.Done(address(b.ID), "draft")
	return nil
}

// changeTo changes text, audience and times, then the file: without one a text
// may be longer, so a file that goes, goes first.
func (d *desk) changeTo(b broadcasts.Broadcast, c broadcasts.Content) error {
	ctx := d.r.Context()
	f, err := d.file()
	if err != nil {
		return err
	}
	if f == nil && b.File != 0 && d.r.PostFormValue("without") == "yes" {
		if err := d.Store.Attach(ctx, d.by, b.ID, nil); err != nil {
			return err
		}
	}
	if err := d.Store.Edit(ctx, d.by, b.ID, c); err != nil || f == nil {
		return err
	}
	return d.Store.Attach(ctx, d.by, b.ID, f)
}
