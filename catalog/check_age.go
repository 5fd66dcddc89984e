package catalog

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// freshMonths is how long a check of a fact counts.
const freshMonths = 12

// nextMCIFrom is the month from which the next year's index is missed: the
// budget law is signed in the first days of it.
const nextMCIFrom = time.December

// stale reports that a fact was checked more than a year ago.
func (k *checker) stale(checked calendar.Date) bool {
	return calendar.NewDate(checked.Year(), checked.Month()+freshMonths, checked.Day()) < k.today
}

// serviceAge warns of a card whose facts were not checked for a year and of
// notes past their end: one warning a service.
func (k *checker) serviceAge(s *Service) {
	var old []string
	if k.stale(s.Checked) {
		old = append(old, "the card ("+s.Checked.String()+")")
	}
	for i, t := range s.Terms {
		if k.stale(t.Checked) {
			old = append(old, fmt.Sprintf("terms[%d] (%s)", i, t.Checked))
		}
	}
	for i, r := range s.Fee.Rows {
		if k.stale(r.Checked) {
			old = append(old, fmt.Sprintf("fee.rows[%d] (%s)", i, r.Checked))
		}
	}
	if len(old) > 0 {
		k.warn(s.File, "not checked for %d months: %s", freshMonths, strings.Join(old, ", "))
	}
	for i, n := range s.Notes {
		if n.Ends != nil && *n.Ends < k.today {
			k.warn(s.File, "notes[%d] was to end on %s: did it?", i, *n.Ends)
		}
	}
}

// lawAge warns of facts of the law that nobody has looked at, in time or at
// all: one warning a file and reason.
func (k *checker) lawAge() {
	k.mciAge()
	for _, part := range k.catalog.Law.parts() {
		var old, passed, waiting []string
		walk(part.value, func(x reflect.Value, where string) bool {
			p, ok := x.Interface().(Proof)
			if !ok {
				return true
			}
			if k.stale(p.Checked) {
				old = append(old, where)
			}
			if p.Review.BeforeRelease {
				waiting = append(waiting, where)
			} else if p.Review.On < k.today {
				passed = append(passed, fmt.Sprintf("%s (%s)", where, p.Review.On))
			}
			return false
		})
		for _, found := range []struct {
			what   string
			places []string
		}{
			{fmt.Sprintf("not checked for %d months", freshMonths), old},
			{"review is due", passed},
			{"review " + beforeRelease, waiting},
		} {
			if len(found.places) > 0 {
				k.warn(part.file, "%s: %s", found.what, strings.Join(found.places, ", "))
			}
		}
	}
}

func (k *checker) mciAge() {
	const file = "law/mci.yaml"
	table, review := k.catalog.Law.MCI, k.catalog.Law.MCIReview
	last := table[len(table)-1].From.Year()
	switch {
	case last < k.today.Year():
		k.warn(file, "the index of %d is missing: fees are computed with that of %d", k.today.Year(), last)
	case k.today.Month() >= nextMCIFrom && last == k.today.Year():
		k.warn(file, "the index of %d is missing: look for the budget law", last+1)
	}
	if !review.BeforeRelease && review.On < k.today {
		k.warn(file, "review is due (%s)", review.On)
	}
}
