package console

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/merzim/merzim/internal/roles"
)

const (
	// LoginLifetime is how long a link can be used.
	LoginLifetime = 5 * time.Minute
	codeDigits    = 4
	codeTries     = 3   // wrong codes end a link: one thief in three thousand gets in
	addressTries  = 100 // of one address within LoginLifetime; behind a proxy all people have one
)

// Login is a way into the console for one person. The link alone opens nothing:
// the code stands beside it in the bot's message, so that a link which somebody
// else found in a history, a log or over a shoulder is of no use to them.
type Login struct {
	URL     string
	Code    string // four digits
	Expires time.Time
}

// ticket is what is kept of a log-in link, under the token's hash.
type ticket struct {
	Chat       int64  `json:"chat"`
	Invitation int64  `json:"invitation"`
	Code       string `json:"code"` // its hash, together with the token
	Expires    int64  `json:"expires"`
}

func ticketKey(token string) string { return "login:" + roles.HashToken(token) }
func lastLinkKey(chat int64) string { return fmt.Sprintf("login-of:%d", chat) }
func (t ticket) fits(token, code string) bool {
	return subtle.ConstantTimeCompare([]byte(t.Code), []byte(roles.HashToken(token+code))) == 1
}

// ActionLoginLink is a link that was asked for.
const ActionLoginLink roles.Action = "login_link"

// LoginLink makes a link for a person with a role; roles.ErrNoRole for a
// citizen. The link before, if any, ends.
func (c *Console) LoginLink(ctx context.Context, chat int64) (Login, error) {
	holder, ok, err := c.Roles.Find(ctx, chat)
	if err != nil {
		return Login{}, err
	}
	e := roles.Entry{Actor: roles.Person(chat), Action: ActionLoginLink, Agency: holder.Agency, Refused: !ok}
	if err := c.Roles.Note(ctx, e); err != nil {
		return Login{}, err
	}
	if !ok {
		return Login{}, roles.ErrNoRole
	}
	if last, ok, err := c.Memory.TakeValue(ctx, lastLinkKey(chat)); err != nil {
		return Login{}, err
	} else if ok {
		if err := c.Memory.DeleteValue(ctx, last); err != nil {
			return Login{}, err
		}
	}
	token, code := roles.NewToken(), newCode()
	expires := c.Clock.Now().Add(LoginLifetime)
	text, err := json.Marshal(ticket{Chat: chat, Invitation: holder.Invitation, Code: roles.HashToken(token + code), Expires: expires.Unix()})
	if err != nil {
		return Login{}, fmt.Errorf("make a log-in link: %w", err)
	}
	if err := c.Memory.SetValue(ctx, ticketKey(token), string(text), LoginLifetime); err != nil {
		return Login{}, err
	}
	if err := c.Memory.SetValue(ctx, lastLinkKey(chat), ticketKey(token), LoginLifetime); err != nil {
		return Login{}, err
	}
	return Login{URL: c.PublicURL + Root + "login/" + token, Code: code, Expires: expires}, nil
}

func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10_000))
	if err != nil { // crypto/rand never fails
		panic(err)
	}
	return fmt.Sprintf("%0*d", codeDigits, n)
}

// ticket reads a link's ticket; ok is false for one that does not hold.
func (x *exchange) ticket(token string) (t ticket, ok bool, err error) {
	text, ok, err := x.Memory.Value(x.r.Context(), ticketKey(token))
	if err != nil || !ok {
		return ticket{}, false, err
	}
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return ticket{}, false, fmt.Errorf("read a log-in link: %w", err)
	}
	return t, x.Clock.Now().Unix() < t.Expires, nil
}

// loginPage asks for the code. Opening the address uses nothing up: the
// messenger's preview opens it too.
func (x *exchange) loginPage() {
	x.pattern = "login"
	_, ok, err := x.ticket(x.r.PathValue("token"))
	switch {
	case err != nil:
		x.fail(err)
	case !ok:
		x.refuse(http.StatusNotFound, "ConsoleLinkOver")
	default:
		x.render(http.StatusOK, "login", x.T("ConsoleLoginTitle"), "")
	}
}

// login lets in who has both the link and its code.
func (x *exchange) login() {
	x.pattern = "login"
	if err := x.tryLogin(); err != nil {
		x.fail(err)
	}
}

func (x *exchange) tryLogin() error {
	ctx, token := x.r.Context(), x.r.PathValue("token")
	tries, err := x.Memory.CountValue(ctx, "tries:"+address(x.r), LoginLifetime)
	if err != nil {
		return err
	}
	if tries > addressTries {
		x.refuse(http.StatusTooManyRequests, "ConsoleTooManyTries")
		return nil
	}
	t, ok, err := x.ticket(token)
	if err != nil {
		return err
	}
	if !ok {
		x.refuse(http.StatusNotFound, "ConsoleLinkOver")
		return nil
	}
	wrong, err := x.Memory.CountValue(ctx, "codes:"+roles.HashToken(token), LoginLifetime)
	if err != nil {
		return err
	}
	x.r.Body = http.MaxBytesReader(x.w, x.r.Body, maxForm)
	if wrong > codeTries || !t.fits(token, strings.TrimSpace(x.r.PostFormValue("code"))) {
		return x.wrongCode(token, t, wrong)
	}
	if _, ok, err = x.Memory.TakeValue(ctx, ticketKey(token)); err != nil {
		return err
	}
	holder, has, err := x.Roles.Find(ctx, t.Chat)
	if err != nil {
		return err
	}
	if !ok || !has || holder.Invitation != t.Invitation {
		x.refuseAs(roles.Person(t.Chat), http.StatusNotFound, "ConsoleLinkOver")
		return nil
	}
	return x.enter(holder)
}

// wrongCode counts a wrong code against the link and, the last time, ends it.
func (x *exchange) wrongCode(token string, t ticket, wrong int64) error {
	if wrong < codeTries {
		if err := x.Roles.Note(x.r.Context(), roles.Entry{Actor: roles.Visitor(), Action: ActionLogin, Person: t.Chat, Refused: true}); err != nil {
			return err
		}
		x.render(http.StatusForbidden, "login", x.T("ConsoleLoginTitle"), x.T("ConsoleWrongCode"))
		return nil
	}
	if err := x.Memory.DeleteValue(x.r.Context(), ticketKey(token)); err != nil {
		return err
	}
	x.refuse(http.StatusForbidden, "ConsoleLinkOver")
	return nil
}

// enter begins the session; the one before in this browser ends.
func (x *exchange) enter(holder roles.Holder) error {
	ctx := x.r.Context()
	if old, err := x.r.Cookie(sessionCookie); err == nil {
		if err := x.Memory.DeleteValue(ctx, sessionKey(old.Value)); err != nil {
			return err
		}
	}
	person, _, err := x.People.Find(ctx, holder.Chat)
	if err != nil {
		return err
	}
	if err := x.begin(ctx, holder, person.Language); err != nil {
		return err
	}
	if err := x.Roles.Note(ctx, roles.Entry{Actor: roles.Person(holder.Chat), Action: ActionLogin, Agency: holder.Agency}); err != nil {
		return err
	}
	http.Redirect(x.w, x.r, Root, http.StatusSeeOther)
	return nil
}

// address is where a request comes from, without the port.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
