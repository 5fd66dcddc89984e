package reports

import (
	"fmt"
	"math"

	"github.com/go-analyze/charts"

	"github.com/merzim/merzim/internal/tables"
)

// number is a cell as a chart takes it.
func number(cell any) float64 {
	switch v := cell.(type) {
	case int64:
		return float64(v)
	case tables.Percent:
		return float64(v)
	}
	return charts.GetNullValue()
}

// round is the end of an axis: the next number that five ticks part evenly into
// round ones.
func round(most float64) float64 {
	for step := 1.0; ; step *= 10 {
		for _, by := range []float64{1, 2, 4, 5} {
			if top := ticks * by * step; top >= most {
				return top
			}
		}
	}
}

// unlessZero leaves empty cells empty.
func unlessZero(f float64) string {
	if f == 0 {
		return ""
	}
	return whole(f)
}

func whole(f float64) string { return fmt.Sprint(int64(math.Round(f))) }

// short cuts a name that would leave no room for its bar.
func short(name string) string {
	if runes := []rune(name); len(runes) > nameLength {
		return string(runes[:nameLength-1]) + "…"
	}
	return name
}
