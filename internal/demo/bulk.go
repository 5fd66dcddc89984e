package demo

import (
	"context"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// Bounds of what is written at once.
const (
	valuesAtOnce = 9000  // of one statement
	rowsAtOnce   = 20000 // of one transaction and table
)

// bulk gathers rows of a table and writes many in one statement.
type bulk struct {
	table, columns string
	width          int
	values         []any
}

func newBulk(table, columns string) *bulk {
	return &bulk{table: table, columns: columns, width: strings.Count(columns, ",") + 1}
}

func (b *bulk) add(row ...any) { b.values = append(b.values, row...) }

func (b *bulk) full() bool { return len(b.values) >= rowsAtOnce*b.width }

// write writes what was gathered of the tables in one transaction.
func write(ctx context.Context, db *database.DB, all ...*bulk) error {
	err := db.Tx(ctx, func(tx *database.Tx) error {
		for _, b := range all {
			size := valuesAtOnce / b.width * b.width
			for rest := b.values; len(rest) > 0; {
				n := min(size, len(rest))
				row := "(" + strings.TrimSuffix(strings.Repeat("?, ", b.width), ", ") + ")"
				query := "INSERT INTO " + b.table + " (" + b.columns + ") VALUES " + row + strings.Repeat(", "+row, n/b.width-1)
				if _, err := tx.Exec(ctx, query, rest[:n]...); err != nil {
					return err
				}
				rest = rest[n:]
			}
		}
		return nil
	})
	for _, b := range all {
		b.values = b.values[:0]
	}
	return err
}
