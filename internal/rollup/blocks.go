package rollup

import "github.com/merzim/merzim/catalog/calendar"

// Span is the length of a block in days. Each is a whole number of the one
// before; blocks of seven days begin on Mondays.
type Span int

// The spans.
const (
	Day       Span = 1
	Week      Span = 7
	FourWeeks Span = 28
	Year      Span = 364
)

// Spans lists the spans, the shortest first.
func Spans() []Span { return []Span{Day, Week, FourWeeks, Year} }

// toMonday is the number of days from the Monday before 1970-01-01, a Thursday.
const toMonday = 3

// BlockOf is the number of the block in which a day lies.
func BlockOf(s Span, d calendar.Date) int64 {
	if s == Day {
		return int64(d)
	}
	days := int64(d) + toMonday
	block := days / int64(s)
	if days%int64(s) < 0 {
		block--
	}
	return block
}

// First is the first day of a block.
func First(s Span, block int64) calendar.Date {
	if s == Day {
		return calendar.Date(block)
	}
	return calendar.Date(block*int64(s) - toMonday)
}

// Run is some blocks of one span that follow each other.
type Run struct {
	Span     Span
	From, To int64 // both included
}

// Cover writes the days from one to another, both included, as few blocks: every
// day lies in exactly one. It is empty when to comes before from.
func Cover(from, to calendar.Date) []Run { return cover(from, to, len(Spans())-1) }

func cover(from, to calendar.Date, level int) []Run {
	if from > to {
		return nil
	}
	span := Spans()[level]
	if span == Day {
		return []Run{{Day, int64(from), int64(to)}}
	}
	first, last := BlockOf(span, from), BlockOf(span, to)
	if First(span, first) < from {
		first++
	}
	if First(span, last+1)-1 > to {
		last--
	}
	if first > last {
		return cover(from, to, level-1)
	}
	out := cover(from, First(span, first)-1, level-1)
	out = append(out, Run{span, first, last})
	return append(out, cover(First(span, last+1), to, level-1)...)
}

// CoverWeeks is Cover with no block longer than a week.
func CoverWeeks(from, to calendar.Date) []Run { return cover(from, to, 1) }
