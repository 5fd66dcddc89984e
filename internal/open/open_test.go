package open

import (
	"encoding/csv"
	"fmt"
	"log/slog"
	"math/big"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/demo"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/locales"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = calendar.NewDate(2026, 11, 23).At(10, 0)

var law = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		panic(err)
	}
	return c
})

var texts = sync.OnceValue(func() *locales.Texts {
	t, err := locales.Load(locales.Embedded())
	if err != nil {
		panic(err)
	}
	return t
})

func words(lang string) reports.Words {
	return reports.Words{Catalog: law(), Language: texts().In(lang)}
}

// record is a complaint or a request as an attacker would like to know it.
type record struct {
	chat                  int64 // 0: forgotten
	kind, service, region string
	late                  bool // of a request
}

// parts makes groups as publish does, and what it tells of them.
func parts(records []record, property func(record) string, split bool) ([]*group, map[string][]int) {
	n := 1
	if split {
		n = 2
	}
	groups, members := map[string]*group{}, map[string][]int{}
	for i, r := range records {
		part := 0
		if split && r.late {
			part = 1
		}
		of(groups, property(r), n).add(part, r.chat)
		members[property(r)] = append(members[property(r)], i)
	}
	return safe(groups, n), members
}

// TestSubtraction: of random quarters an attacker takes every published figure
// and all sums and differences of them. None of these is the number of records
// of a group of fewer than five people: a kind, a service, a region, or a service
// in a region.
func TestSubtraction(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	hidden, shown := 0, 0
	for round := range 300 {
		var records []record
		for range 5 + random.IntN(60) {
			records = append(records, record{
				chat: int64(random.IntN(25)), kind: fmt.Sprint("kind ", random.IntN(3)), service: fmt.Sprint("service ", random.IntN(2+round%6)), region: fmt.Sprint("region ", random.IntN(4)),
			})
		}
		var published [][]int64
		for _, property := range []func(record) string{func(r record) string { return r.kind }, func(r record) string { return r.service }, func(r record) string { return r.region }} {
			groups, members := parts(records, property, false)
			published = append(published, vectors(len(records), groups, members)...)
			shown += len(groups)
		}
		basis := reduced(published, len(records))
		for _, target := range targets(records) {
			if peopleOf(records, target) >= fewest {
				continue
			}
			hidden++
			if inSpan(basis, target) {
				t.Fatalf("round %d: a group of %d people can be worked out", round, peopleOf(records, target))
			}
		}
	}
	if hidden < 1000 || shown < 500 {
		t.Errorf("%d groups looked for, %d shown: the test looks at too little", hidden, shown)
	}
}

// vectors writes each published figure as the records that it counts.
func vectors(n int, groups []*group, members map[string][]int) (out [][]int64) {
	rest := map[int]bool{}
	for i := range n {
		rest[i] = true
	}
	for _, g := range groups {
		v := make([]int64, n)
		if g.id == others {
			for i := range rest {
				v[i] = 1
			}
		} else {
			for _, i := range members[g.id] {
				v[i] = 1
				delete(rest, i)
			}
		}
		out = append(out, v)
	}
	return out
}

// targets are the groups that an attacker is after.
func targets(records []record) (out [][]int64) {
	groups := map[string][]int64{}
	for i, r := range records {
		for _, id := range []string{r.kind, r.service, r.region, r.service + r.region, r.kind + r.service, r.kind + r.region} {
			if groups[id] == nil {
				groups[id] = make([]int64, len(records))
			}
			groups[id][i] = 1
		}
	}
	for _, v := range groups {
		out = append(out, v)
	}
	return out
}

func peopleOf(records []record, v []int64) int {
	seen := map[int64]bool{}
	for i, n := range v {
		if n != 0 {
			seen[records[i].chat] = true
		}
	}
	return len(seen)
}

// reduced brings vectors into echelon form over the rationals.
func reduced(rows [][]int64, n int) (basis [][]*big.Rat) {
	for _, row := range rows {
		v := make([]*big.Rat, n)
		for i, x := range row {
			v[i] = big.NewRat(x, 1)
		}
		if v = remainder(basis, v); v != nil {
			basis = append(basis, v)
		}
	}
	return basis
}

// remainder takes the basis out of a vector; nil when nothing is left.
func remainder(basis [][]*big.Rat, v []*big.Rat) []*big.Rat {
	for _, b := range basis {
		lead := leading(b)
		if v[lead].Sign() == 0 {
			continue
		}
		by := new(big.Rat).Quo(v[lead], b[lead])
		for i := range v {
			v[i] = new(big.Rat).Sub(v[i], new(big.Rat).Mul(by, b[i]))
		}
	}
	if leading(v) < 0 {
		return nil
	}
	return v
}

func leading(v []*big.Rat) int {
	for i, x := range v {
		if x.Sign() != 0 {
			return i
		}
	}
	return -1
}

func inSpan(basis [][]*big.Rat, target []int64) bool {
	v := make([]*big.Rat, len(target))
	for i, x := range target {
		v[i] = big.NewRat(x, 1)
	}
	return remainder(basis, v) == nil
}

// TestGroups: what is shown and what goes into "others".
func TestGroups(t *testing.T) {
	t.Parallel()
	some := func(service string, from, people, each int, late bool) (out []record) {
		for i := range people * each {
			out = append(out, record{chat: int64(from + i%people), service: service, late: late})
		}
		return out
	}
	join := func(all ...[]record) (out []record) {
		for _, some := range all {
			out = append(out, some...)
		}
		return out
	}
	for _, c := range []struct {
		name    string
		records []record
		split   bool
		want    string
	}{
		{"nobody", nil, false, ""},
		{"four people in all", some("a", 1, 4, 10, false), false, ""},
		{"five people", some("a", 1, 5, 1, false), false, "a 5"},
		{"one small group draws in the smallest other", join(some("a", 1, 9, 1, false), some("b", 20, 6, 1, false), some("c", 40, 1, 1, false)), false, "a 9, * 7"},
		{"small ones together are enough", join(some("a", 1, 9, 1, false), some("b", 20, 3, 1, false), some("c", 40, 3, 1, false)), false, "a 9, * 6"},
		{"the same people in two small groups are not more", join(some("a", 1, 9, 1, false), some("b", 20, 3, 1, false), some("c", 20, 4, 1, false)), false, "* 16"},
		{"forgotten people count as one", append(some("a", 1, 4, 1, false), record{service: "a"}, record{service: "a"}, record{service: "a"}), false, "a 7"},
		{"forgotten people alone are too few", []record{{service: "a"}, {service: "a"}, {service: "a"}, {service: "a"}, {service: "a"}}, false, ""},
		{"too few late ones are not told by the rest", join(some("a", 1, 50, 1, false), some("a", 60, 3, 1, true)), true, ""},
		{"both parts of five", join(some("a", 1, 6, 1, false), some("a", 60, 5, 1, true), some("b", 80, 9, 1, false), some("b", 90, 5, 1, true)), true, "b 14, a 11"},
		{"a group always in time goes to the others", join(some("a", 1, 6, 1, false), some("a", 60, 5, 1, true), some("b", 80, 90, 1, false), some("c", 200, 9, 1, false), some("c", 300, 9, 1, true)), true, "c 18, * 101"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			groups, _ := parts(c.records, func(r record) string { return r.service }, c.split)
			var got []string
			for _, g := range groups {
				got = append(got, fmt.Sprint(g.id, " ", g.total()))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("shown %s, want %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}

func TestQuarters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026-1": "2026-01-01 2026-03-31", "2026-4": "2026-10-01 2026-12-31", "2028-1": "2028-01-01 2028-03-31"} {
		q, err := ParseQuarter(text)
		if p := q.Period(); err != nil || fmt.Sprint(p.From, " ", p.To) != want || q.next().first() != p.To+1 {
			t.Error(text, p, err)
		}
	}
	for _, text := range []string{"", "2026", "2026-0", "2026-5", "2026-1x", " 2026-1", "26-1", "2026-01"} {
		if q, err := ParseQuarter(text); err == nil {
			t.Errorf("%q was taken: %v", text, q)
		}
	}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	if _, err := readCorrections(correctionsFile); err != nil {
		t.Error(err)
	}
	got, err := readCorrections([]byte("- {date: 2027-02-01, quarter: 2026-4, ru: ошибка, kk: қате}"))
	if err != nil || len(got) != 1 || got[0].In("kk") != "қате" {
		t.Error(got, err)
	}
	for _, bad := range []string{"- {date: 2027-02-01, quarter: 2026-4, ru: ошибка}", "- {date: 2027-02-01, quarter: now, ru: a, kk: b}", "- {who: 1}"} {
		if got, err := readCorrections([]byte(bad)); err == nil {
			t.Errorf("%s was taken: %v", bad, got)
		}
	}
}

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
