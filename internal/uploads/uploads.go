// Package uploads carries out an agency's list of new states: a CSV file with
// the number, the service, the filing day and the state of each request. A file
// is read strictly, kept as a preview and carried out once; each row that has
// no effect is told with its reason.
//
// A row changes a request only if number, service and filing day all match, and
// nothing of the row but the state reaches anybody: whoever typed a stranger's
// number learns nothing of the note beside it.
package uploads

import (
	"errors"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/requests"
)

// Bounds of a file.
const (
	MaxBytes = 8 << 20
	MaxRows  = 5000 // so that carrying one out takes seconds
)

// Why a whole file is not taken.
var (
	ErrEncoding = errors.New("the file is not in UTF-8")
	ErrBroken   = errors.New("the file is not CSV")
	ErrEmpty    = errors.New("the file has no rows")
)

// ColumnsError names the columns that a file lacks, by their ids.
type ColumnsError struct{ Missing []string }

func (e *ColumnsError) Error() string { return "columns are missing" }

// TooLongError says how many rows a file has that is too long.
type TooLongError struct{ Rows int }

func (e *TooLongError) Error() string { return "too many rows" }

// Outcome is what becomes of a row.
type Outcome string

// The outcomes. All but Change and Changed are reasons why nothing happens.
const (
	Change        Outcome = "change"  // will be carried out
	Changed       Outcome = "changed" // was carried out
	Same          Outcome = "same"    // the request has this state already
	Closed        Outcome = "closed"  // it is closed: a list opens nothing again
	NotFound      Outcome = "not_found"
	NoNumber      Outcome = "no_number"
	BadNumber     Outcome = "bad_number"
	UnknownItem   Outcome = "unknown_service"
	OtherAgency   Outcome = "other_agency"
	BadDay        Outcome = "bad_day"
	FutureDay     Outcome = "future_day"
	UnknownState  Outcome = "unknown_state"
	CitizensState Outcome = "citizens_state" // filed and withdrawn are the person's to say
	Twice         Outcome = "twice"          // an earlier row names the same request
	Cells         Outcome = "cells"          // the row has too few or too many cells
)

// Row is one row of a file.
type Row struct {
	Line    int            `json:"line"` // in the file, from 1
	Number  string         `json:"number,omitempty"`
	Service string         `json:"service,omitempty"`
	Filed   calendar.Date  `json:"filed,omitempty"`
	State   requests.State `json:"state,omitempty"`
	Note    string         `json:"note,omitempty"` // for the agency's own eyes
	Outcome Outcome        `json:"outcome,omitempty"`
	Was     requests.State `json:"was,omitempty"` // in a preview
}

// Problem is a row that had no effect.
type Problem struct {
	Line    int     `json:"line"`
	Outcome Outcome `json:"outcome"`
}

// Account tells what an upload did.
type Account struct {
	Rows     int       `json:"rows"`
	Changed  int       `json:"changed"`
	Problems []Problem `json:"problems"` // the other rows
}

// Upload is one file, before it is carried out or after it.
type Upload struct {
	ID        int64
	CreatedAt time.Time
	AppliedAt time.Time // zero before
	Rows      []Row     // before
	Account   Account   // after
}

// ErrNotFound says that there is no such upload of the agency.
var ErrNotFound = errors.New("no such upload")

// Store keeps uploads in SQL.
type Store struct {
	db       *database.DB
	clock    clock.Clock
	requests *requests.Store
}

// NewStore makes a store that changes requests through theirs.
func NewStore(db *database.DB, c clock.Clock, r *requests.Store) *Store {
	return &Store{db: db, clock: c, requests: r}
}
