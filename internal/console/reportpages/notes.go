package reportpages

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/roles"
)

func noteURL(complaint, id int64) string {
	return entryURL(complaint) + "/note/" + strconv.FormatInt(id, 10) + "/delete"
}

// changes does something to the complaint of the address, and shows it again.
func (d *desk) changes(what roles.Action, said string, do func(x reports.Detail) error) error {
	x, err := d.detail()
	if err != nil {
		return err
	}
	if err := do(x); err != nil {
		if fault := d.noteFault(err); fault != "" {
			return d.drawComplaint(http.StatusUnprocessableEntity, x, complaintBody{Fault: fault, Typed: d.r.PostFormValue("note")})
		}
		return err
	}
	if err := d.Note(what, fmt.Sprintf("complaint:%s", x.Number)); err != nil {
		return err
	}
	d.Done(entryURL(x.ID), said)
	return nil
}

func (d *desk) addNote() error {
	return d.changes(ActionNote, "note", func(x reports.Detail) error {
		return d.Reports.AddNote(d.r.Context(), x.ID, d.Chat, d.r.PostFormValue("note"))
	})
}

// deleteNote takes one's own note away.
func (d *desk) deleteNote() error {
	id, err := d.number("note")
	if err != nil {
		return err
	}
	return d.changes(ActionNote, "note_deleted", func(x reports.Detail) error {
		for _, n := range x.Notes {
			if n.ID == id && n.Author == d.Chat {
				return d.Reports.DeleteNote(d.r.Context(), id, d.Chat)
			}
		}
		return errNotFound
	})
}

func (d *desk) addLabel() error {
	return d.changes(ActionLabel, "label", func(x reports.Detail) error {
		return d.Reports.AddLabel(d.r.Context(), x.ID, d.r.PostFormValue("label"))
	})
}

func (d *desk) removeLabel() error {
	return d.changes(ActionLabel, "label_removed", func(x reports.Detail) error {
		return d.Reports.RemoveLabel(d.r.Context(), x.ID, d.r.PostFormValue("label"))
	})
}
