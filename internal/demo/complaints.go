package demo

import (
	"cmp"
	"context"
	"slices"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
)

const complaintColumns = `id, update_id, year, number, chat, request, kind, service, agency, region, language, filed_on, due_on, days_overdue,
	learned_on, text, state, step, calendar_version, muted, reminded_on, remind_on, created_at, updated_at`

// plan is a complaint to be made up; they are numbered in the order of time.
type plan struct {
	at      int64
	of      int // of the late requests; -1: from scratch
	kind    complaints.Kind
	service *service
	region  string
	person  int
}

// complaints are made from late requests first, the rest from scratch.
func (f *filler) complaints(ctx context.Context) error {
	plans := make([]plan, 0, f.Complaints)
	for i, l := range f.late {
		if len(plans) < f.Complaints*11/20 && f.random.IntN(5) > 0 {
			day := l.due.AddDays(1 + f.random.IntN(max(1, int(l.until-l.due))))
			plans = append(plans, plan{f.moment(min(day, f.today)), i, complaints.Delay, l.service, l.region, l.person})
		}
	}
	others := []complaints.Kind{
		complaints.Refused, complaints.Refused, complaints.ExtraDocuments, complaints.ExtraDocuments, complaints.ExtraDocuments, complaints.NoAnswer, complaints.Money,
	}
	for len(plans) < f.Complaints {
		plans = append(plans, plan{f.moment(f.workday()), -1, others[f.random.IntN(len(others))], f.service(), f.region(), f.random.IntN(f.persons)})
	}
	slices.SortFunc(plans, func(a, b plan) int { return cmp.Compare(a.at, b.at) })
	rows := newBulk("complaints", complaintColumns)
	events := newBulk("complaint_events", "complaint, number, kind, was, now, actor, update_id, created_at")
	steps := newBulk("complaint_steps", "complaint, step, filed_on, office_number, extended, answer_due, answered_on")
	numbers := map[int]int64{}
	for i, p := range plans {
		year := calendar.DateIn(stamp(p.at)).Year()
		numbers[year]++
		if err := f.complaint(int64(i)+1, year, numbers[year], p, rows, events, steps); err != nil {
			return err
		}
		if rows.full() || i == len(plans)-1 {
			if err := write(ctx, f.db, rows, events, steps); err != nil {
				return err
			}
			f.Progress("complaints", i+1, f.Complaints)
		}
	}
	last := newBulk("complaint_numbers", "year, last")
	for year, n := range numbers {
		last.add(year, n)
	}
	return write(ctx, f.db, last)
}

// complaint makes up one with its timeline and what was filed of it.
func (f *filler) complaint(id int64, year int, number int64, p plan, rows, events, steps *bulk) error {
	recorded := calendar.DateIn(stamp(p.at))
	var request any
	var filed, due, learned calendar.Date
	overdue := 0
	if p.of >= 0 {
		l := f.late[p.of]
		request, filed, due, learned = l.id, l.filed, l.due, l.due+1
		overdue = f.Catalog.Calendar.DaysOverdue(due, recorded)
	}
	state, step, updated := complaints.Recorded, 0, p.at
	note := func(n int, kind complaints.EventKind, was complaints.State, now string, update any) {
		events.add(id, n, string(kind), string(was), now, string(complaints.Citizen), update, updated)
	}
	note(1, complaints.EventRecorded, "", string(complaints.Recorded), -id)
	x := f.random.Float64()
	sent := recorded.AddDays(1 + f.random.IntN(4))
	switch {
	case x < 0.07:
		state, updated = complaints.Withdrawn, f.moment(min(sent, f.today))
		note(2, complaints.EventWithdrawn, complaints.Recorded, string(state), nil)
	case x < 0.45 && p.kind != complaints.Money && sent < f.today:
		state, step, updated = complaints.Filed, complaints.StepProvider, f.moment(sent)
		note(2, complaints.EventFiled, complaints.Recorded, "1 "+sent.String(), nil)
		answerDue, err := complaints.AnswerDue(f.Catalog.Law.Ladder, f.Catalog.Calendar, step, sent, false)
		if err != nil {
			return err
		}
		answered := sent.AddDays(1 + f.random.IntN(12))
		if x > 0.38 || answered > f.today {
			answered = 0
		} else {
			state, updated = complaints.Answered, f.moment(answered)
			if x > 0.28 {
				state = complaints.NotSolved
			}
			note(3, complaints.EventAnswered, complaints.Filed, string(state), nil)
		}
		steps.add(id, step, sent.String(), "", 0, answerDue.String(), text(answered))
	}
	said := ""
	lang := language(p.person)
	if f.random.IntN(3) == 0 {
		said = f.Texts.In(lang).T("DemoText_" + string(p.kind))
	}
	rows.add(id, -id, year, number, chat(p.person), request, string(p.kind), p.service.id, p.service.agency, p.region, lang, text(filed), text(due), overdue,
		text(learned), said, string(state), step, f.Catalog.Calendar.Version(), 1, f.today.String(), nil, p.at, updated)
	return nil
}
