package console

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/merzim/merzim/internal/roles"
)

// How long one stays logged in.
const (
	idleLifetime     = 2 * time.Hour  // without opening a page
	absoluteLifetime = 12 * time.Hour // a working day at most
	touchEvery       = time.Minute    // a session is written no oftener for being used
)

// The cookies.
const (
	sessionCookie  = "merzim_console"
	languageCookie = "merzim_console_language"
)

// session is what is kept of a log-in, under the hash of the cookie's value.
// The role is not in it: it is looked up on each request.
type session struct {
	Chat       int64  `json:"chat"`
	Invitation int64  `json:"invitation"` // of the role at the log-in: another grant needs another log-in
	Generation string `json:"generation"` // see logoutEverywhere
	FormToken  string `json:"form_token"`
	Language   string `json:"language"`
	Begun      int64  `json:"begun"` // seconds since 1970
	Seen       int64  `json:"seen"`

	key string
}

func sessionKey(token string) string  { return "session:" + roles.HashToken(token) }
func generationKey(chat int64) string { return fmt.Sprintf("generation:%d", chat) }
func moment(seconds int64) time.Time  { return time.Unix(seconds, 0) }
func (s session) over(n time.Time) bool {
	return n.Sub(moment(s.Begun)) >= absoluteLifetime || n.Sub(moment(s.Seen)) >= idleLifetime
}

// recognise finds who is asking. Without a session that holds, or without a
// role any more, visit stays nil; chat is who it was then, 0 for nobody known.
func (x *exchange) recognise(ctx context.Context) (chat int64, err error) {
	cookie, err := x.r.Cookie(sessionCookie)
	if err != nil || cookie.Value == "" {
		return 0, nil
	}
	key := sessionKey(cookie.Value)
	text, ok, err := x.Memory.Value(ctx, key)
	if err != nil || !ok {
		return 0, err
	}
	var s session
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return 0, fmt.Errorf("read a session: %w", err)
	}
	s.key = key
	now := x.Clock.Now()
	generation, _, err := x.Memory.Value(ctx, generationKey(s.Chat))
	if err != nil {
		return 0, err
	}
	holder, ok, err := x.Roles.Find(ctx, s.Chat)
	if err != nil {
		return 0, err
	}
	if !ok || holder.Invitation != s.Invitation || generation != s.Generation || s.over(now) {
		return s.Chat, x.Memory.DeleteValue(ctx, key)
	}
	if now.Sub(moment(s.Seen)) >= touchEvery {
		s.Seen = now.Unix()
		if err := x.keep(ctx, s); err != nil {
			return 0, err
		}
	}
	x.session = s
	x.Say = Say{x.Texts().In(x.chosenLanguage(s.Language))}
	x.visit = newVisit(holder, x.Say, s.FormToken)
	return s.Chat, nil
}

func (x *exchange) keep(ctx context.Context, s session) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("keep a session: %w", err)
	}
	return x.Memory.SetValue(ctx, s.key, string(text), idleLifetime)
}

// begin starts a session for a person who has logged in.
func (x *exchange) begin(ctx context.Context, h roles.Holder, language string) error {
	generation, ok, err := x.Memory.Value(ctx, generationKey(h.Chat))
	if err != nil {
		return err
	}
	if ok { // it must outlive every session that rests on it
		if err := x.Memory.SetValue(ctx, generationKey(h.Chat), generation, 2*absoluteLifetime); err != nil {
			return err
		}
	}
	token, now := roles.NewToken()+roles.NewToken(), x.Clock.Now().Unix()
	s := session{
		Chat: h.Chat, Invitation: h.Invitation, Generation: generation, FormToken: roles.NewToken(), Language: language, Begun: now, Seen: now, key: sessionKey(token),
	}
	if err := x.keep(ctx, s); err != nil {
		return err
	}
	x.setCookie(sessionCookie, token, http.SameSiteStrictMode, 0)
	return nil
}

func (x *exchange) setCookie(name, value string, site http.SameSite, maxAge int) {
	http.SetCookie(x.w, &http.Cookie{Name: name, Value: value, Path: Root, HttpOnly: true, Secure: x.secure, SameSite: site, MaxAge: maxAge})
}

// What the audit log says of logging in and out.
const (
	ActionLogin            roles.Action = "login"
	ActionLogout           roles.Action = "logout"
	ActionLogoutEverywhere roles.Action = "logout_everywhere"
)

func (x *exchange) logout() error {
	if err := x.Memory.DeleteValue(x.r.Context(), x.session.key); err != nil {
		return err
	}
	return x.leave(ActionLogout)
}

// logoutEverywhere ends all sessions of the person: they rest on a generation
// that is over.
func (x *exchange) logoutEverywhere() error {
	if err := x.Memory.SetValue(x.r.Context(), generationKey(x.visit.Chat), roles.NewToken(), 2*absoluteLifetime); err != nil {
		return err
	}
	return x.leave(ActionLogoutEverywhere)
}

func (x *exchange) leave(what roles.Action) error {
	x.setCookie(sessionCookie, "", http.SameSiteStrictMode, -1)
	if err := x.note(what, ""); err != nil {
		return err
	}
	x.visit, x.here = nil, Root
	x.message(http.StatusOK, "ConsoleLoggedOut")
	return nil
}

// note writes what the person did into the audit log.
func (x *exchange) note(what roles.Action, subject string) error {
	return x.Roles.Note(x.r.Context(), roles.Entry{Actor: x.visit.Actor(), Action: what, Subject: subject, Agency: x.visit.Agency})
}
