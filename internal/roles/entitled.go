package roles

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/internal/database"
)

// Entitled reports in a transaction whether a chat is staff of an agency and a
// region ("" is the whole agency), or an admin. An empty agency asks for an
// admin.
func (s *Store) Entitled(ctx context.Context, tx *database.Tx, chat int64, agency, region string) (bool, error) {
	h, ok, err := one(tx.QueryRow(ctx, `SELECT `+columns+` FROM roles WHERE chat = ?`, chat))
	if err != nil || !ok {
		return false, err
	}
	return h.Role == Admin || h.Role == Staff && agency != "" && h.Agency == agency && h.Region == region, nil
}

// Approvers lists whom Entitled would let, in a stable order.
func (s *Store) Approvers(ctx context.Context, tx *database.Tx, agency, region string) (chats []int64, err error) {
	rows, err := tx.Query(ctx, `SELECT chat FROM roles WHERE role = 'admin' OR role = 'staff' AND agency <> '' AND agency = ? AND region = ? ORDER BY chat`, agency, region)
	if err != nil {
		return nil, fmt.Errorf("list approvers: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var chat int64
		if err := rows.Scan(&chat); err != nil {
			return nil, fmt.Errorf("list approvers: %w", err)
		}
		chats = append(chats, chat)
	}
	return chats, rows.Err()
}
