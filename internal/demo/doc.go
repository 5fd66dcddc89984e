// Package demo fills a base with made-up requests and complaints, so that
// reports can be tried and measured. It fills a base that is empty, or that it
// filled before: never one with a person in it. The base carries a mark, and
// every page and file of the reports says that its data is made up.
//
// Chats lie where no real one can: below the range of Telegram's numbers. Their
// people count as having stopped the bot, so nothing is ever sent to them.
package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/rollup"
	"github.com/merzim/merzim/locales"
)

// Options say what to make up. The same options make the same data.
type Options struct {
	Complaints int
	Seed       int64
	Now        time.Time // the data ends here
	Catalog    *catalog.Catalog
	Texts      *locales.Texts
	Progress   func(what string, done, of int) // may be nil
}

// ErrNotEmpty refuses a base that holds something and has no mark.
var ErrNotEmpty = errors.New("the base holds data that is not made up")

// livedIn are the tables in which a row means that somebody uses the base.
var livedIn = []string{"people", "requests", "complaints", "notices", "feedback", "missing_services", "unanswered_questions", "sessions"}

// filled are the tables that are emptied before a base is filled again.
var filled = []string{
	"people", "requests", "request_events", "complaints", "complaint_events", "complaint_steps", "complaint_numbers", "complaint_notes", "complaint_labels",
	"missing_services", "unanswered_questions", "open_quarters", "calendars", "demo_mark",
}

// Fill makes up the data.
func Fill(ctx context.Context, db *database.DB, o Options) error {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if err := mark(ctx, db, o); err != nil {
		return err
	}
	f := newFiller(db, o)
	for _, part := range []func(context.Context) error{f.calendar, f.requests, f.complaints, f.people, f.questions} {
		if err := part(ctx); err != nil {
			return fmt.Errorf("make up data: %w", err)
		}
	}
	o.Progress("counts", 0, 1)
	if err := rollup.Rebuild(ctx, db); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, `ANALYZE`); err != nil {
		return fmt.Errorf("make up data: %w", err)
	}
	o.Progress("counts", 1, 1)
	return nil
}

// mark checks that the base may be filled, empties it and puts the mark, in one
// transaction: a base that was filled halfway is a marked one.
func mark(ctx context.Context, db *database.DB, o Options) error {
	return db.Tx(ctx, func(tx *database.Tx) error {
		var one int
		err := tx.QueryRow(ctx, `SELECT 1 FROM demo_mark`).Scan(&one)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("look for the mark: %w", err)
		}
		if errors.Is(err, sql.ErrNoRows) {
			for _, table := range livedIn {
				var n int64
				if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
					return fmt.Errorf("look into the base: %w", err)
				}
				if n > 0 {
					return fmt.Errorf("%w: %d rows of %s", ErrNotEmpty, n, table)
				}
			}
		} else if err := onlyOurs(ctx, tx); err != nil {
			return err
		}
		for _, table := range filled {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
				return fmt.Errorf("empty %s: %w", table, err)
			}
		}
		_, err = tx.Exec(ctx, `INSERT INTO demo_mark (only_one, complaints, seed, made_at) VALUES (1, ?, ?, ?)`, o.Complaints, o.Seed, o.Now.Unix())
		return err
	})
}

// onlyOurs refuses a marked base in which a real person has been since.
func onlyOurs(ctx context.Context, tx *database.Tx) error {
	for _, table := range []string{"people", "requests", "complaints"} {
		var n int64
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM `+table+` WHERE chat > ?`, int64(firstChat)).Scan(&n); err != nil {
			return fmt.Errorf("look into the base: %w", err)
		}
		if n > 0 {
			return fmt.Errorf("%w: %d rows of %s", ErrNotEmpty, n, table)
		}
	}
	return nil
}
