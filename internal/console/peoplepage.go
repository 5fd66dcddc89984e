package console

import (
	"errors"
	"net/http"

	"github.com/merzim/merzim/internal/roles"
)

// peopleBody are the people with a role, the open invitations and the form for
// a new one.
type peopleBody struct {
	Holders     []holderRow
	Invitations []invitationRow
	Roles       []option
	Agencies    []option
	Regions     []option
	Fault       string
	Link        string // of the invitation that was just made; told this once
	LinkUntil   string
	LinkNumber  int64
}

type holderRow struct {
	Invitation          int64
	Role, Bounds, Since string
	Self                bool
}

type invitationRow struct {
	ID                  int64
	Role, Bounds, Until string
}

func (x *exchange) listPeople() error {
	return x.drawPeople(http.StatusOK, peopleBody{}, roles.Grant{})
}

func (x *exchange) drawPeople(status int, body peopleBody, typed roles.Grant) error {
	x.here = Root + "people"
	ctx := x.r.Context()
	holders, err := x.Roles.List(ctx)
	if err != nil {
		return err
	}
	for _, h := range holders {
		body.Holders = append(body.Holders, holderRow{h.Invitation, x.Name("Role", h.Role), x.boundsText(h.Grant), x.Moment(h.Since), h.Chat == x.visit.Chat})
	}
	open, err := x.Roles.Open(ctx)
	if err != nil {
		return err
	}
	for _, i := range open {
		body.Invitations = append(body.Invitations, invitationRow{i.ID, x.Name("Role", i.Role), x.boundsText(i.Grant), x.Moment(i.ExpiresAt)})
	}
	for _, r := range roles.All() {
		body.Roles = append(body.Roles, option{string(r), x.Name("Role", r), r == typed.Role})
	}
	for _, a := range x.Catalog().Agencies {
		body.Agencies = append(body.Agencies, option{a.ID, a.Name.In(x.Lang()), a.ID == typed.Agency})
	}
	for _, r := range x.Catalog().Regions {
		body.Regions = append(body.Regions, option{r.ID, r.Name.In(x.Lang()), r.ID == typed.Region})
	}
	x.render(status, "people", x.T("ConsolePeople"), body)
	return nil
}

// boundsText says the agency and region of a role.
func (x *exchange) boundsText(g roles.Grant) string {
	text := ""
	if g.Agency != "" {
		text = x.agencyName(g.Agency)
	}
	if g.Region != "" {
		text += ", " + x.regionName(g.Region)
	}
	return text
}

// invite makes an invitation and shows its link, this once.
func (x *exchange) invite() error {
	g := roles.Grant{Role: roles.Role(x.r.PostFormValue("role")), Agency: x.r.PostFormValue("agency"), Region: x.r.PostFormValue("region")}
	if g.Role != roles.Staff {
		g.Agency, g.Region = "", "" // the form has the fields for every role
	}
	var wrong *roles.GrantError
	if err := g.Check(x.Catalog()); errors.As(err, &wrong) {
		return x.drawPeople(http.StatusUnprocessableEntity, peopleBody{Fault: x.Key("ConsoleGrantFault", wrong.Part)}, g)
	}
	i, token, err := x.Roles.Invite(x.r.Context(), x.visit.Actor(), g)
	if err != nil {
		return err
	}
	return x.drawPeople(http.StatusOK, peopleBody{Link: x.InvitationLink(token), LinkUntil: x.Moment(i.ExpiresAt), LinkNumber: i.ID}, roles.Grant{})
}

func (x *exchange) revoke() error {
	id, err := x.id()
	if err != nil {
		return err
	}
	err = x.Roles.Revoke(x.r.Context(), x.visit.Actor(), id)
	if errors.Is(err, roles.ErrSelf) {
		return x.drawPeople(http.StatusUnprocessableEntity, peopleBody{Fault: x.T("ConsoleOwnRole")}, roles.Grant{})
	}
	if err != nil {
		return err
	}
	return x.done(Root+"people", "revoked")
}

func (x *exchange) withdraw() error {
	id, err := x.id()
	if err != nil {
		return err
	}
	if err := x.Roles.Withdraw(x.r.Context(), x.visit.Actor(), id); err != nil {
		return err
	}
	return x.done(Root+"people", "withdrawn")
}
