// Package reports tells analysts where the red tape is: figures of a period,
// the log of complaints, lists, charts, exports and the digest. Figures over
// millions of rows are read from the counts of package rollup; the log reads
// rows through its indexes.
//
// It knows no page and no Telegram: it returns values, tables, pictures and
// files. Words for people come from the texts of a language.
//
// An agency here is the one that renders the service by today's catalogue: a
// service that moved takes its history along.
package reports

import (
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// Store reads what reports are made of, and keeps what analysts add.
type Store struct {
	db    *database.DB
	clock clock.Clock
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

func (s *Store) today() calendar.Date { return calendar.DateIn(s.clock.Now()) }
