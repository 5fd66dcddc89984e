package worksheet

import "strconv"

// column is a column of the list, from 1. Those up to colLink say which fact a
// row is about and are locked; the others are the verifier's.
type column int

const (
	colNumber column = iota + 1
	colService
	colKind
	colFact
	colFactKazakh
	colOurValue
	colOurUnit
	colFile
	colWhere
	colLink
	colValue
	colUnit
	colCode
	colArticle
	colAct
	colPage
	colChecked
	colInitials
)

// sheetColumn is how a column looks.
type sheetColumn struct {
	key   string // of its heading among the texts
	width float64
}

// columns are the columns in their order.
func columns() []sheetColumn {
	return []sheetColumn{
		{"WorksheetNumber", 6}, {"WorksheetService", 26}, {"WorksheetKind", 12}, {"WorksheetFact", 48}, {"WorksheetFactKazakh", 48},
		{"WorksheetOurValue", 14}, {"WorksheetOurUnit", 20}, {"WorksheetFile", 30}, {"WorksheetWhere", 14}, {"WorksheetLink", 40},
		{"WorksheetValue", 14}, {"WorksheetUnit", 20}, {"WorksheetCode", 16}, {"WorksheetArticle", 12}, {"WorksheetAct", 34},
		{"WorksheetPage", 34}, {"WorksheetChecked", 13}, {"WorksheetInitials", 11},
	}
}

// letter is a column's name in the workbook: A, B, …
func (c column) letter() string { return string(rune('A' + int(c) - 1)) }

// cell is a cell of a row, from 1.
func (c column) cell(row int) string { return c.letter() + strconv.Itoa(row) }

// headerRow is the row of the headings; facts follow.
const headerRow = 1

// The units of a worksheet with the keys of their names.
func units() [][2]string {
	return [][2]string{
		{"working_day", "WorksheetUnitWorkingDay"}, {"calendar_day", "WorksheetUnitCalendarDay"}, {"month", "WorksheetUnitMonth"},
		{"year", "WorksheetUnitYear"}, {"hour", "WorksheetUnitHour"}, {"minute", "WorksheetUnitMinute"},
		{unitMCI, "WorksheetUnitMCI"}, {unitTenge, "WorksheetUnitTenge"},
	}
}

// Units of money.
const (
	unitMCI   = "MCI"
	unitTenge = "tenge"
)
