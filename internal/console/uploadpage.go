package console

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/tables"
	"github.com/merzim/merzim/internal/uploads"
	"github.com/merzim/merzim/locales"
)

const (
	applyWithin = 5 * time.Minute // goes on when the browser is closed
	shownRows   = 500             // of a preview or an account; the rest is counted
)

// What the audit log says of an upload.
const (
	ActionUpload      roles.Action = "upload"
	ActionApplyUpload roles.Action = "apply_upload"
)

// uploadBody is the page of uploads: the form, a preview or an account.
type uploadBody struct {
	ID       int64
	Fault    string
	Columns  []fact
	States   []string
	MaxRows  int
	Head     string
	Changes  []uploadRow
	Problems []uploadRow
	More     string // how many rows are not shown
	Applied  bool
}

type uploadRow struct {
	Line                                        int
	Number, Service, Filed, From, To, Note, Why string
}

func (x *exchange) uploadForm() error {
	x.drawUploadForm(http.StatusOK, "")
	return nil
}

func (x *exchange) drawUploadForm(status int, fault string) {
	body := uploadBody{Fault: fault, MaxRows: uploads.MaxRows}
	for _, id := range uploads.Columns() {
		body.Columns = append(body.Columns, fact{x.Key("ConsoleColumn", id), x.Key("ConsoleColumnAbout", id)})
	}
	for _, s := range requests.SetByStaff() {
		body.States = append(body.States, x.Name("State", s))
	}
	x.render(status, "upload", x.T("ConsoleUploads"), body)
}

// uploadExample is an empty list with the columns in the person's language.
func (x *exchange) uploadExample() error {
	x.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	x.w.Header().Set("Content-Disposition", `attachment; filename="merzim-states.csv"`)
	var heads []string
	for _, id := range uploads.Columns() {
		heads = append(heads, x.Key("ConsoleColumn", id))
	}
	w, err := tables.New(tables.CSV, x.w, "states", heads)
	if err != nil {
		return err
	}
	return w.Close()
}

// upload reads a file and shows what it would change.
func (x *exchange) upload() error {
	file, _, err := x.r.FormFile("file")
	if err != nil {
		x.drawUploadForm(http.StatusUnprocessableEntity, x.T("ConsoleNoFile"))
		return nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, uploads.MaxBytes+1))
	if err != nil {
		return ErrForm
	}
	if len(data) > uploads.MaxBytes {
		x.drawUploadForm(http.StatusRequestEntityTooLarge, x.T("ConsoleTooLarge"))
		return nil
	}
	rows, err := uploads.Read(data, x.today(), x.uploadNames())
	if err != nil {
		x.drawUploadForm(http.StatusUnprocessableEntity, x.fileFault(err))
		return nil
	}
	u, err := x.Uploads.Preview(x.r.Context(), x.uploadBounds(), rows)
	if err != nil {
		return err
	}
	if err := x.note(ActionUpload, subject("upload", u.ID)); err != nil {
		return err
	}
	http.Redirect(x.w, x.r, Root+"uploads/"+x.number(u.ID), http.StatusSeeOther)
	return nil
}

// fileFault says why a whole file was not taken.
func (x *exchange) fileFault(err error) string {
	var missing *uploads.ColumnsError
	var long *uploads.TooLongError
	switch {
	case errors.As(err, &missing):
		var names []string
		for _, id := range missing.Missing {
			names = append(names, x.Key("ConsoleColumn", id))
		}
		return x.T("ConsoleFileColumns", "Columns", strings.Join(names, ", "))
	case errors.As(err, &long):
		return x.T("ConsoleFileLong", "Rows", long.Rows, "Most", uploads.MaxRows)
	case errors.Is(err, uploads.ErrEncoding):
		return x.T("ConsoleFileEncoding")
	case errors.Is(err, uploads.ErrEmpty):
		return x.T("ConsoleFileEmpty")
	}
	return x.T("ConsoleFileBroken")
}

// uploadNames read columns, services and states in either language, and by id.
func (x *exchange) uploadNames() uploads.Names {
	columns, states, services := map[string]string{}, map[string]requests.State{}, map[string]*catalog.Service{}
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	for _, code := range locales.Codes() {
		in := Say{x.Texts().In(code)}
		for _, id := range uploads.Columns() {
			columns[id] = id
			columns[fold(in.Key("ConsoleColumn", id))] = id
		}
		for _, s := range []requests.State{requests.Filed, requests.Accepted, requests.MoreDocuments, requests.Ready, requests.Refused, requests.Withdrawn} {
			states[string(s)] = s
			states[fold(in.Name("State", s))] = s
		}
		for _, s := range x.Catalog().Services {
			services[s.ID] = s
			services[fold(s.Title.In(code))] = s
			services[fold(s.OfficialName.In(code))] = s
		}
	}
	delete(services, "") // of a service without an official name
	return uploads.Names{
		Column: func(text string) string { return columns[fold(text)] },
		State:  func(text string) requests.State { return states[fold(text)] },
		Service: func(text string) (string, bool) {
			s, ok := services[fold(text)]
			if !ok {
				return "", false
			}
			return s.ID, s.Agency == x.visit.Agency
		},
	}
}

// showUpload shows a preview, or the account of what was carried out.
func (x *exchange) showUpload() error {
	id, err := x.id()
	if err != nil {
		return err
	}
	u, err := x.Uploads.Find(x.r.Context(), x.uploadBounds(), id)
	if err != nil {
		return err
	}
	body := uploadBody{ID: id, Applied: !u.AppliedAt.IsZero()}
	hidden := 0
	if body.Applied {
		body.Head = x.N("ConsoleUploadChanged", u.Account.Changed, "Rows", u.Account.Rows)
		for _, p := range u.Account.Problems {
			if len(body.Problems) == shownRows {
				hidden++
				continue
			}
			body.Problems = append(body.Problems, uploadRow{Line: p.Line, Why: x.Key("ConsoleOutcome", p.Outcome)})
		}
	} else {
		hidden = x.preview(&body, u.Rows)
	}
	if hidden > 0 {
		body.More = x.N("ConsoleMoreRows", hidden)
	}
	x.render(http.StatusOK, "uploaded", x.T("ConsoleUploadTitle", "ID", id), body)
	return nil
}

// preview fills in what would change and what would not; it returns how many
// rows are not shown.
func (x *exchange) preview(body *uploadBody, rows []uploads.Row) (hidden int) {
	changes := 0
	for _, row := range rows {
		out := uploadRow{Line: row.Line, Number: row.Number, Filed: x.Day(row.Filed), Note: row.Note, Why: x.Key("ConsoleOutcome", row.Outcome)}
		if row.Service != "" {
			out.Service = x.serviceName(row.Service)
		}
		to := &body.Problems
		if row.Outcome == uploads.Change {
			changes++
			out.From, out.To = x.Name("State", row.Was), x.Name("State", row.State)
			to = &body.Changes
		}
		if len(*to) == shownRows {
			hidden++
			continue
		}
		*to = append(*to, out)
	}
	body.Head = x.N("ConsoleUploadWillChange", changes, "Rows", len(rows))
	return hidden
}

// applyUpload carries a preview out, once.
func (x *exchange) applyUpload() error {
	id, err := x.id()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(x.r.Context()), applyWithin)
	defer cancel()
	if _, err := x.Uploads.Apply(ctx, x.Catalog().Calendar, x.uploadBounds(), id); err != nil {
		return err
	}
	if err := x.note(ActionApplyUpload, subject("upload", id)); err != nil {
		return err
	}
	http.Redirect(x.w, x.r, Root+"uploads/"+x.number(id), http.StatusSeeOther)
	return nil
}
