package console

import (
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/roles"
)

// auditBody is a page of the audit log.
type auditBody struct {
	Rows    []auditRow
	Refused bool
	Next    string
}

type auditRow struct {
	At, Who, What, Subject, Agency string
	Refused                        bool
}

// auditLog shows who did what, the newest first.
func (x *exchange) auditLog() error {
	query := x.r.URL.Query()
	before, _ := strconv.ParseInt(query.Get("before"), 10, 64) // anything else is the end of the log
	body := auditBody{Refused: query.Get("refused") == "yes"}
	entries, err := x.Roles.Audit(x.r.Context(), max(0, before), body.Refused, pageSize+1)
	if err != nil {
		return err
	}
	holders, err := x.Roles.List(x.r.Context())
	if err != nil {
		return err
	}
	names := map[int64]string{}
	for _, h := range holders {
		names[h.Chat] = x.T("ConsoleHolder", "Role", x.grantText(h.Grant), "ID", h.Invitation)
	}
	if len(entries) > pageSize {
		entries = entries[:pageSize]
		body.Next = with(Root+"audit", "before", x.number(entries[pageSize-1].ID), "refused", query.Get("refused"))
	}
	for _, e := range entries {
		row := auditRow{At: x.Moment(e.At), Who: x.actorName(e.Actor, names), What: x.Known("ConsoleAction", e.Action), Subject: e.Subject, Refused: e.Refused}
		if e.Agency != "" {
			row.Agency = x.agencyName(e.Agency)
		}
		body.Rows = append(body.Rows, row)
	}
	x.render(http.StatusOK, "audit", x.T("ConsoleAudit"), body)
	return nil
}

// actorName says who did something: by role and invitation, never by chat.
func (x *exchange) actorName(a roles.Actor, names map[int64]string) string {
	if name, ok := names[a.Chat]; ok && a.Chat != 0 {
		return name
	}
	return x.Key("ConsoleActor", a.Kind)
}
