package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
)

// TestThePublicPage is there for everybody, unless it is switched off.
func TestThePublicPage(t *testing.T) {
	t.Parallel()
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[bool]int{true: http.StatusOK, false: http.StatusNotFound} {
		a, err := newApp(t.Context(), appOptions{
			log: slog.New(slog.DiscardHandler), clock: clock.At(almaty(t, "2026-11-23 10:00")), knowledge: know, databaseURL: "sqlite::memory:", token: localToken,
			apiURL: "http://local", openPage: setting,
		})
		if err != nil {
			t.Fatal(err)
		}
		a.publish(t.Context())
		for _, path := range []string{"/open", "/open/", "/open/data.csv", "/open/page.css"} {
			w := httptest.NewRecorder()
			a.routes(localServer{}, config.Config{}).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
			if w.Code != want {
				t.Errorf("%s with the page on %t: %d, want %d", path, setting, w.Code, want)
			}
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
	}
}
