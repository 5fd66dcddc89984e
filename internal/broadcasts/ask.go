package broadcasts

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// Approval is what those who may approve are asked with a notice of the kind
// notices.BroadcastApproval, its arguments.
type Approval struct {
	Broadcast int64 `json:"broadcast"`
	Version   int   `json:"version"`
}

// askApprovers tells everybody who may approve a broadcast that it waits.
func (s *Store) askApprovers(ctx context.Context, tx *database.Tx, b *Broadcast) error {
	if s.Approvers == nil {
		return nil
	}
	chats, err := s.Approvers(ctx, tx, b.Agency, b.Region)
	if err != nil {
		return err
	}
	event, err := newestEvent(ctx, tx, b.ID) // asked again later, they are told again
	if err != nil {
		return err
	}
	var all []notices.New
	for i, chat := range chats {
		if chat != b.Author {
			all = append(all, notices.New{
				Chat: chat, Kind: notices.BroadcastApproval, Dedupe: fmt.Sprintf("approval:%d:%d:%d", b.ID, event, i),
				Args: Approval{Broadcast: b.ID, Version: b.Version},
			})
		}
	}
	if len(all) == 0 {
		return nil
	}
	_, err = s.outbox.QueueIn(ctx, tx, all...)
	return err
}

// newestEvent is the number of the newest line of a broadcast's history.
func newestEvent(ctx context.Context, tx *database.Tx, id int64) (number int64, err error) {
	if err := tx.QueryRow(ctx, `SELECT MAX(number) FROM broadcast_events WHERE broadcast = ?`, id).Scan(&number); err != nil {
		return 0, fmt.Errorf("newest event of a broadcast: %w", err)
	}
	return number, nil
}
