package reports_test

import (
	"fmt"
	"io"
	"net/url"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/demo"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/tables"
)

// howMany is the environment's number of complaints for the measurements; they
// are skipped without it.
const howMany = "MERZIM_TEST_COMPLAINTS"

// TestScale measures overview, log and export over many complaints, on both
// dialects: MERZIM_TEST_COMPLAINTS=1000000 go test -run Scale -v -timeout 60m
func TestScale(t *testing.T) {
	databasetest.Large(t, howMany, scale)
}

func scale(t *testing.T, db *database.DB, many int) {
	ctx := t.Context()
	start := time.Now()
	if err := demo.Fill(ctx, db, demo.Options{Complaints: many, Seed: 1, Now: now, Catalog: law(), Texts: texts()}); err != nil {
		t.Fatal(err)
	}
	t.Logf("made up %d complaints in %s", many, time.Since(start).Round(time.Millisecond))
	store := reports.NewStore(db, clock.At(now))
	median := func(what string, do func() (any, error)) {
		t.Helper()
		var took []time.Duration
		var got any
		for range 11 {
			start := time.Now()
			var err error
			if got, err = do(); err != nil {
				t.Fatal(what, err)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		t.Logf("%-50s median %8s  slowest %8s  %v", what, took[5].Round(100*time.Microsecond), took[10].Round(100*time.Microsecond), got)
	}
	today := calendar.DateIn(now)
	for _, days := range []int{28, 91, 364, 728} {
		for _, scope := range []reports.Scope{{}, {Agency: "police-migration"}, {Region: "almaty"}, {Sector: "land-relations"}, {Service: "id-card"}} {
			median(fmt.Sprintf("overview of %d days %v", days, scope), func() (any, error) {
				o, err := store.Overview(ctx, law(), reports.Last(days, today), scope)
				return fmt.Sprint(o.Complaints.Now, " complaints, ", o.Overdue, " overdue"), err
			})
		}
	}
	for _, query := range []string{
		"", "order=oldest", "order=overdue", "kind=money", "region=almaty&kind=money", "sector=land-relations", "agency=police-migration&state=not_solved",
		"service=id-card", "from=2026-01-01&to=2026-01-31&kind=delay", "overdue=20", "overdue=20&order=overdue", "language=kk&state=answered&kind=refused",
		"agency=akimat-veterinary", "sector=courts&kind=money&region=ulytau", "label=x", "agency=akimat-veterinary&kind=delay&order=overdue",
	} {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		f, err := reports.ParseFilter(law(), v)
		if err != nil {
			t.Fatal(query, err)
		}
		median("log, first page: "+query, func() (any, error) {
			p, err := store.Log(ctx, law(), f)
			n, exact, err2 := store.Count(ctx, law(), f)
			if err == nil {
				err = err2
			}
			return fmt.Sprint(len(p.Entries), " of ", n, exact), err
		})
		deep := f
		for range 20 {
			p, err := store.Log(ctx, law(), deep)
			if err != nil {
				t.Fatal(err)
			}
			if p.Next == "" {
				break
			}
			deep.After = p.Next
		}
		median("log, 20th page: "+query, func() (any, error) { p, err := store.Log(ctx, law(), deep); return len(p.Entries), err })
	}
	median("a complaint", func() (any, error) { d, _, err := store.Detail(ctx, law(), int64(many/2)); return len(d.Similar), err })
	for _, format := range tables.Formats() {
		peak, start := watchHeap(), time.Now()
		if err := store.ExportLog(ctx, words("ru"), reports.Filter{}, format, io.Discard, nil); err != nil {
			t.Fatal(err)
		}
		t.Logf("export of all as %-5s in %8s, heap at most %d MiB", format, time.Since(start).Round(time.Millisecond), peak()>>20)
	}
}

// watchHeap looks at the heap ten times a second and tells the most it held.
func watchHeap() (peak func() uint64) {
	runtime.GC()
	var most uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); <-stopped; return most }
}
