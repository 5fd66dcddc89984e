package worksheet

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/catalog"
)

// listSheet writes the facts, a row each.
func (b *book) listSheet(facts []catalog.Fact) error {
	if _, err := b.NewSheet(b.list); err != nil {
		return err
	}
	for i, c := range columns() {
		at := column(i + 1)
		if err := b.SetColWidth(b.list, at.letter(), at.letter(), c.width); err != nil {
			return err
		}
		if err := b.text(b.list, at.cell(headerRow), b.both(c.key, "\n"), b.head); err != nil {
			return err
		}
	}
	for i, f := range facts {
		if err := b.fact(headerRow+1+i, i+1, f); err != nil {
			return err
		}
	}
	return b.SetPanes(b.list, &excelize.Panes{Freeze: true, YSplit: headerRow, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (b *book) fact(row, number int, f catalog.Fact) error {
	given := map[column]string{
		colService: f.Service, colKind: b.both(kindKey(f.Kind), " · "), colFact: f.Label.RU, colFactKazakh: f.Label.KK,
		colOurUnit: b.unitName(f.Unit), colFile: f.File, colWhere: f.Where, colLink: f.Act,
	}
	for c, text := range given {
		if err := b.text(b.list, c.cell(row), text, b.given); err != nil {
			return err
		}
	}
	if err := b.SetCellInt(b.list, colNumber.cell(row), int64(number)); err != nil {
		return err
	}
	if err := b.SetCellStyle(b.list, colNumber.cell(row), colNumber.cell(row), b.count); err != nil {
		return err
	}
	if err := b.ourValue(colOurValue.cell(row), f); err != nil {
		return err
	}
	if f.Act != "" {
		if err := b.SetCellHyperLink(b.list, colLink.cell(row), f.Act, "External"); err != nil {
			return err
		}
	}
	if err := b.SetCellStyle(b.list, colValue.cell(row), colInitials.cell(row), b.blank); err != nil {
		return err
	}
	if err := b.SetCellStyle(b.list, colValue.cell(row), colValue.cell(row), b.value); err != nil {
		return err
	}
	return b.SetCellStyle(b.list, colChecked.cell(row), colChecked.cell(row), b.day)
}

// ourValue is a number where ours is one.
func (b *book) ourValue(cell string, f catalog.Fact) error {
	number, err := strconv.ParseFloat(f.Value, 64)
	if f.Unit == "" || err != nil {
		return b.text(b.list, cell, f.Value, b.given)
	}
	if err := b.SetCellFloat(b.list, cell, number, -1, 64); err != nil {
		return err
	}
	return b.SetCellStyle(b.list, cell, cell, b.count)
}

func kindKey(k catalog.FactKind) string {
	switch k {
	case catalog.FactTerm:
		return "WorksheetKindTerm"
	case catalog.FactFee:
		return "WorksheetKindFee"
	case catalog.FactMCI:
		return "WorksheetKindMCI"
	}
	return "WorksheetKindLaw"
}

// unitName is a unit as people read it, in both languages.
func (b *book) unitName(unit string) string {
	for _, u := range units() {
		if u[0] == unit {
			return b.both(u[1], " · ")
		}
	}
	return ""
}

// choices offers the units and takes only days as days.
func (b *book) choices(facts int) error {
	last := headerRow + max(facts, 1)
	unit := excelize.NewDataValidation(true)
	unit.SetSqref(fmt.Sprintf("%s:%s", colUnit.cell(headerRow+1), colUnit.cell(last)))
	unit.SetSqrefDropList(fmt.Sprintf("'%s'!$C$2:$C$%d", b.guide, len(units())+1))
	unit.SetError(excelize.DataValidationErrorStyleStop, b.both("WorksheetUnit", " · "), b.both("WorksheetUnitError", "\n"))
	return b.AddDataValidation(b.list, unit)
}

// protect locks what says which fact a row is about. There is no password: it
// keeps from slips, not from people.
func (b *book) protect() error {
	open := &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, FormatCells: true,
	}
	if err := b.ProtectSheet(b.list, open); err != nil {
		return err
	}
	return b.ProtectSheet(b.guide, open)
}
