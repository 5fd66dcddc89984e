// Package poster draws one A4 page for the wall of a service centre: a title, a
// large QR code that opens the service in the bot, and the usual case in one
// language or two side by side. It draws what it is given: it knows no service,
// no bot and no locale.
package poster

import (
	"errors"
	"time"
)

// Page is what stands on the wall.
type Page struct {
	Link    string // what the code opens
	Written time.Time
	Columns []Column // one language, or two side by side
}

// Column is the page in one language.
type Column struct {
	Language string // IETF tag
	Title    string
	Invite   string
	Aside    string // a line before the sections; may be empty
	Sections []Section
	Small    []string
}

// Section is a heading with its lines.
type Section struct {
	Head  string
	Lines []string
}

// ErrTooLong is a page whose text does not fit at the smallest size that can be
// read on a wall. Nothing is ever cut off.
var ErrTooLong = errors.New("the text does not fit one page")
