package console

import (
	"errors"
	"net/http"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/roles"
)

// What the audit log says of a template.
const (
	ActionSaveTemplate   roles.Action = "save_template"
	ActionDeleteTemplate roles.Action = "delete_template"
)

// templatesBody is the shelf of ready answers with the form for one of them.
type templatesBody struct {
	Templates []templateRow
	Edit      complaints.Template
	Fault     string
	MaxAnswer int
}

type templateRow struct {
	complaints.Template
	URL string
	At  string
}

func (x *exchange) listTemplates() error {
	return x.drawTemplates(http.StatusOK, complaints.Template{}, "")
}

// editTemplate puts one template into the form.
func (x *exchange) editTemplate() error {
	id, err := x.id()
	if err != nil {
		return err
	}
	all, err := x.Complaints.Templates(x.r.Context(), x.visit.Agency)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.ID == id {
			return x.drawTemplates(http.StatusOK, t, "")
		}
	}
	return errNotFound
}

func (x *exchange) drawTemplates(status int, edit complaints.Template, fault string) error {
	all, err := x.Complaints.Templates(x.r.Context(), x.visit.Agency)
	if err != nil {
		return err
	}
	x.here = Root + "templates"
	if edit.ID != 0 {
		x.here += "/" + x.number(edit.ID)
	}
	body := templatesBody{Edit: edit, Fault: fault, MaxAnswer: complaints.MaxAnswer}
	for _, t := range all {
		body.Templates = append(body.Templates, templateRow{t, Root + "templates/" + x.number(t.ID), x.Moment(t.At)})
	}
	x.render(status, "templates", x.T("ConsoleTemplates"), body)
	return nil
}

func (x *exchange) saveTemplate() error {
	t := complaints.Template{Title: x.r.PostFormValue("title")}
	typed := complaints.AnswerText{KK: x.r.PostFormValue("kk"), RU: x.r.PostFormValue("ru")}
	t.Text = typed.Screened()
	if id := x.r.PostFormValue("id"); id != "" && id != "0" {
		x.r.SetPathValue("id", id)
		number, err := x.id()
		if err != nil {
			return err
		}
		t.ID = number
	}
	fault := x.answerFault(typed, t.Text)
	if fault == "" {
		err := x.Complaints.SaveTemplate(x.r.Context(), x.visit.Agency, t)
		switch {
		case errors.Is(err, complaints.ErrNoText):
			fault = x.T("ConsoleTemplateIncomplete")
		case errors.Is(err, complaints.ErrTooManyTemplates):
			fault = x.T("ConsoleTemplatesFull")
		case err != nil:
			return err
		}
	}
	if fault != "" {
		return x.drawTemplates(http.StatusUnprocessableEntity, t, fault)
	}
	if err := x.note(ActionSaveTemplate, subject("template", t.ID)); err != nil {
		return err
	}
	return x.done(Root+"templates", "template")
}

func (x *exchange) deleteTemplate() error {
	id, err := x.id()
	if err != nil {
		return err
	}
	if err := x.Complaints.DeleteTemplate(x.r.Context(), x.visit.Agency, id); err != nil {
		return err
	}
	if err := x.note(ActionDeleteTemplate, subject("template", id)); err != nil {
		return err
	}
	return x.done(Root+"templates", "template_deleted")
}
