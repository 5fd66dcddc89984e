package console

import (
	"embed"
	"net/http"
)

// The console loads nothing from anywhere else, runs no script unless a page
// asks for its own, and stands in nobody's frame.
const (
	policy  = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	scripts = "; script-src 'self'; connect-src 'self'"
)

// guarded sets what every answer carries, and turns forms of other sites away.
func (c *Console) guarded(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	if c.PublicURL != "" {
		if err := origin.AddTrustedOrigin(c.PublicURL); err != nil {
			c.Log.Warn("PUBLIC_URL is no origin", "error", err)
		}
	}
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := c.exchange(w, r)
		x.pattern = "form of another site"
		x.refuse(http.StatusForbidden, "ConsoleOtherSite")
	}))
	inner := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Cache-Control", "no-store")
		if c.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		inner.ServeHTTP(w, r)
	})
}

func allowScripts(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", policy+scripts)
}

//go:embed assets
var assets embed.FS

// asset serves the style sheet and the icon: they hold nothing of anybody.
func (c *Console) asset(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, assets, "assets/"+r.PathValue("file"))
}
