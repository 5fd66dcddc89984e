package reports_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/reports"
)

func filter(t *testing.T, address string) reports.Filter {
	t.Helper()
	v, err := url.ParseQuery(address)
	if err != nil {
		t.Fatal(err)
	}
	f, err := reports.ParseFilter(law(), v)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// testLog: pages hold each complaint of a filter once, in order, also while
// others are recorded, and the count is that of the rows.
func testLog(t *testing.T, db *database.DB) {
	store := seeded(t, db, 900)
	for address, where := range map[string]string{
		"":                        "1 = 1",
		"order=oldest":            "1 = 1",
		"order=overdue":           "1 = 1",
		"kind=money":              "kind = 'money'",
		"region=none&state=filed": "region = '' AND state = 'filed'",
		"agency=akimat-land":      "agency = 'akimat-land'",
		"language=kk&state=recorded&order=overdue": "language = 'kk' AND state = 'recorded'",
		"overdue=3":                     "days_overdue >= 3",
		"overdue=3&kind=money":          "1 = 0",
		"from=2026-10-01&to=2026-11-01": "created_at >= 1790794800 AND created_at < 1793559600",
	} {
		f := filter(t, address)
		want := counted(t, db, `complaints WHERE `+where)
		if n, exact, err := store.Count(t.Context(), law(), f); err != nil || n != want || !exact {
			t.Errorf("%s: %d (%v), the rows say %d: %v", address, n, exact, want, err)
		}
		var seen []reports.Entry
		for f.After = ""; ; {
			page, err := store.Log(t.Context(), law(), f)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, page.Entries...)
			if f.After = page.Next; f.After == "" {
				break
			}
			if len(seen) == reports.PageSize { // the newest: it belongs on a page that was read
				if _, err := db.Exec(t.Context(), `UPDATE complaints SET updated_at = updated_at + 1 WHERE id = ?`, seen[0].ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		if int64(len(seen)) != want {
			t.Errorf("%s: %d on the pages, %d rows", address, len(seen), want)
		}
		ids := map[int64]bool{}
		for i, e := range seen {
			ids[e.ID] = true
			if i > 0 && !inOrder(f.Order, seen[i-1], e) {
				t.Errorf("%s: %s stands after %s", address, e.Number, seen[i-1].Number)
			}
		}
		if len(ids) != len(seen) {
			t.Errorf("%s: some stand twice", address)
		}
	}
}

func inOrder(o reports.Order, a, b reports.Entry) bool {
	switch o {
	case reports.Oldest:
		return !b.At.Before(a.At)
	case reports.Latest:
		return a.Overdue >= b.Overdue
	}
	return !a.At.Before(b.At)
}

func TestFiltersGoThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, values ...string) string {
			return rapid.SampledFrom(append(values, "")).Draw(t, name)
		}
		v := url.Values{}
		for name, value := range map[string]string{
			"kind": pick("kind", "delay", "money"), "agency": pick("agency", "akimat-land"), "service": pick("service", "id-card", "gone-service"), "region": pick("region", "abai", "none"),
			"sector": pick("sector", "police"), "language": pick("language", "kk", "ru"), "state": pick("state", "not_solved"), "overdue": pick("overdue", "1", "365"),
			"label": pick("label", "тексеру керек"), "order": pick("order", "oldest", "overdue"), "after": pick("after", "0.1790794800.17"),
		} {
			if value != "" {
				v.Set(name, value)
			}
		}
		if rapid.Bool().Draw(t, "period") {
			v.Set("from", "2026-01-01")
			v.Set("to", "2026-03-31")
		}
		f, err := reports.ParseFilter(law(), v)
		if err != nil {
			t.Fatal(v, err)
		}
		if got := f.Values(); got.Encode() != v.Encode() {
			t.Fatalf("%s became %s", v.Encode(), got.Encode())
		}
		again, err := reports.ParseFilter(law(), f.Values())
		if err != nil || again != f {
			t.Fatal(again, err)
		}
	})
}

func TestWrongFiltersAreRefused(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"kind=bribe", "agency=none", "region=mars", "sector=banks", "language=en", "state=open", "order=random", "overdue=0", "overdue=-1", "overdue=1e3", "overdue=+5", "overdue=99999",
		"from=2026-01-01", "to=2026-01-01", "from=2026-02-01&to=2026-01-01", "from=2026-02-30&to=2026-03-01", "from=1066-10-14&to=2026-01-01", "page=2", "kind=delay&kind=money",
		"after=1", "after=1.2.3.4", "after=1.2.x", "after=1.2.3 OR 1=1", "service=a'b", "service=" + strings.Repeat("a", 81), "label=UPPER", "label=+7 701 234 56 78",
	} {
		v, err := url.ParseQuery(address)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := reports.ParseFilter(law(), v); err == nil {
			t.Errorf("%s was taken: %+v", address, f)
		}
	}
}

// testDetail: one complaint with its timeline and the count of its date; notes
// are screened, labels filter the log.
func testDetail(t *testing.T, db *database.DB) {
	store := seeded(t, db, 300)
	ctx := t.Context()
	page, err := store.Log(ctx, law(), filter(t, "kind=delay&order=overdue"))
	if err != nil || len(page.Entries) == 0 {
		t.Fatal(page, err)
	}
	e := page.Entries[0]
	id, ok, err := store.Find(ctx, e.Number)
	if err != nil || !ok || id != e.ID {
		t.Fatal(id, ok, err)
	}
	const analyst = 4242
	for _, err := range []error{
		store.AddNote(ctx, id, analyst, "звонил +7 701 234 56 78, ИИН 900101300007"), store.AddLabel(ctx, id, "  Тексеру   керек "), store.AddLabel(ctx, id, "тексеру керек"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	d, ok, err := store.Detail(ctx, law(), id)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if diff := cmp.Diff(e, d.Entry); diff != "" {
		t.Error(diff)
	}
	if d.Count == nil || d.Count.Due != e.Due || len(d.Events) == 0 || d.Events[0].Kind != "recorded" {
		t.Errorf("count %+v, events %+v", d.Count, d.Events)
	}
	if len(d.Notes) != 1 || strings.Contains(d.Notes[0].Text, "701") || strings.Contains(d.Notes[0].Text, "900101") {
		t.Errorf("notes %+v", d.Notes)
	}
	if !slices.Equal(d.Labels, []string{"тексеру керек"}) {
		t.Errorf("labels %q", d.Labels)
	}
	for _, like := range d.Similar {
		if like.Service != d.Service || like.Kind != d.Kind || like.ID == d.ID {
			t.Errorf("not alike: %+v", like)
		}
	}
	labelled, err := store.Log(ctx, law(), filter(t, "label=тексеру+керек"))
	if err != nil || len(labelled.Entries) != 1 || labelled.Entries[0].ID != id {
		t.Error(labelled, err)
	}
	for i := range 12 {
		err = store.AddLabel(ctx, id, strings.Repeat("ә", i+1))
	}
	if !errors.Is(err, reports.ErrTooMany) {
		t.Error("a heap of labels:", err)
	}
	if err := store.AddNote(ctx, id, analyst, " \n"); !errors.Is(err, reports.ErrEmpty) {
		t.Error("an empty note:", err)
	}
	if err := store.AddNote(ctx, 1<<40, analyst, "x"); !errors.Is(err, reports.ErrNoComplaint) {
		t.Error("a note of nothing:", err)
	}
	if _, ok, err := store.Find(ctx, complaints.Number{Year: 2020, N: 1}); ok || err != nil {
		t.Error(ok, err)
	}
	forgetAnalyst(t, db, store, id, analyst)
}

// forgetAnalyst: the note of an analyst who is forgotten stays, of nobody.
func forgetAnalyst(t *testing.T, db *database.DB, store *reports.Store, complaint, analyst int64) {
	t.Helper()
	ctx := t.Context()
	if err := store.Subscribe(ctx, analyst); err != nil {
		t.Fatal(err)
	}
	if err := db.Tx(ctx, func(tx *database.Tx) error { return reports.ForgetChat(ctx, tx, analyst) }); err != nil {
		t.Fatal(err)
	}
	if n := counted(t, db, `complaint_notes WHERE author <> 0`); n != 0 {
		t.Error(n, "notes of the forgotten")
	}
	if on, err := store.Subscribed(ctx, analyst); on || err != nil {
		t.Error("still subscribed", err)
	}
	d, _, err := store.Detail(ctx, law(), complaint)
	if err != nil || len(d.Notes) != 1 {
		t.Error(d.Notes, err)
	}
}

// testAsked: what fewer than five asked alike is not shown.
func testAsked(t *testing.T, db *database.DB) {
	at := clock.At(now)
	kept, store := feedback.NewStore(db, at), reports.NewStore(db, at)
	update := int64(0)
	ask := func(lang, question, nearest string) {
		update++
		if err := errors.Join(kept.ReportMissing(t.Context(), update, lang, question, nearest), kept.NoteUnanswered(t.Context(), update, lang, question, nearest)); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range []string{"Дронды тіркеу", "дронды тiркеу?", "тіркеу дронды", "дронды тіркеу!!", "дронды тиркеу"} {
		ask("kk", strings.ReplaceAll(q, "i", "і"), "car-registration")
	}
	for range 4 {
		ask("ru", "посадить дерево", "")
	}
	p := reports.Last(7, filter(t, "from=2026-11-23&to=2026-11-23").Period.From)
	for name, read := range map[string]func() ([]reports.Asked, error){
		"missing":    func() ([]reports.Asked, error) { return store.Missing(t.Context(), p) },
		"unanswered": func() ([]reports.Asked, error) { return store.Unanswered(t.Context(), p) },
	} {
		got, err := read()
		if err != nil || len(got) != 1 || got[0].Count != 5 || got[0].Kazakh != 5 || len(got[0].Examples) != 3 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if table := words("kk").Asked(name, got); len(table.Rows) != 1 || table.Rows[0][1] != 5 {
			t.Errorf("%+v", table)
		}
	}
	at.Advance(91 * 24 * 3600 * 1e9)
	if n, err := kept.Retain(t.Context()); err != nil || n != 9 {
		t.Error("erased", n, err)
	}
	if got, err := store.Unanswered(t.Context(), p); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}
