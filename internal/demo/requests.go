package demo

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
)

const requestColumns = `id, update_id, chat, service, choice, term, kind, term_status, number, region, filed, start_event, start_on, rule, extension,
	calendar_version, due_on, due_from, receipt_on, state, is_open, stopped_on, stopped_days, ticks, muted, reminded_on, remind_on, created_at, updated_at, closed_at`

// requests are as many as complaints. They are muted and have no reminders.
func (f *filler) requests(ctx context.Context) error {
	rows := newBulk("requests", requestColumns)
	events := newBulk("request_events", "request, number, kind, was, now, actor, update_id, note, created_at")
	for _, s := range f.services {
		s.rule = requests.EncodeRule(s.new.Rule)
	}
	for i := range f.Complaints {
		if err := f.request(int64(i)+1, rows, events); err != nil {
			return err
		}
		if rows.full() || i == f.Complaints-1 {
			if err := write(ctx, f.db, rows, events); err != nil {
				return err
			}
			f.Progress("requests", i+1, f.Complaints)
		}
	}
	return nil
}

// request makes up one with its timeline.
func (f *filler) request(id int64, rows, events *bulk) error {
	s, region, filed, person := f.service(), f.region(), f.workday(), f.random.IntN(f.persons)
	due, err := f.dueOf(s, filed)
	if err != nil {
		return err
	}
	state, closed, stopped := f.fate(s, filed, due)
	choice, err := requests.EncodeChoice(s.new.Choice)
	if err != nil {
		return err
	}
	opened := f.moment(filed)
	last := opened
	var closedAt any
	open := int64(1)
	if closed != 0 {
		last, open = max(opened, f.moment(closed)), 0
		closedAt = last
	}
	rows.add(id, -id, chat(person), s.id, choice, s.new.Term, string(s.new.Kind), string(s.new.TermStatus), "", region, filed.String(), "", nil, s.rule, "",
		f.Catalog.Calendar.Version(), text(due), string(requests.ByCount), nil, string(state), open, text(stopped), 0, "null", 1, f.today.String(), nil, opened, last, closedAt)
	events.add(id, 1, string(requests.EventCreated), "", string(requests.Filed), string(requests.Citizen), -id, "", opened)
	if state != requests.Filed {
		events.add(id, 2, string(requests.EventState), string(requests.Filed), string(state), string(requests.Citizen), nil, "", last)
	}
	until := closed
	if until == 0 {
		until = f.today
	}
	if until > due && stopped == 0 && (s.new.TermStatus == "act" || s.new.TermStatus == "page") {
		f.late = append(f.late, late{id, s, region, filed, due, until, person})
	}
	return nil
}

// dueOf counts a due date once a service and filing day.
func (f *filler) dueOf(s *service, filed calendar.Date) (calendar.Date, error) {
	if due, ok := s.due[filed]; ok {
		return due, nil
	}
	due, err := f.Catalog.Calendar.Due(*s.new.Rule, calendar.Filing{Date: filed, Minute: calendar.NoHour})
	if err != nil {
		return 0, fmt.Errorf("%s filed %s: %w", s.id, filed, err)
	}
	s.due[filed] = due.Due
	return due.Due, nil
}

// fate is what becomes of a request: its state, and when it was closed or since
// when its clock stands.
func (f *filler) fate(s *service, filed, due calendar.Date) (state requests.State, closed, stopped calendar.Date) {
	length := max(1, int(due-filed))
	switch x := f.random.Float64(); {
	case x < 0.03:
		closed, state = filed.AddDays(1+f.random.IntN(length+5)), requests.Withdrawn
	case x < 0.04:
		return requests.MoreDocuments, 0, filed
	case f.random.Float64() < s.slack:
		closed, state = due.AddDays(-f.skewed(length)), requests.Ready
	default:
		closed, state = due.AddDays(1+int(f.random.ExpFloat64()*12)), requests.Ready
	}
	if state == requests.Ready && f.random.IntN(12) == 0 {
		state = requests.Refused
	}
	if closed > f.today || f.random.IntN(60) == 0 { // some never say how it ended
		return requests.Accepted, 0, 0
	}
	return state, closed, 0
}
