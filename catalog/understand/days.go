package understand

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// days finds dates in sentences.
type days struct {
	months, weekdays, before, numbers, ordinals numbered
	units                                       map[string]patterns
	ago, toCome, last, this, week, monthOf      patterns
	dayOf, fillers, yearWords, lastYear         patterns
}

// numbered are patterns each of which means a number.
type numbered []struct {
	number int
	patterns
}

// at gives the number whose pattern starts at a word and where it ends; the
// longest wins.
func (n numbered) at(words []word, from int) (number, end int) {
	end = from
	for _, one := range n {
		if e := one.at(words, from); e > end {
			number, end = one.number, e
		}
	}
	return number, end
}

func newDays(data fs.FS) (*days, error) {
	var w dateWords
	if err := readYAML(data, datesFile, &w); err != nil {
		return nil, err
	}
	d := &days{units: map[string]patterns{}}
	var faults []error
	compiled := func(lines []string) patterns {
		p, err := compile(lines)
		faults = append(faults, err)
		return p
	}
	list := func(m map[int][]string) numbered {
		var out numbered
		for _, n := range slices.Sorted(maps.Keys(m)) {
			out = append(out, struct {
				number int
				patterns
			}{n, compiled(m[n])})
		}
		return out
	}
	d.months, d.weekdays, d.before = list(w.Months), list(w.Weekdays), list(w.DaysBefore)
	d.numbers, d.ordinals = list(w.Numbers), list(w.Ordinals)
	for unit, lines := range w.Units {
		d.units[unit] = compiled(lines)
	}
	d.ago, d.toCome, d.last, d.this = compiled(w.Ago), compiled(w.ToCome), compiled(w.Last), compiled(w.This)
	d.week, d.monthOf, d.dayOf = compiled(w.Week), compiled(w.MonthOf), compiled(w.DayOf)
	d.fillers, d.yearWords, d.lastYear = compiled(w.Fillers), compiled(w.YearWords), compiled(w.LastYear)
	return d, errors.Join(faults...)
}
