package reportpages

import (
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/reports"
)

// rowsOf is the way from a cell of a table to the complaints that it counts, or
// from a name to its own overview; "" where nothing leads on. Of requests an
// analyst sees figures alone.
func rowsOf(t reports.Table, row []any, at int, p reports.Period, s reports.Scope) string {
	f, ok := narrowed(t, row, reports.Filter{Period: p, Scope: s})
	if !ok {
		return ""
	}
	switch column := t.Columns[at]; {
	case t.ID == "heat" && at >= 2:
		f.Scope.Region = column
	case t.ID == "weeks" && at > 0 && isKind(column):
		f.Scope.Kind = column
	case column == "complaints":
	case column == "before":
		f.Period = p.Before()
	case column == "money":
		f.Scope.Kind = "money"
	case at == 0 && t.ID != "kinds" && t.ID != "states" && t.ID != "weeks":
		return address(overviewPath, f.Values())
	default:
		return ""
	}
	if n, _ := row[at].(int64); n == 0 {
		return ""
	}
	return address(logPath, f.Values())
}

// narrowed is the filter of a table's row; ok is false for a row of which the
// log has no filter.
func narrowed(t reports.Table, row []any, f reports.Filter) (reports.Filter, bool) {
	id := ""
	if len(t.Columns) > 1 && t.Columns[1] == "id" {
		id = fmt.Sprint(row[1])
	}
	switch t.Columns[0] {
	case "kind":
		f.Scope.Kind = id
	case "state":
		f.State = id
	case "agency":
		f.Scope.Agency = id
		return f, id != ""
	case "service":
		f.Scope.Service = id
	case "region":
		if f.Scope.Region = id; id == "" {
			f.Scope.Region = reports.NoRegion
		}
	case "sector":
		f.Scope.Sector = id
	case "week":
		monday, ok := row[0].(calendar.Date)
		f.Period = reports.Period{From: max(monday, f.Period.From), To: min(monday+6, f.Period.To)}
		return f, ok
	default:
		return f, false
	}
	return f, true
}

func isKind(column string) bool {
	for _, k := range reports.Kinds() {
		if k == column {
			return true
		}
	}
	return false
}
