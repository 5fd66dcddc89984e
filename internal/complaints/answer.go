package complaints

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/screening"
)

// Bounds of what staff write, in characters. An answer fits one message
// together with what stands around it.
const (
	MaxAnswer = 2000
	MaxGround = 500
)

// AnswerText is one text in both languages; one of them may be missing.
type AnswerText struct {
	KK, RU string
}

// For returns the text in a language, "" where it is missing.
func (t AnswerText) For(lang string) string {
	return catalog.Text{KK: t.KK, RU: t.RU}.In(lang)
}

// In returns the text in a language, or the other one where it is missing.
func (t AnswerText) In(lang string) string {
	return cmp.Or(t.For(lang), t.RU, t.KK)
}

// Screened is the text without personal numbers, its paragraphs kept, and cut
// to the length allowed.
func (t AnswerText) Screened() AnswerText { return AnswerText{screened(t.KK), screened(t.RU)} }

func screened(text string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if line = screening.Clean(line); line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return cut(strings.TrimSpace(strings.Join(lines, "\n")), MaxAnswer)
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

// AnswerArgs are what the notice of an answer carries; the text is read when it
// is sent.
type AnswerArgs struct {
	Event int `json:"event"`
}

// Answer keeps an answer of the agency, screened, and tells the person by a
// notice in their language. It is no official answer and changes no state: what
// it solved is the person's to say. The text is needed in the language in which
// the person complained; ErrNoText without it, ErrNobody when the person is gone
// or took the complaint back.
func (s *Store) Answer(ctx context.Context, id, update int64, text AnswerText) (Complaint, error) {
	text = text.Screened()
	check := func(c *Complaint) error {
		switch {
		case c.Chat == 0 || c.State == Withdrawn:
			return ErrNobody
		case text.For(c.Language) == "":
			return ErrNoText
		}
		return nil
	}
	return s.byStaff(ctx, id, update, Event{Kind: EventReplied}, check, func(tx *database.Tx, c *Complaint, number int) error {
		if _, err := tx.Exec(ctx, `INSERT INTO complaint_answers (complaint, number, kk, ru) VALUES (?, ?, ?, ?)`, id, number, text.KK, text.RU); err != nil {
			return fmt.Errorf("answer a complaint: %w", err)
		}
		c.RepliedAt = c.UpdatedAt
		if _, err := tx.Exec(ctx, `UPDATE complaints SET replied_at = ?, updated_at = ? WHERE id = ?`, c.UpdatedAt.Unix(), c.UpdatedAt.Unix(), id); err != nil {
			return fmt.Errorf("answer a complaint: %w", err)
		}
		_, err := s.notices.QueueIn(ctx, tx, notices.New{
			Chat: c.Chat, Kind: notices.Answer, Complaint: id, Dedupe: fmt.Sprintf("answer:%d:%d", id, number), Args: AnswerArgs{number},
		})
		return err
	})
}

// AnswerOf returns an answer by its event, to the person who complained; ok is
// false for another chat. It is what a notice of an answer is written from.
func (s *Store) AnswerOf(ctx context.Context, chat, id int64, event int) (text AnswerText, ok bool, err error) {
	return answer(s.db.QueryRow(ctx, `SELECT kk, ru FROM complaint_answers WHERE complaint = ? AND number = ?
		AND EXISTS (SELECT 1 FROM complaints WHERE id = ? AND chat = ?)`, id, event, id, chat))
}

// AnswerForStaff returns an answer by its event within bounds.
func (s *Store) AnswerForStaff(ctx context.Context, b Bounds, id int64, event int) (text AnswerText, ok bool, err error) {
	where, args := b.where(Filter{})
	return answer(s.db.QueryRow(ctx, `SELECT kk, ru FROM complaint_answers WHERE complaint = ? AND number = ?
		AND EXISTS (SELECT 1 FROM complaints AS c `+where+` AND c.id = ?)`, append(append([]any{id, event}, args...), id)...))
}

func answer(row *sql.Row) (text AnswerText, ok bool, err error) {
	err = row.Scan(&text.KK, &text.RU)
	if errors.Is(err, sql.ErrNoRows) {
		return AnswerText{}, false, nil
	}
	if err != nil {
		return AnswerText{}, false, fmt.Errorf("read an answer: %w", err)
	}
	return text, true, nil
}

// Contest puts the agency's ground against a complaint of a delay on its
// timeline, beside what the person told. The record stays in the statistics:
// whoever reads has both sides.
func (s *Store) Contest(ctx context.Context, id, update int64, ground string) (Complaint, error) {
	ground = cut(screening.Clean(ground), MaxGround)
	check := func(c *Complaint) error {
		switch {
		case ground == "":
			return ErrNoText
		case c.Kind != Delay:
			return ErrNotLate
		}
		return nil
	}
	return s.byStaff(ctx, id, update, Event{Kind: EventContested, Note: ground}, check, func(*database.Tx, *Complaint, int) error { return nil })
}
