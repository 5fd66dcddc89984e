package complaints_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const citizen, stranger = 7_012_345_678, 1001

// law is the catalogue's law and calendar, read once.
var law = embeddedtest.Catalog

// stand is a base with the stores around it, at 10:00 on 23 November 2026.
type stand struct {
	*testing.T
	db       *database.DB
	now      *clock.Manual
	ladder   catalog.Ladder
	calendar *calendar.Calendar
	people   *people.Store
	outbox   *notices.Store
	requests *requests.Store
	store    *complaints.Store
	update   int64
}

func open(t *testing.T, db *database.DB) *stand {
	t.Helper()
	now := clock.At(day("2026-11-23").At(10, 0))
	s := &stand{T: t, db: db, now: now, ladder: law().Law.Ladder, calendar: law().Calendar, people: people.NewStore(db, now), outbox: notices.NewStore(db, now)}
	s.requests = requests.NewStore(db, now, s.outbox)
	s.store = complaints.NewStore(db, now, s.outbox)
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

func (s *stand) next() int64            { s.update++; return s.update }
func (s *stand) at(on string, hour int) { s.now.Advance(day(on).At(hour, 0).Sub(s.now.Now())) }
func (s *stand) find(id int64) (c complaints.Complaint) {
	s.Helper()
	c, ok, err := s.store.Find(s.Context(), citizen, id)
	if err != nil || !ok {
		s.Fatal(ok, err)
	}
	return c
}

func day(text string) calendar.Date { return embeddedtest.Day(text) }

// request is an overdue request of the citizen.
func (s *stand) request() int64 {
	s.Helper()
	rule := calendar.Rule{Length: 5, Unit: calendar.WorkingDays}
	r, err := s.requests.Create(s.Context(), s.calendar, 10_000+s.next(), requests.New{
		Chat: citizen, Service: "id-card", Term: 1, Kind: catalog.Rendering, TermStatus: catalog.StatusPage, Rule: &rule,
		Filed: calendar.Filing{Date: day("2026-11-10"), Minute: calendar.NoHour},
	})
	s.must(err)
	return r.ID
}

func delay(request int64) complaints.New {
	return complaints.New{
		Chat: citizen, Request: request, Kind: complaints.Delay, Service: "id-card", Agency: "police-migration", Region: "almaty", Language: "ru",
		Filed: day("2026-11-10"), Due: day("2026-11-17"), Text: "жду, звоните 8 701 234 56 78",
	}
}

func (s *stand) record(n complaints.New) complaints.Complaint {
	s.Helper()
	c, created, err := s.store.Create(s.Context(), s.calendar, s.next(), n)
	s.must(err)
	if !created {
		s.Fatal("not created")
	}
	return c
}

// TestComplaints is the conformance suite of the store.
func TestComplaints(t *testing.T) {
	suite := databasetest.Suite{}
	for name, part := range map[string]func(*stand){
		"record": record, "refused": refused, "double": double, "numbers": numbers, "skipped": skipped, "strangers": strangers, "ladder": ladder, "silence": silence,
		"corrections": corrections, "withdrawn": withdrawn, "reminders": reminders, "recount": recount, "forgotten": forgotten, "export": export, "order": order,
	} {
		suite[name] = func(t *testing.T, db *database.DB) { part(open(t, db)) }
	}
	suite.Run(t)
}

// record: what is kept is what was said, screened and once.
func record(s *stand) {
	n := delay(s.request())
	c, created, err := s.store.Create(s.Context(), s.calendar, 77, n)
	s.must(err)
	again, twice, err := s.store.Create(s.Context(), s.calendar, 77, n)
	s.must(err)
	if !created || twice || again.ID != c.ID {
		s.Error(created, twice, again.ID, c.ID)
	}
	got := s.find(c.ID)
	if got.Number.String() != "M-2026-000001" || got.Request != n.Request || got.Kind != complaints.Delay || got.Service != "id-card" || got.Agency != "police-migration" ||
		got.Region != "almaty" || got.Language != "ru" || got.Filed != n.Filed || got.Due != n.Due || got.DaysOverdue != 4 || got.Text != "жду, звоните […]" ||
		got.State != complaints.Recorded || len(got.Steps) != 0 || got.Learned != day("2026-11-18") || !got.CreatedAt.Equal(s.now.Now()) {
		s.Errorf("kept %+v", got)
	}
	typed, ok := complaints.ParseNumber("м-2026-1")
	if found, known, err := s.store.FindNumber(s.Context(), citizen, typed); !ok || !known || err != nil || found.ID != c.ID {
		s.Error("by number:", ok, known, err)
	}
	if d := complaints.DatesOf(s.ladder, s.calendar, &got, day("2026-11-23")); d.ComplainBy != day("2027-02-18") || d.AnswerDue != 0 || d.CourtBy != 0 {
		s.Errorf("%+v", d)
	}
}

// refused: what is not recorded, with the reason.
func refused(s *stand) {
	change := func(do func(*complaints.New)) complaints.New { n := delay(0); do(&n); return n }
	for name, c := range map[string]struct {
		n    complaints.New
		want error
	}{
		"on the due day":           {change(func(n *complaints.New) { n.Due = day("2026-11-23") }), complaints.ErrNotOverdue},
		"without a due day":        {change(func(n *complaints.New) { n.Due = 0 }), complaints.ErrNotOverdue},
		"filed tomorrow":           {change(func(n *complaints.New) { n.Filed = day("2026-11-24") }), complaints.ErrFuture},
		"another person's request": {change(func(n *complaints.New) { n.Chat, n.Request = stranger, s.request() }), complaints.ErrNoRequest},
		"without consent":          {change(func(n *complaints.New) { n.Chat = 5 }), people.ErrNoConsent},
	} {
		if _, created, err := s.store.Create(s.Context(), s.calendar, s.next(), c.n); created || !errors.Is(err, c.want) {
			s.Errorf("%s: %v %v", name, created, err)
		}
	}
	for range 20 {
		s.record(delay(0))
	}
	if _, _, err := s.store.Create(s.Context(), s.calendar, s.next(), delay(0)); !errors.Is(err, complaints.ErrTooMany) {
		s.Error(err)
	}
	s.at("2026-11-24", 0)
	s.record(delay(0))
}

// double: one open complaint of a kind about a request.
func double(s *stand) {
	n := delay(s.request())
	first := s.record(n)
	if c, created, err := s.store.Create(s.Context(), s.calendar, s.next(), n); created || err != nil || c.ID != first.ID {
		s.Error("doubled:", c.ID, created, err)
	}
	money := n
	money.Kind = complaints.Money
	s.record(money)
	_, err := s.store.Withdraw(s.Context(), citizen, first.ID, s.next())
	s.must(err)
	s.record(n)
	if all, err := s.store.OfRequest(s.Context(), citizen, n.Request); len(all) != 3 || err != nil {
		s.Error(len(all), err)
	}
}

// skipped: numbers left out are given to nobody, in a year without complaints
// so far as in others.
func skipped(s *stand) {
	skip := func() {
		s.must(s.db.Tx(s.Context(), func(tx *database.Tx) error { return s.store.SkipNumbers(s.Context(), tx, 10_000) }))
	}
	s.record(delay(s.request()))
	skip()
	if c := s.record(delay(s.request())); c.Number.String() != "M-2026-010002" {
		s.Error("after a gap:", c.Number)
	}
	s.at("2027-01-04", 10)
	skip()
	if c := s.record(delay(s.request())); c.Number.String() != "M-2027-010001" {
		s.Error("in a new year:", c.Number)
	}
}

// numbers: unique when many complain at once, and from 1 in each Almaty year.
func numbers(s *stand) {
	const many = 40
	seen := make([]complaints.Number, many)
	n := delay(s.request())
	var all sync.WaitGroup
	for i := range many {
		update := s.next()
		all.Go(func() {
			mine := delay(0)
			mine.Chat = 5000 + int64(i)
			if err := s.people.GiveConsent(s.Context(), mine.Chat, "ru"); err != nil {
				s.Error(err)
				return
			}
			c, created, err := s.store.Create(s.Context(), s.calendar, update, mine)
			if err != nil || !created {
				s.Error(created, err)
			}
			seen[i] = c.Number
		})
	}
	made := make([]bool, 8)
	for i := range made {
		update := s.next()
		all.Go(func() {
			_, created, err := s.store.Create(s.Context(), s.calendar, update, n)
			if err != nil {
				s.Error(err)
			}
			made[i] = created
		})
	}
	all.Wait()
	slices.SortFunc(seen, func(a, b complaints.Number) int { return int(a.N - b.N) })
	if len(slices.Compact(seen)) != many {
		s.Error("numbers given twice:", seen)
	}
	if slices.Index(made, true) < 0 || slices.Index(made[slices.Index(made, true)+1:], true) >= 0 {
		s.Error("the same complaint at once:", made)
	}
	s.now.Advance(time.Date(2026, 12, 31, 18, 59, 59, 0, time.UTC).Sub(s.now.Now()))
	if c := s.record(delay(0)); c.Number.Year != 2026 {
		s.Error(c.Number)
	}
	s.now.Advance(time.Second)
	if c := s.record(delay(0)); c.Number.String() != "M-2027-000001" {
		s.Error(c.Number)
	}
}

// strangers: whoever knows the number has no access.
func strangers(s *stand) {
	c := s.record(delay(s.request()))
	ctx := s.Context()
	for name, try := range map[string]func() error{
		"file": func() error {
			_, err := s.store.File(ctx, s.ladder, s.calendar, stranger, c.ID, 100, 1, day("2026-11-20"), "")
			return err
		},
		"extended": func() error {
			_, err := s.store.Extended(ctx, s.ladder, s.calendar, stranger, c.ID, 101, true)
			return err
		},
		"answered": func() error {
			_, err := s.store.Answered(ctx, stranger, c.ID, 102, day("2026-11-20"), true)
			return err
		},
		"withdraw": func() error { _, err := s.store.Withdraw(ctx, stranger, c.ID, 103); return err },
		"mute":     func() error { _, err := s.store.Mute(ctx, s.ladder, s.calendar, stranger, c.ID, 104, true); return err },
		"nobody":   func() error { _, err := s.store.Withdraw(ctx, 0, c.ID, 105); return err },
	} {
		if err := try(); !errors.Is(err, complaints.ErrNotFound) {
			s.Errorf("%s: %v", name, err)
		}
	}
	if _, ok, err := s.store.Find(ctx, stranger, c.ID); ok || err != nil {
		s.Error(ok, err)
	}
	if _, ok, err := s.store.FindNumber(ctx, stranger, c.Number); ok || err != nil {
		s.Error(ok, err)
	}
	if list, err := s.store.List(ctx, stranger); len(list) != 0 || err != nil {
		s.Error(list, err)
	}
	if list, err := s.store.OfRequest(ctx, stranger, c.Request); len(list) != 0 || err != nil {
		s.Error(list, err)
	}
	if events, err := s.store.Events(ctx, stranger, c.ID); len(events) != 0 || err != nil {
		s.Error(events, err)
	}
	if got := s.find(c.ID); got.State != complaints.Recorded {
		s.Errorf("%+v", got)
	}
}

// ladder: up both steps, with the dates of the law.
func ladder(s *stand) {
	ctx := s.Context()
	c := s.record(delay(s.request()))
	file := func(update int64, step int, on, number string) complaints.Complaint {
		s.Helper()
		got, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, update, step, day(on), number)
		s.must(err)
		return got
	}
	if _, err := s.store.Extended(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), true); !errors.Is(err, complaints.ErrNotFiled) {
		s.Error(err)
	}
	got := file(50, 1, "2026-11-23", "ЖТ-2026-01234567")
	if last := got.Last(); got.State != complaints.Filed || last.AnswerDue != day("2026-11-30") || last.OfficeNumber != "ЖТ-2026-01234567" || got.Remind != day("2026-11-27") {
		s.Errorf("step 1: %+v", got)
	}
	extended, err := s.store.Extended(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), true)
	s.must(err)
	if due := extended.Last().AnswerDue; due != day("2026-12-14") {
		s.Error("ten working days more:", due)
	}
	s.at("2026-12-10", 12)
	answered, err := s.store.Answered(ctx, citizen, c.ID, s.next(), day("2026-12-09"), false)
	s.must(err)
	if d := complaints.DatesOf(s.ladder, s.calendar, &answered, day("2026-12-10")); answered.State != complaints.NotSolved || answered.Remind != 0 || d.CourtBy != day("2027-01-09") {
		s.Errorf("%+v %+v", answered, d)
	}
	file(51, 2, "2026-12-10", "")
	file(50, 1, "2026-11-23", "ЖТ-2026-01234567") // an old update that comes again
	got = s.find(c.ID)
	if len(got.Steps) != 2 || got.State != complaints.Filed || got.Last().AnswerDue != day("2027-01-05") || got.Steps[0].AnsweredOn != day("2026-12-09") || !got.Steps[0].Extended {
		s.Errorf("step 2: %+v", got)
	}
	if _, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-12-10"), ""); err == nil {
		s.Error("back on step 1")
	}
	solved, err := s.store.Answered(ctx, citizen, c.ID, s.next(), day("2026-12-10"), true)
	s.must(err)
	if solved.State != complaints.Answered {
		s.Errorf("%+v", solved)
	}
	if _, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 2, day("2026-12-10"), ""); !errors.Is(err, complaints.ErrClosed) {
		s.Error(err)
	}
	events, err := s.store.Events(ctx, citizen, c.ID)
	s.must(err)
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, string(e.Kind)+" "+e.Now)
	}
	want := "recorded recorded, filed 1 2026-11-23, extended 2026-12-14, answered not_solved, filed 2 2026-12-10, answered answered"
	if strings.Join(kinds, ", ") != want {
		s.Error(kinds)
	}
}

// silence: when the answer's term is over the next step is open, and the month
// for the court runs.
func silence(s *stand) {
	c := s.record(delay(s.request()))
	got, err := s.store.File(s.Context(), s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "")
	s.must(err)
	if d := complaints.DatesOf(s.ladder, s.calendar, &got, day("2026-11-30")); d.Silent || d.CourtBy != 0 {
		s.Errorf("on the last day: %+v", d)
	}
	if d := complaints.DatesOf(s.ladder, s.calendar, &got, day("2026-12-01")); !d.Silent || d.AnswerOverdue != 1 || d.CourtBy != day("2026-12-30") {
		s.Errorf("after it: %+v", d)
	}
	if late, err := complaints.AnswerDue(s.ladder, s.calendar, 2, day("2026-12-12"), false); late != day("2027-01-08") || err != nil {
		s.Error("filed on a Saturday:", late, err)
	}
}

// corrections: what the person told wrongly can be told again.
func corrections(s *stand) {
	ctx := s.Context()
	c := s.record(delay(s.request()))
	_, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "")
	s.must(err)
	got, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-20"), "A-17")
	s.must(err)
	if len(got.Steps) != 1 || got.Last().AnswerDue != day("2026-11-27") || got.Last().OfficeNumber != "A-17" {
		s.Errorf("%+v", got)
	}
	if _, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-20"), "900101300017"); !errors.Is(err, requests.ErrIIN) {
		s.Error(err)
	}
	if _, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-24"), ""); !errors.Is(err, complaints.ErrFuture) {
		s.Error(err)
	}
	if _, err := s.store.Answered(ctx, citizen, c.ID, s.next(), day("2026-11-24"), true); !errors.Is(err, complaints.ErrFuture) {
		s.Error(err)
	}
	money := delay(0)
	money.Kind = complaints.Money
	bribe := s.record(money)
	if _, err := s.store.File(ctx, s.ladder, s.calendar, citizen, bribe.ID, s.next(), 1, day("2026-11-20"), ""); !errors.Is(err, complaints.ErrOtherWay) {
		s.Error(err)
	}
}

// withdrawn: it stays as a record, and asks for nothing any more.
func withdrawn(s *stand) {
	ctx := s.Context()
	c := s.record(delay(s.request()))
	_, err := s.store.File(ctx, s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "")
	s.must(err)
	for _, update := range []int64{90, 90, 91} {
		got, err := s.store.Withdraw(ctx, citizen, c.ID, update)
		s.must(err)
		if got.State != complaints.Withdrawn || got.Remind != 0 {
			s.Errorf("%+v", got)
		}
	}
	if events, err := s.store.Events(ctx, citizen, c.ID); len(events) != 3 || err != nil {
		s.Error(events, err)
	}
	if _, err := s.store.Answered(ctx, citizen, c.ID, s.next(), day("2026-11-23"), true); !errors.Is(err, complaints.ErrClosed) {
		s.Error(err)
	}
}

// reminders: of the answer, until it comes or the time to sue is over.
func reminders(s *stand) {
	c := s.record(delay(s.request()))
	_, err := s.store.File(s.Context(), s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "")
	s.must(err)
	var got []string
	for d := day("2026-11-23"); d < day("2027-02-10"); d++ {
		s.at(d.String(), 9)
		n, err := s.store.Remind(s.Context(), s.ladder, s.calendar)
		s.must(err)
		if n > 0 {
			got = append(got, d.String())
		}
		claimed, err := s.outbox.Claim(s.Context(), 10, time.Minute)
		s.must(err)
		for _, n := range claimed {
			_, err := s.outbox.MarkTrying(s.Context(), &n, time.Minute)
			s.must(err)
			s.must(s.outbox.Sent(s.Context(), n))
		}
	}
	want := []string{"2026-11-27", "2026-11-30", "2026-12-01", "2026-12-04", "2026-12-09", "2026-12-14", "2026-12-18", "2026-12-23", "2026-12-28"}
	if !slices.Equal(got, want) {
		s.Error("reminded on", got)
	}
	events, err := s.store.Events(s.Context(), citizen, c.ID)
	s.must(err)
	if len(events) != 2+len(want) || events[2].Kind != complaints.EventTold || events[2].Now != "answer_due" {
		s.Errorf("%+v", events)
	}
}

// recount: a moved day moves the answer's date, and the person is told.
func recount(s *stand) {
	c := s.record(delay(s.request()))
	_, err := s.store.File(s.Context(), s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "")
	s.must(err)
	other := withDayOff(s.T, "2026-11-26")
	for i, want := range []int{1, 0} {
		if moved, err := s.store.Recount(s.Context(), s.ladder, other); moved != want || err != nil {
			s.Error(i, moved, err)
		}
	}
	if got := s.find(c.ID); got.Last().AnswerDue != day("2026-12-01") || got.Remind != day("2026-11-30") {
		s.Errorf("%+v", got)
	}
	all, err := s.outbox.OfChat(s.Context(), citizen)
	s.must(err)
	if len(all) != 1 || all[0].Kind != notices.Recount || all[0].Complaint != c.ID {
		s.Errorf("%+v", all)
	}
}

// forgotten: the record stays as a number of nobody.
func forgotten(s *stand) {
	c := s.record(delay(s.request()))
	_, err := s.store.File(s.Context(), s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "A-17")
	s.must(err)
	for _, want := range []int64{1, 0} {
		var stay int64
		s.must(s.db.Tx(s.Context(), func(tx *database.Tx) error {
			var err error
			stay, err = s.store.ForgetChat(s.Context(), tx, citizen)
			return err
		}))
		if stay != want {
			s.Error(stay, "stay")
		}
	}
	if _, ok, err := s.store.Find(s.Context(), citizen, c.ID); ok || err != nil {
		s.Error(ok, err)
	}
	var left []complaints.Complaint
	s.must(s.store.Each(s.Context(), time.Unix(0, 0), s.now.Now().Add(time.Hour), func(c complaints.Complaint) error { left = append(left, c); return nil }))
	if len(left) != 1 || left[0].Number != c.Number || left[0].Text != "" || left[0].Service != "id-card" || left[0].DaysOverdue != 4 {
		s.Errorf("%+v", left)
	}
	if _, ok, err := s.store.NextReminder(s.Context()); ok || err != nil {
		s.Error("nobody is reminded:", ok, err)
	}
}

// export: the log of a period names nobody.
func export(s *stand) {
	c := s.record(delay(s.request()))
	_, err := s.store.File(s.Context(), s.ladder, s.calendar, citizen, c.ID, s.next(), 1, day("2026-11-23"), "A-17")
	s.must(err)
	rows := func(from, to string) (out []complaints.Complaint) {
		s.must(s.store.Each(s.Context(), day(from).At(0, 0), day(to).At(0, 0), func(c complaints.Complaint) error { out = append(out, c); return nil }))
		return out
	}
	if got := rows("2026-11-23", "2026-11-24"); len(got) != 1 || got[0].Chat != 0 || got[0].Request != 0 || got[0].Last().OfficeNumber != "" || got[0].Number != c.Number {
		s.Errorf("%+v", got)
	}
	if len(rows("2026-11-24", "2026-11-30")) != 0 || len(rows("2026-11-01", "2026-11-23")) != 0 {
		s.Error("rows outside the period")
	}
}

// order: open ones first, then the newest.
func order(s *stand) {
	var ids []int64
	for range 4 {
		ids = append(ids, s.record(delay(0)).ID)
		s.now.Advance(time.Minute)
	}
	_, err := s.store.Withdraw(s.Context(), citizen, ids[3], s.next())
	s.must(err)
	list, err := s.store.List(s.Context(), citizen)
	s.must(err)
	var got []int64
	for _, c := range list {
		got = append(got, c.ID)
	}
	if want := []int64{ids[2], ids[1], ids[0], ids[3]}; !slices.Equal(got, want) {
		s.Error(got, want)
	}
}
