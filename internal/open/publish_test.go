package open

import (
	"encoding/csv"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/demo"
	"github.com/merzim/merzim/internal/reports"
)

func TestPublishing(t *testing.T) {
	databasetest.Suite{"once": testOnce, "page": testPage}.Run(t)
}

func filled(t *testing.T, db *database.DB, complaints int) {
	t.Helper()
	if err := demo.Fill(t.Context(), db, demo.Options{Complaints: complaints, Seed: 3, Now: now, Catalog: law(), Texts: texts()}); err != nil {
		t.Fatal(err)
	}
}

// testOnce: a quarter is published two weeks after its end, and never again; no
// figure of it speaks of fewer than five people, and each table adds up.
func testOnce(t *testing.T, db *database.DB) {
	ctx, at := t.Context(), clock.At(calendar.NewDate(2026, 10, 14).At(12, 0))
	store := NewStore(db, at)
	if n, err := store.Publish(ctx); n != 0 || err != nil {
		t.Error("published of nothing:", n, err)
	}
	filled(t, db, 1200)
	if _, err := store.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if _, found, err := store.find(ctx, Quarter{2026, 3}); found || err != nil {
		t.Error("published too early", err)
	}
	at.Advance(48 * 3600 * 1e9)
	if n, err := store.Publish(ctx); n != 1 || err != nil {
		t.Error("published", n, err)
	}
	before, found, err := store.find(ctx, Quarter{2026, 3})
	if !found || err != nil {
		t.Fatal(found, err)
	}
	p := Quarter{2026, 3}.Period()
	var rows int64
	if err := db.QueryRow(ctx, `SELECT COUNT(*) FROM complaints WHERE created_at >= ? AND created_at < ?`, p.From.At(0, 0).Unix(), p.To.AddDays(1).At(0, 0).Unix()).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	for _, table := range before.Tables {
		var sum int64
		for _, row := range table.Rows {
			sum += row.Total
			if row.Total < fewest || row.ID == "" && table.By != "region" {
				t.Errorf("%s: %+v", table.By, row)
			}
			if table.By == "on_time" && (row.OnTime < fewest || row.Total-row.OnTime < fewest) {
				t.Errorf("%s: %+v", table.By, row)
			}
			if table.By == "service" || table.By == "region" || table.By == "kind" {
				enoughPeople(t, db, p, table.By, row)
			}
		}
		if table.By != "on_time" && sum != rows {
			t.Errorf("%s adds up to %d of %d", table.By, sum, rows)
		}
	}
	if _, err := db.Exec(ctx, `DELETE FROM complaints WHERE id % 2 = 0`); err != nil {
		t.Fatal(err)
	}
	if n, err := store.Publish(ctx); n != 0 || err != nil {
		t.Error("published again:", n, err)
	}
	after, _, err := store.find(ctx, Quarter{2026, 3})
	if err != nil || fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("a published quarter changed", err)
	}
}

// enoughPeople counts the people behind a shown group.
func enoughPeople(t *testing.T, db *database.DB, p reports.Period, by string, row Row) {
	t.Helper()
	if row.ID == others {
		return
	}
	var people int
	err := db.QueryRow(t.Context(), `SELECT COUNT(DISTINCT chat) FROM complaints WHERE created_at >= ? AND created_at < ? AND `+by+` = ?`,
		p.From.At(0, 0).Unix(), p.To.AddDays(1).At(0, 0).Unix(), row.ID).Scan(&people)
	if err != nil || people < fewest {
		t.Errorf("%s %s: %d people, %v", by, row.ID, people, err)
	}
}

// testPage: the page in both languages, with a strict policy, nothing of anybody
// else's, and the same figures in the file.
func testPage(t *testing.T, db *database.DB) {
	filled(t, db, 1200)
	store := NewStore(db, clock.At(now))
	if _, err := store.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	handler, err := Handler(Options{Store: store, Reports: reports.NewStore(db, clock.At(now)), Words: words, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path, language string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Language", language)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if len(w.Result().Cookies()) != 0 {
			t.Error(path, "sets a cookie")
		}
		return w
	}
	for path, want := range map[string]string{
		"/open": `<html lang="ru">`, "/open/": "выдуманы программой", "/open?lang=kk": `<html lang="kk">`, "/open?lang=kk&quarter=2026-3": "2026 жылғы 3-тоқсан", "/open?lang=ru&quarter=2026-2": "2 квартал 2026 года",
	} {
		w := get(path, "en")
		page := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("%s: %d, without %q", path, w.Code, want)
		}
		for _, bad := range []string{"<script", "style=", "https://", "http://", "//", "{{", ">Open", ">Report"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %q", path, bad)
			}
		}
	}
	if page := get("/open", "kk-KZ,kk;q=0.9").Body.String(); !strings.Contains(page, `<html lang="kk">`) {
		t.Error("the browser's language is not heard")
	}
	for _, path := range []string{"/open?quarter=2026-4", "/open?quarter=x", "/open/secret", "/open/data.xlsx", "/"} {
		if w := get(path, "ru"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := get("/open/page.css", "ru"); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Error(w.Code, w.Header())
	}
	sameFile(t, store, get("/open/data.csv", "kk").Body.String())
}

// sameFile: the file holds what is stored, no more.
func sameFile(t *testing.T, store *Store, file string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all, err := store.All(t.Context())
	if err != nil || len(all) < 6 {
		t.Fatal(len(all), "quarters", err)
	}
	at := 1
	for _, p := range all {
		for _, table := range p.Tables {
			for _, row := range table.Rows {
				if line := lines[at]; line[0] != p.Quarter || line[2] != row.ID || line[4] != fmt.Sprint(row.Total) || line[6] != "true" {
					t.Errorf("%v, expected %+v", line, row)
				}
				at++
			}
		}
	}
	if at != len(lines) {
		t.Errorf("%d lines too many", len(lines)-at)
	}
}
