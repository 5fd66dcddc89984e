package complaints

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// selected are what scan reads: the complaint and what was filed of it.
const selected = `SELECT c.id, c.year, c.number, c.chat, c.request, c.kind, c.service, c.agency, c.region, c.language, c.filed_on, c.due_on, c.days_overdue,
		c.learned_on, c.text, c.state, c.calendar_version, c.muted, c.reminded_on, c.remind_on, c.created_at, c.updated_at, c.replied_at,
		p.filed_on, p.office_number, p.extended, p.answer_due, p.answered_on, a.filed_on, a.office_number, a.extended, a.answer_due, a.answered_on
	FROM complaints AS c
	LEFT JOIN complaint_steps AS p ON p.complaint = c.id AND p.step = 1
	LEFT JOIN complaint_steps AS a ON a.complaint = c.id AND a.step = 2 `

type scanner interface{ Scan(dest ...any) error }

// stepRow is a step that may not be there.
type stepRow struct {
	filed, number, due, answered sql.NullString
	extended                     sql.NullInt64
}

func (r *stepRow) fields() []any {
	return []any{&r.filed, &r.number, &r.extended, &r.due, &r.answered}
}

func scan(row scanner) (Complaint, error) {
	var c Complaint
	var chat, request, replied sql.NullInt64
	var filed, due, learned, remind sql.NullString
	var reminded string
	var muted, created, updated int64
	var provider, agency stepRow
	err := row.Scan(append(append([]any{&c.ID, &c.Number.Year, &c.Number.N, &chat, &request, &c.Kind, &c.Service, &c.Agency, &c.Region, &c.Language, &filed, &due, &c.DaysOverdue,
		&learned, &c.Text, &c.State, &c.version, &muted, &reminded, &remind, &created, &updated, &replied}, provider.fields()...), agency.fields()...)...)
	if err != nil {
		return Complaint{}, err
	}
	c.Chat, c.Request, c.Muted = chat.Int64, request.Int64, muted != 0
	c.CreatedAt, c.UpdatedAt = time.Unix(created, 0), time.Unix(updated, 0)
	if replied.Valid {
		c.RepliedAt = time.Unix(replied.Int64, 0)
	}
	var faults [7]error
	c.Filed, faults[0] = date(filed)
	c.Due, faults[1] = date(due)
	c.Learned, faults[2] = date(learned)
	c.Remind, faults[3] = date(remind)
	c.Reminded, faults[4] = calendar.ParseDate(reminded)
	faults[5] = provider.add(&c, StepProvider)
	faults[6] = agency.add(&c, StepAgency)
	if err := errors.Join(faults[:]...); err != nil {
		return Complaint{}, fmt.Errorf("complaint %s: %w", c.Number, err)
	}
	return c, nil
}

func (r *stepRow) add(c *Complaint, step int) error {
	if !r.filed.Valid {
		return nil
	}
	s := Step{Step: step, OfficeNumber: r.number.String, Extended: r.extended.Int64 != 0}
	var faults [3]error
	s.FiledOn, faults[0] = date(r.filed)
	s.AnswerDue, faults[1] = date(r.due)
	s.AnsweredOn, faults[2] = date(r.answered)
	c.Steps = append(c.Steps, s)
	return errors.Join(faults[:]...)
}

func scanAll(rows *sql.Rows) (out []Complaint, err error) {
	defer rows.Close()
	for rows.Next() {
		c, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read complaints: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// one reads a complaint that may not be there.
func one(row *sql.Row) (c Complaint, ok bool, err error) {
	c, err = scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Complaint{}, false, nil
	}
	if err != nil {
		return Complaint{}, false, fmt.Errorf("read complaint: %w", err)
	}
	return c, true, nil
}

func date(s sql.NullString) (calendar.Date, error) {
	if !s.Valid {
		return 0, nil
	}
	return calendar.ParseDate(s.String)
}

func orNull(d calendar.Date) sql.NullString {
	if d == 0 {
		return sql.NullString{}
	}
	return sql.NullString{String: d.String(), Valid: true}
}

func idOrNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
