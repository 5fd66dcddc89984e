package database

import (
	"context"
	"fmt"
)

// Leap moves on the keys that the base hands out itself by so many in every
// table. A base restored from a backup would else hand out again what it had
// handed out after the backup was taken: an old button would then mean another
// row.
func (db *DB) Leap(ctx context.Context, tx *Tx, keys int64) error {
	if db.Dialect == SQLite {
		return leapSQLite(ctx, tx, keys)
	}
	rows, err := tx.Query(ctx, `SELECT pg_get_serial_sequence(quote_ident(table_name), column_name)
		FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY table_name`)
	if err != nil {
		return fmt.Errorf("find keys: %w", err)
	}
	defer rows.Close()
	var sequences []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return fmt.Errorf("find keys: %w", err)
		}
		sequences = append(sequences, name)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("find keys: %w", err)
	}
	rows.Close()
	for _, name := range sequences { // nextval spends one key, which is none of ours
		if _, err := tx.Exec(ctx, `SELECT setval(CAST(? AS regclass), nextval(CAST(? AS regclass)) + ?)`, name, name, keys); err != nil {
			return fmt.Errorf("move keys on: %w", err)
		}
	}
	return nil
}

// leapSQLite also writes down the tables that have had no row so far, which
// SQLite does with the first one.
func leapSQLite(ctx context.Context, tx *Tx, keys int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master
		WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)`)
	if err != nil {
		return fmt.Errorf("find keys: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE sqlite_sequence SET seq = seq + ?`, keys); err != nil {
		return fmt.Errorf("move keys on: %w", err)
	}
	return nil
}
