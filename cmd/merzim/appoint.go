package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/roles"
)

// grantOf reads a role as the flag --as names it; ok is false for a citizen, and
// for what is none.
func grantOf(as string) (g roles.Grant, ok bool) {
	role, agency, _ := strings.Cut(as, ":")
	g = roles.Grant{Role: roles.Role(role), Agency: agency}
	switch g.Role {
	case roles.Admin, roles.Analyst:
		return g, as == role
	case roles.Staff:
		return g, agency != ""
	}
	return roles.Grant{}, false
}

// appoint gives a person of the local Telegram a role, by an invitation like any
// other.
func (a *app) appoint(ctx context.Context, chat int64, g roles.Grant) error {
	if err := g.Check(a.knowledge.Load().Catalog); err != nil {
		return fmt.Errorf("role %s: %w", g.Role, err)
	}
	_, token, err := a.cases.roles.Invite(ctx, roles.CommandLine(), g)
	if err == nil {
		_, err = a.cases.roles.Accept(ctx, 0, chat, token)
	}
	return err
}

// personaAgency is whose staff the chat page offers to be.
const personaAgency = "police-migration"

// personas are whom the chat page offers to be: citizens, and one of each role.
func personas() []local.Persona {
	return []local.Persona{
		{ID: 1001, Lang: "kk", FirstName: "Айгүл", TextKey: "LocalPagePersonaKazakh"},
		{ID: 1002, Lang: "ru", FirstName: "Ольга", TextKey: "LocalPagePersonaRussian"},
		{ID: 1003, Lang: "ru", FirstName: "Staff", TextKey: "LocalPagePersonaStaff"},
		{ID: 1004, Lang: "kk", FirstName: "Staff", TextKey: "LocalPagePersonaColleague"},
		{ID: 1005, Lang: "ru", FirstName: "Analyst", TextKey: "LocalPagePersonaAnalyst"},
		{ID: 1006, Lang: "ru", FirstName: "Admin", TextKey: "LocalPagePersonaAdmin"},
	}
}

// appointPersonas gives those of the chat page who have a role theirs, unless
// they have one.
func (a *app) appointPersonas(ctx context.Context) error {
	for chat, g := range map[int64]roles.Grant{
		1003: {Role: roles.Staff, Agency: personaAgency}, 1004: {Role: roles.Staff, Agency: personaAgency},
		1005: {Role: roles.Analyst}, 1006: {Role: roles.Admin},
	} {
		_, ok, err := a.cases.roles.Find(ctx, chat)
		if err == nil && !ok {
			err = a.appoint(ctx, chat, g)
		}
		if err != nil {
			return fmt.Errorf("roles of the chat page: %w", err)
		}
	}
	return nil
}
