package calendar

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// The years that are computed. They end where the estimates of Kurban Ait do.
const (
	firstYear = 2000
	lastYear  = 2060
)

// Calendar is the working days of the years from 2000 to 2060.
type Calendar struct {
	law    law
	tables map[int]table
	acts   map[string]Act

	first, last Date
	special     map[Date]Day // every day that is no plain weekday or weekend
	before      []int32      // see walk.go
	unsure      []int32      // like before, for days of provisional years
	working     []Date
	version     string
}

// Load reads holidays.yaml and the year files at the root of fsys. Faults of
// the data are returned all together, each as "file:line: what"; the calendar
// is nil then.
func Load(fsys fs.FS) (*Calendar, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	names := []string{}
	for _, entry := range entries {
		if !entry.IsDir() && path.Ext(entry.Name()) == ".yaml" {
			names = append(names, entry.Name())
		}
	}
	if !slices.Contains(names, holidaysFile) {
		return nil, fmt.Errorf("read calendar: %s is missing", holidaysFile)
	}
	c := &Calendar{tables: map[int]table{}}
	var faults []error
	read := func(name string, parse func(*reader, []byte)) {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			faults = append(faults, fmt.Errorf("read calendar: %w", err))
			return
		}
		r := &reader{file: name}
		parse(r, data)
		faults = append(faults, r.faults...)
	}
	read(holidaysFile, func(r *reader, data []byte) { c.law = readLaw(r, data) })
	for _, name := range names {
		if name == holidaysFile {
			continue
		}
		year, ok := digits(name, 0, 4)
		if !ok || name != yearFile(year) || year < firstYear || year > lastYear {
			faults = append(faults, faultAt(name, 1, "want a file named %s or a year from %s to %s", holidaysFile, yearFile(firstYear), yearFile(lastYear)))
			continue
		}
		read(name, func(r *reader, data []byte) { c.tables[year] = readTable(r, data, year, &c.law) })
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	c.build()
	return c, nil
}

// LastOfficialYear is the last year that has an official table; 0 if none has.
func (c *Calendar) LastOfficialYear() int {
	last := 0
	for year, t := range c.tables {
		if t.official {
			last = max(last, year)
		}
	}
	return last
}

func (c *Calendar) provisional(year int) bool { return !c.tables[year].official }
