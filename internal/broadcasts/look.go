package broadcasts

import (
	"context"
	"fmt"
)

// Find gives a broadcast that the actor may see.
func (s *Store) Find(ctx context.Context, by Actor, id int64) (Broadcast, error) {
	b, err := find(ctx, s.db, id)
	if err == nil && !by.sees(&b) {
		return Broadcast{}, ErrNotFound
	}
	return b, err
}

// List gives the broadcasts that the actor may see, newest first: at most n with
// an id below before (0: from the newest on).
func (s *Store) List(ctx context.Context, by Actor, before int64, n int) ([]Broadcast, error) {
	if !by.writes() {
		return nil, nil
	}
	query, args := `SELECT `+columns+` FROM broadcasts WHERE 1 = 1`, []any(nil)
	if !by.Admin {
		query += ` AND agency = ? AND region = ?`
		args = append(args, by.Agency, by.Region)
	}
	if before > 0 {
		query += ` AND id < ?`
		args = append(args, before)
	}
	rows, err := s.db.Query(ctx, query+` ORDER BY id DESC LIMIT ?`, append(args, n)...)
	if err != nil {
		return nil, fmt.Errorf("list broadcasts: %w", err)
	}
	return scanAll(rows)
}

// Account says what became of an audience. Sent + Failed + Blocked + Unknown +
// Cancelled + Left is Audience, at every moment; Left is 0 when it is Final.
type Account struct {
	State     State
	Audience  int64
	Sent      int64 // of a correction: edited
	Failed    int64 // Telegram refused it, or it was tried too often
	Blocked   int64 // stopped the bot
	Unknown   int64 // a crash or a lost answer left it open
	Cancelled int64 // by a person, by expiry, or the recipient muted broadcasts meanwhile
	Left      int64 // to be sent, or being sent
	Frozen    bool  // the audience is complete
	Final     bool  // nothing changes any more, unless the unknown are sent again by hand
}

// Account reads the account of a broadcast that the actor may see. It adds up
// batches, not people, and so stays cheap.
func (s *Store) Account(ctx context.Context, by Actor, id int64) (a Account, err error) {
	var settled, frozen bool
	var agency, region string
	err = s.db.QueryRow(ctx, `SELECT b.state, b.agency, b.region, b.settled_at IS NOT NULL, b.frozen_at IS NOT NULL, COALESCE(SUM(n.size), 0), COALESCE(SUM(n.sent), 0),
			COALESCE(SUM(n.failed), 0), COALESCE(SUM(n.blocked), 0), COALESCE(SUM(n.unknown), 0), COALESCE(SUM(n.cancelled), 0)
		FROM broadcasts b LEFT JOIN broadcast_batches n ON n.broadcast = b.id WHERE b.id = ?
		GROUP BY b.state, b.agency, b.region, b.settled_at, b.frozen_at`, id).
		Scan(&a.State, &agency, &region, &settled, &frozen, &a.Audience, &a.Sent, &a.Failed, &a.Blocked, &a.Unknown, &a.Cancelled)
	if err = absent(err); err != nil {
		return Account{}, err
	}
	if !by.sees(&Broadcast{Agency: agency, Region: region}) {
		return Account{}, ErrNotFound
	}
	a.Left = a.Audience - a.Sent - a.Failed - a.Blocked - a.Unknown - a.Cancelled
	a.Frozen, a.Final = frozen, settled
	return a, nil
}
