package console

import (
	"context"
	"net/http"

	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/uploads"
)

// Bounds of what a form may send, in bytes.
const (
	maxForm   = 64 << 10
	maxUpload = uploads.MaxBytes + maxForm
)

// Who may open what.
var (
	anybody   = []roles.Role{roles.Admin, roles.Staff, roles.Analyst}
	staffOnly = []roles.Role{roles.Staff}
	adminOnly = []roles.Role{roles.Admin}
)

// action answers one request; an error becomes a page that says so.
type action func(*exchange) error

// route is an address with who may use it.
type route struct {
	pattern string
	roles   []roles.Role
	do      action
	maxBody int64 // 0: maxForm
}

// own are the console's own addresses for people with a role.
func own() []route {
	return []route{
		{"GET /console/{$}", anybody, (*exchange).start, 0},
		{"POST /console/logout", anybody, (*exchange).logout, 0},
		{"POST /console/logout-everywhere", anybody, (*exchange).logoutEverywhere, 0},

		{"GET /console/requests", staffOnly, (*exchange).listRequests, 0},
		{"GET /console/requests/{id}", staffOnly, (*exchange).showRequest, 0},
		{"POST /console/requests/{id}/state", staffOnly, (*exchange).setState, 0},
		{"POST /console/requests/{id}/contest", staffOnly, (*exchange).contestRequest, 0},

		{"GET /console/complaints", staffOnly, (*exchange).listComplaints, 0},
		{"GET /console/complaints/{id}", staffOnly, (*exchange).showComplaint, 0},
		{"POST /console/complaints/{id}/answer", staffOnly, (*exchange).answerComplaint, 0},
		{"POST /console/complaints/{id}/contest", staffOnly, (*exchange).contestComplaint, 0},

		{"GET /console/templates", staffOnly, (*exchange).listTemplates, 0},
		{"GET /console/templates/{id}", staffOnly, (*exchange).editTemplate, 0},
		{"POST /console/templates", staffOnly, (*exchange).saveTemplate, 0},
		{"POST /console/templates/{id}/delete", staffOnly, (*exchange).deleteTemplate, 0},

		{"GET /console/uploads", staffOnly, (*exchange).uploadForm, 0},
		{"GET /console/uploads/example.csv", staffOnly, (*exchange).uploadExample, 0},
		{"POST /console/uploads", staffOnly, (*exchange).upload, maxUpload},
		{"GET /console/uploads/{id}", staffOnly, (*exchange).showUpload, 0},
		{"POST /console/uploads/{id}/apply", staffOnly, (*exchange).applyUpload, 0},

		{"GET /console/people", adminOnly, (*exchange).listPeople, 0},
		{"POST /console/people/invite", adminOnly, (*exchange).invite, 0},
		{"POST /console/people/{id}/revoke", adminOnly, (*exchange).revoke, 0},
		{"POST /console/invitations/{id}/withdraw", adminOnly, (*exchange).withdraw, 0},
		{"GET /console/audit", adminOnly, (*exchange).auditLog, 0},
	}
}

// routes are all addresses under Root.
func (c *Console) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range own() {
		mux.Handle(r.pattern, c.gate(r))
	}
	for _, p := range c.Pages {
		serve := func(x *exchange) error {
			if p.Script {
				allowScripts(x.w)
			}
			x.visit.x, x.visit.page = x, p.Path
			p.Handler.ServeHTTP(x.w, x.r.WithContext(context.WithValue(x.r.Context(), visitKey{}, x.visit)))
			return nil
		}
		for _, pattern := range []string{Root + p.Path, Root + p.Path + "/"} {
			mux.Handle(pattern, c.gate(route{pattern, p.Roles, serve, p.MaxBody}))
		}
	}
	mux.HandleFunc("GET /console/assets/{file}", c.asset)
	mux.HandleFunc("GET /console/login/{token}", func(w http.ResponseWriter, r *http.Request) { c.exchange(w, r).loginPage() })
	mux.HandleFunc("POST /console/login/{token}", func(w http.ResponseWriter, r *http.Request) { c.exchange(w, r).login() })
	mux.Handle(Root, c.gate(route{"unknown", anybody, func(x *exchange) error { return errNotFound }, 0}))
	return mux
}
