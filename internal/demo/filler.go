package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

const (
	days      = 728      // two years of 52 weeks
	firstChat = -1 << 53 // the chats lie below: Telegram's have at most 52 bits
	perPerson = 3        // records of one made-up person
)

// service is one for which records are made up, as its term stands.
type service struct {
	id, agency string
	new        requests.New
	rule       string
	slack      float64                         // share of requests answered in time
	due        map[calendar.Date]calendar.Date // by filing day
}

// late is a request that was answered late or is awaited too long.
type late struct {
	id         int64
	service    *service
	region     string
	filed, due calendar.Date
	until      calendar.Date // answered on, or today
	person     int
}

// filler makes up the data of one base.
type filler struct {
	Options
	db       *database.DB
	random   *rand.Rand
	today    calendar.Date
	services []*service
	late     []late
	persons  int
}

func newFiller(db *database.DB, o Options) *filler {
	f := &filler{Options: o, db: db, random: rand.New(rand.NewPCG(uint64(o.Seed), 1)), today: calendar.DateIn(o.Now), persons: o.Complaints/perPerson + 1}
	for _, s := range o.Catalog.Services {
		n := requests.Of(s, catalog.Choice{})
		if s.Route != catalog.RouteLadder || n.Rule == nil || n.Kind != catalog.Rendering || n.StartEvent != "" && n.StartEvent != catalog.StartFiling {
			continue
		}
		if n.StartEvent == catalog.StartFiling {
			n.StartEvent = ""
		}
		f.services = append(f.services, &service{id: s.ID, agency: s.Agency, new: n, due: map[calendar.Date]calendar.Date{}})
	}
	f.random.Shuffle(len(f.services), func(a, b int) { f.services[a], f.services[b] = f.services[b], f.services[a] })
	for _, s := range f.services {
		s.slack = 0.45 + 0.50*f.random.Float64()
	}
	return f
}

// skewed picks one of n, the first ones more often.
func (f *filler) skewed(n int) int {
	x := f.random.Float64()
	return min(n-1, int(float64(n)*x*x*x))
}

func (f *filler) service() *service { return f.services[f.skewed(len(f.services))] }

// region is one of the catalogue's, or now and then none.
func (f *filler) region() string {
	if f.random.IntN(25) == 0 {
		return ""
	}
	all := f.Catalog.Regions
	return all[f.skewed(len(all))].ID
}

// workday is a day of the past, more of them lately, and working.
func (f *filler) workday() calendar.Date {
	ago := int(float64(days) * (1 - 0.9*f.random.Float64()) * f.random.Float64())
	day := f.today.AddDays(-ago)
	if !f.Catalog.Calendar.IsWorking(day) {
		day = f.Catalog.Calendar.AddWorkingDays(day, -1)
	}
	return day
}

// moment is in the working hours of a day.
func (f *filler) moment(d calendar.Date) int64 {
	at := d.At(9, 0).Unix() + f.random.Int64N(9*3600)
	return min(at, f.Now.Unix())
}

func chat(person int) int64 { return firstChat - 1 - int64(person) }

// language of a person: the same each time.
func language(person int) string {
	if person%5 < 2 {
		return locales.Kazakh
	}
	return locales.Russian
}

// calendar keeps the calendar by which the requests are counted.
func (f *filler) calendar(ctx context.Context) error {
	at := clock.At(f.Now)
	return requests.NewStore(f.db, at, notices.NewStore(f.db, at)).KeepCalendar(ctx, f.Catalog.Calendar)
}

func (f *filler) people(ctx context.Context) error {
	rows := newBulk("people", "chat, language, blocked_at, created_at, updated_at")
	began := f.today.AddDays(-days).At(0, 0).Unix()
	for person := range f.persons {
		rows.add(chat(person), language(person), f.Now.Unix(), began, began)
		if rows.full() || person == f.persons-1 {
			if err := write(ctx, f.db, rows); err != nil {
				return err
			}
			f.Progress("people", person+1, f.persons)
		}
	}
	return nil
}

// questions are what people asked for in vain.
func (f *filler) questions(ctx context.Context) error {
	missing := newBulk("missing_services", "update_id, language, question, nearest, created_at")
	for i := range min(5000, max(60, f.Complaints/200)) {
		lang := locales.Codes()[i%2]
		texts := f.Texts.In(lang).Starting("DemoMissing")
		question := texts["DemoMissing"+string(rune('1'+f.skewed(len(texts))))]
		missing.add(-1-int64(i), lang, question, f.services[f.skewed(len(f.services))].id, f.moment(f.workday()))
	}
	return write(ctx, f.db, missing)
}

func text(d calendar.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}

func stamp(at int64) time.Time { return time.Unix(at, 0) }
