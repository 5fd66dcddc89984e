package roles

import (
	"context"

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
