package broadcasts

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Estimate is what a broadcast would take if it started now.
type Estimate struct {
	People   int64
	Takes    time.Duration // at the pace given, while nothing else is sent
	Approval bool          // another person has to approve it
}

// Estimate counts whom a broadcast would reach now and how long that takes at a
// pace of so many a second.
func (s *Store) Estimate(ctx context.Context, by Actor, id int64, perSecond int) (Estimate, error) {
	b, err := s.Find(ctx, by, id)
	if err != nil {
		return Estimate{}, err
	}
	people, err := s.count(ctx, s.db, &b, -1)
	return Estimate{People: people, Takes: Takes(people, perSecond), Approval: people > alone}, err
}

// Takes is how long so many people take at a pace.
func Takes(people int64, perSecond int) time.Duration {
	return time.Duration(people) * time.Second / time.Duration(max(perSecond, 1))
}

// count is how many people a broadcast would reach now, or limit if it is more;
// a negative limit counts all.
func (s *Store) count(ctx context.Context, from database.Runner, b *Broadcast, limit int) (people int64, err error) {
	query, args := `SELECT 1 FROM broadcast_recipients WHERE broadcast = ? AND state = 'sent'`, []any{b.Corrects}
	if b.Corrects == 0 {
		c := s.audience(b, s.clock.Now().Unix(), limit >= 0)
		query, args = `SELECT 1 FROM people p WHERE `+c.text, c.args
	}
	if limit >= 0 {
		query += ` LIMIT ?`
		args = append(args, limit)
	}
	if err := from.QueryRow(ctx, `SELECT COUNT(*) FROM (`+query+`) AS reached`, args...).Scan(&people); err != nil {
		return 0, fmt.Errorf("count an audience: %w", err)
	}
	return people, nil
}
