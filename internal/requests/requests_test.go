package requests_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const citizen, stranger = 7_012_345_678, 1001

// stand is a base with the stores around it, at 10:00 on 23 November 2026.
type stand struct {
	*testing.T
	db       *database.DB
	now      *clock.Manual
	calendar *calendar.Calendar
	people   *people.Store
	outbox   *notices.Store
	store    *requests.Store
	update   int64
}

func open(t *testing.T, db *database.DB) *stand {
	t.Helper()
	now := clock.At(day("2026-11-23").At(10, 0))
	s := &stand{T: t, db: db, now: now, calendar: official(t), people: people.NewStore(db, now), outbox: notices.NewStore(db, now)}
	s.store = requests.NewStore(db, now, s.outbox)
	s.outbox.AfterSent = s.store.Told
	for _, chat := range []int64{citizen, stranger} {
		s.must(s.people.GiveConsent(t.Context(), chat, "kk"))
	}
	return s
}

func (s *stand) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// next is the id of a new update.
func (s *stand) next() int64 { s.update++; return s.update }

// at moves the clock to an hour of a day.
func (s *stand) at(on string, hour int) { s.now.Advance(day(on).At(hour, 0).Sub(s.now.Now())) }

// idCard is an identity card filed on 2 November 2026, 15 working days.
func idCard() requests.New {
	rule := calendar.Rule{Length: 15, Unit: calendar.WorkingDays}
	return requests.New{
		Chat: citizen, Service: "id-card", Choice: catalog.Choice{"reason": "expired"}, Term: 1, Kind: catalog.Rendering, TermStatus: catalog.StatusPage,
		Rule: &rule, Filed: calendar.Filing{Date: day("2026-11-02"), Minute: calendar.NoHour},
	}
}

func (s *stand) create(n requests.New) requests.Request {
	s.Helper()
	r, err := s.store.Create(s.Context(), s.calendar, s.next(), n)
	s.must(err)
	return r
}

func (s *stand) find(id int64) requests.Request {
	s.Helper()
	r, ok, err := s.store.Find(s.Context(), citizen, id)
	if err != nil || !ok {
		s.Fatal("request", id, ok, err)
	}
	return r
}

// kinds lists the timeline of a request.
func (s *stand) kinds(id int64) (out []requests.EventKind) {
	s.Helper()
	events, err := s.store.Events(s.Context(), citizen, id)
	s.must(err)
	for i, e := range events {
		if e.Number != i+1 {
			s.Error("event", i, "has the number", e.Number)
		}
		out = append(out, e.Kind)
	}
	return out
}

// waiting lists the kinds of notice that wait about a request.
func (s *stand) waiting(id int64) (out []notices.Kind) {
	s.Helper()
	all, err := s.outbox.OfRequest(s.Context(), citizen, id)
	s.must(err)
	for _, n := range all {
		if n.State == notices.Queued {
			out = append(out, n.Kind)
		}
	}
	return out
}

func day(text string) calendar.Date { return embeddedtest.Day(text) }

// TestRequests is the conformance suite of the store.
func TestRequests(t *testing.T) {
	suite := databasetest.Suite{}
	for name, part := range map[string]func(*stand){
		"create":      create,
		"refused":     refused,
		"strangers":   strangers,
		"states":      states,
		"receipt":     receipt,
		"start":       start,
		"stops":       stops,
		"extension":   extension,
		"delete":      erase,
		"order":       order,
		"reminders":   reminders,
		"outage":      outage,
		"no reminder": noReminder,
		"case":        otherCase,
		"recount":     recount,
	} {
		suite[name] = func(t *testing.T, db *database.DB) { part(open(t, db)) }
	}
	suite.Run(t)
}

// create: what is kept is what was said, once.
func create(s *stand) {
	n := idCard()
	n.Filed.Minute, n.Number, n.Region, n.Ticks = 11*60+5, " № KZ12ABC00012345 ", "almaty", []int{1, 3}
	r, err := s.store.Create(s.Context(), s.calendar, 7, n)
	s.must(err)
	again, err := s.store.Create(s.Context(), s.calendar, 7, n)
	s.must(err)
	got := s.find(r.ID)
	if got.ID != again.ID || again.ID != r.ID {
		s.Errorf("an update that came twice made %d and %d", r.ID, again.ID)
	}
	if got.Due != day("2026-11-23") || got.DueFrom != requests.ByCount || got.State != requests.Filed || got.Number != "KZ12ABC00012345" ||
		got.Filed.String() != "2026-11-02 11:05" || got.Region != "almaty" || !slices.Equal(got.Ticks, []int{1, 3}) || got.Choice["reason"] != "expired" ||
		got.CalendarVersion != s.calendar.Version() || *got.Rule != *n.Rule || !got.CreatedAt.Equal(s.now.Now()) || !got.Binds() {
		s.Errorf("kept %+v", got)
	}
	if events := s.kinds(r.ID); !slices.Equal(events, []requests.EventKind{requests.EventCreated}) {
		s.Error("timeline:", events)
	}
	if list, err := s.store.List(s.Context(), citizen); err != nil || len(list) != 1 {
		s.Error("listed", list, err)
	}
}

// refused: what is not kept, with the reason.
func refused(s *stand) {
	change := func(do func(*requests.New)) requests.New { n := idCard(); do(&n); return n }
	cases := map[string]struct {
		n    requests.New
		want error
	}{
		"tomorrow":          {change(func(n *requests.New) { n.Filed.Date = day("2026-11-24") }), requests.ErrFuture},
		"an IIN":            {change(func(n *requests.New) { n.Number = "900101 300 017" }), requests.ErrIIN},
		"a phone":           {change(func(n *requests.New) { n.Number = "+7 701 234 56 78" }), requests.ErrPersonal},
		"an early receipt":  {change(func(n *requests.New) { n.Receipt = day("2026-11-01") }), requests.ErrReceipt},
		"without consent":   {change(func(n *requests.New) { n.Chat = 5 }), people.ErrNoConsent},
		"consent withdrawn": {change(func(n *requests.New) { n.Chat = 6 }), people.ErrNoConsent},
	}
	s.must(s.people.GiveConsent(s.Context(), 6, "ru"))
	s.must(s.people.WithdrawConsent(s.Context(), 6))
	for name, c := range cases {
		if _, err := s.store.Create(s.Context(), s.calendar, s.next(), c.n); !errors.Is(err, c.want) {
			s.Errorf("%s: %v", name, err)
		}
	}
	if n, err := s.store.CountOpen(s.Context()); n != 0 || err != nil {
		s.Error(n, "kept,", err)
	}
	for range 100 {
		s.create(idCard())
	}
	if _, err := s.store.Create(s.Context(), s.calendar, s.next(), idCard()); !errors.Is(err, requests.ErrTooMany) {
		s.Error("the hundred and first:", err)
	}
}

// strangers: nobody reads or changes another person's request.
func strangers(s *stand) {
	r := s.create(idCard())
	ctx, c := s.Context(), s.calendar
	tries := map[string]func() error{
		"state":   func() error { _, err := s.store.SetState(ctx, c, stranger, r.ID, 100, requests.Ready); return err },
		"undo":    func() error { _, _, err := s.store.Undo(ctx, c, stranger, r.ID, 101); return err },
		"receipt": func() error { _, err := s.store.SetReceipt(ctx, c, stranger, r.ID, 102, day("2026-12-01")); return err },
		"number":  func() error { _, err := s.store.SetNumber(ctx, stranger, r.ID, 103, "A-1"); return err },
		"region":  func() error { _, err := s.store.SetRegion(ctx, stranger, r.ID, 104, "astana"); return err },
		"start":   func() error { _, err := s.store.SetStart(ctx, c, stranger, r.ID, 105, day("2026-11-03")); return err },
		"ticks":   func() error { return s.store.SetTicks(ctx, stranger, r.ID, []int{1}) },
		"mute":    func() error { _, err := s.store.Mute(ctx, c, stranger, r.ID, 106, true); return err },
		"stop":    func() error { _, err := s.store.Stop(ctx, c, stranger, r.ID, 107, day("2026-11-03")); return err },
		"resume":  func() error { _, err := s.store.Resume(ctx, c, stranger, r.ID, 108, day("2026-11-03")); return err },
		"extend":  func() error { _, err := s.store.Extend(ctx, c, stranger, r.ID, 109, r.Rule); return err },
	}
	for name, try := range tries {
		if err := try(); !errors.Is(err, requests.ErrNotFound) {
			s.Errorf("%s: %v", name, err)
		}
	}
	if deleted, err := s.store.Delete(ctx, stranger, r.ID); deleted || err != nil {
		s.Error("deleted:", deleted, err)
	}
	if _, ok, err := s.store.Find(ctx, stranger, r.ID); ok || err != nil {
		s.Error("found:", ok, err)
	}
	if events, err := s.store.Events(ctx, stranger, r.ID); len(events) != 0 || err != nil {
		s.Error("read:", events, err)
	}
	if list, err := s.store.List(ctx, stranger); len(list) != 0 || err != nil {
		s.Error("listed:", list, err)
	}
	if got := s.find(r.ID); got.State != requests.Filed || got.UpdatedAt != r.UpdatedAt {
		s.Errorf("changed to %+v", got)
	}
}

// states: pressed, pressed twice, taken back.
func states(s *stand) {
	ctx, c := s.Context(), s.calendar
	r := s.create(idCard())
	press := func(update int64, to requests.State) requests.Request {
		s.Helper()
		got, err := s.store.SetState(ctx, c, citizen, r.ID, update, to)
		s.must(err)
		return got
	}
	undo := func(update int64) bool {
		s.Helper()
		_, undone, err := s.store.Undo(ctx, c, citizen, r.ID, update)
		s.must(err)
		return undone
	}
	if got := press(10, requests.Accepted); got.State != requests.Accepted || !got.ClosedAt.IsZero() {
		s.Errorf("accepted: %+v", got)
	}
	press(11, requests.Ready)
	press(10, requests.Accepted) // comes once more
	got := s.find(r.ID)
	if got.State != requests.Ready || got.ClosedAt.IsZero() || got.Remind != 0 || got.Standing(c, day("2026-12-30")).Phase != requests.Closed {
		s.Errorf("ready: %+v", got)
	}
	for range 2 { // the press comes twice
		if !undo(12) {
			s.Error("not undone")
		}
	}
	if got := s.find(r.ID); got.State != requests.Accepted || !got.ClosedAt.IsZero() || got.Remind != day("2026-11-24") {
		s.Errorf("undone: %+v", got)
	}
	if undo(13) {
		s.Error("an undo was undone")
	}
	press(14, requests.MoreDocuments)
	if _, err := s.store.SetStateByStaff(ctx, c, r.ID, 15, requests.Refused, "звоните +7 701 234 56 78"); err != nil {
		s.Fatal(err)
	}
	if undo(16) {
		s.Error("a press was undone after which staff changed the request")
	}
	events, err := s.store.Events(ctx, citizen, r.ID)
	s.must(err)
	last := events[len(events)-1]
	if last.Actor != requests.Staff || last.Was != "more_documents" || last.Now != "refused" || last.Note != "звоните […]" || last.Update != 15 {
		s.Errorf("by staff: %+v", last)
	}
	if waits := s.waiting(r.ID); !slices.Equal(waits, []notices.Kind{notices.Status}) {
		s.Error("waiting:", waits)
	}
	press(17, requests.Withdrawn)
	if waits := s.waiting(r.ID); len(waits) != 0 {
		s.Error("told what the person has just told us:", waits)
	}
	if _, err := s.store.SetState(ctx, c, citizen, r.ID, 18, "lost"); err == nil {
		s.Error("an unknown state was taken")
	}
}

// receipt: the date that the agency printed wins, and makes an unverified
// term one that binds.
func receipt(s *stand) {
	ctx, c := s.Context(), s.calendar
	n := idCard()
	n.TermStatus = catalog.StatusUnverified
	r := s.create(n)
	if r.Binds() || r.Standing(c, day("2026-11-30")).Phase != requests.Passed {
		s.Errorf("an unverified term binds: %+v", r)
	}
	got, err := s.store.SetReceipt(ctx, c, citizen, r.ID, 10, day("2026-12-01"))
	s.must(err)
	if got.Due != day("2026-12-01") || got.DueFrom != requests.ByReceipt || !got.Binds() || got.Remind != day("2026-11-30") {
		s.Errorf("%+v", got)
	}
	if st := got.Standing(c, day("2026-12-03")); st.Phase != requests.Overdue || st.DaysOverdue != 2 {
		s.Errorf("%+v", st)
	}
	if counted, err := got.Counted(c); counted != day("2026-11-23") || err != nil {
		s.Error("our count:", counted, err)
	}
	if _, undone, err := s.store.Undo(ctx, c, citizen, r.ID, 11); !undone || err != nil {
		s.Error(undone, err)
	}
	if got := s.find(r.ID); got.Due != day("2026-11-23") || got.DueFrom != requests.ByCount {
		s.Errorf("%+v", got)
	}
	if _, err := s.store.SetReceipt(ctx, c, citizen, r.ID, 12, day("2026-11-01")); !errors.Is(err, requests.ErrReceipt) {
		s.Error(err)
	}
}

// start: a term that runs from another event has no date until its day is
// told.
func start(s *stand) {
	n := idCard()
	n.StartEvent = "payment"
	r := s.create(n)
	if r.Due != 0 || r.DueFrom != requests.ByNothing || r.Remind != 0 || r.Standing(s.calendar, day("2027-01-05")).Phase != requests.Undated {
		s.Errorf("%+v", r)
	}
	if _, err := s.store.SetStart(s.Context(), s.calendar, citizen, r.ID, 10, day("2026-11-24")); !errors.Is(err, requests.ErrFuture) {
		s.Error(err)
	}
	got, err := s.store.SetStart(s.Context(), s.calendar, citizen, r.ID, 11, day("2026-11-20"))
	s.must(err)
	if got.Due != day("2026-12-11") {
		s.Errorf("%+v", got)
	}
}

// stops: the clock stands only where told to, and the days are added.
func stops(s *stand) {
	ctx, c := s.Context(), s.calendar
	r := s.create(idCard())
	got, err := s.store.SetState(ctx, c, citizen, r.ID, 9, requests.MoreDocuments)
	s.must(err)
	if got.StoppedOn != 0 || got.Remind != day("2026-11-24") {
		s.Errorf("a stop was invented: %+v", got)
	}
	got, err = s.store.Stop(ctx, c, citizen, r.ID, 10, day("2026-11-18"))
	s.must(err)
	if got.StoppedOn != day("2026-11-18") || got.Remind != 0 || got.Standing(c, day("2026-12-18")).Phase != requests.Stopped {
		s.Errorf("%+v", got)
	}
	got, err = s.store.Resume(ctx, c, citizen, r.ID, 11, day("2026-11-23"))
	s.must(err)
	if got.StoppedOn != 0 || got.StoppedDays != 3 || got.Due != day("2026-11-26") || got.Remind != day("2026-11-25") {
		s.Errorf("three working days later: %+v", got)
	}
	if _, undone, err := s.store.Undo(ctx, c, citizen, r.ID, 12); !undone || err != nil {
		s.Error(undone, err)
	}
	if got := s.find(r.ID); got.StoppedOn != day("2026-11-18") || got.StoppedDays != 0 || got.Due != day("2026-11-23") {
		s.Errorf("%+v", got)
	}
}

// extension: the agency's extra time runs from the end of the term.
func extension(s *stand) {
	r := s.create(idCard())
	more := calendar.Rule{Length: 30, Unit: calendar.CalendarDays}
	got, err := s.store.Extend(s.Context(), s.calendar, citizen, r.ID, 10, &more)
	s.must(err)
	if got = s.find(r.ID); got.Due != day("2026-12-23") || *got.Extension != more {
		s.Errorf("%+v", got)
	}
}

// erase: nothing is left of a request but nameless counts.
func erase(s *stand) {
	r := s.create(idCard())
	s.at("2026-11-24", 9)
	if n, err := s.store.Remind(s.Context(), s.calendar); n != 1 || err != nil {
		s.Fatal(n, err)
	}
	for _, want := range []bool{true, false} {
		if deleted, err := s.store.Delete(s.Context(), citizen, r.ID); deleted != want || err != nil {
			s.Error(deleted, err)
		}
	}
	for _, table := range []string{"requests", "request_events", "notices"} {
		if n := s.rows(table); n != 0 {
			s.Errorf("%d rows left in %s", n, table)
		}
	}
	if n := s.rows("notice_counts WHERE kind = 'reminder' AND state = 'cancelled' AND total = 1 AND day = '2026-11-24'"); n != 1 {
		s.Error("not counted")
	}
	if again := s.create(idCard()); again.ID == r.ID {
		s.Error("a dead button would open another request")
	}
}

func (s *stand) rows(from string) (n int) {
	s.Helper()
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM `+from).Scan(&n))
	return n
}

// order: open requests first, by due date.
func order(s *stand) {
	file := func(change func(*requests.New)) int64 { n := idCard(); change(&n); return s.create(n).ID }
	none := file(func(n *requests.New) { n.Rule = nil })
	late := file(func(n *requests.New) { n.Filed.Date = day("2026-11-10") })
	soon := file(func(*requests.New) {})
	first, second := file(func(*requests.New) {}), file(func(*requests.New) {})
	for _, id := range []int64{first, second} {
		_, err := s.store.SetState(s.Context(), s.calendar, citizen, id, s.next()+1000, requests.Ready)
		s.must(err)
		s.now.Advance(time.Minute)
	}
	list, err := s.store.List(s.Context(), citizen)
	s.must(err)
	var got []int64
	for _, r := range list {
		got = append(got, r.ID)
	}
	if want := []int64{soon, late, none, second, first}; !slices.Equal(got, want) {
		s.Errorf("listed %v, want %v", got, want)
	}
}
