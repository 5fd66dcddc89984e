package worksheet

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/embeddedtest"
)

// written is a workbook of some facts, opened again.
func written(t *testing.T, facts ...catalog.Fact) (*excelize.File, string) {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, facts, embeddedtest.Texts()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book, book.GetSheetList()[1]
}

func TestWhatLooksLikeAFormulaIsText(t *testing.T) {
	t.Parallel()
	labels := []string{"=1+1", "+7", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"}
	var facts []catalog.Fact
	for _, label := range labels {
		facts = append(facts, catalog.Fact{Kind: catalog.FactTerm, Label: catalog.Text{RU: label, KK: label}, Value: "1", Unit: "month", File: "f", Where: "w"})
	}
	book, sheet := written(t, facts...)
	for i, label := range labels {
		cell := colFact.cell(i + 2)
		if formula, _ := book.GetCellFormula(sheet, cell); formula != "" {
			t.Errorf("%s is a formula", label)
		}
		kind, _ := book.GetCellType(sheet, cell)
		if value, _ := book.GetCellValue(sheet, cell); value != label || kind != excelize.CellTypeSharedString {
			t.Errorf("%q came back as %q, type %v", label, value, kind)
		}
	}
}

func TestTheWorkbookLeadsTheVerifier(t *testing.T) {
	t.Parallel()
	book, sheet := written(t, catalog.Fact{
		Service: "id-card", Kind: catalog.FactTerm, Row: 1, Label: catalog.Text{RU: "срок", KK: "мерзім"}, Value: "15", Unit: "working_day",
		Act: "https://adilet.zan.kz/rus/docs/V2000020192", File: "services/id-card.yaml", Where: "terms[0]",
	})
	if panes, err := book.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != headerRow {
		t.Errorf("the heading does not stay: %+v %v", panes, err)
	}
	if rules, err := book.GetDataValidations(sheet); err != nil || len(rules) != 1 || rules[0].Sqref != "L2:L2" {
		t.Errorf("no list of units: %v %v", rules, err)
	}
	if has, link, _ := book.GetCellHyperLink(sheet, colLink.cell(2)); !has || link != "https://adilet.zan.kz/rus/docs/V2000020192" {
		t.Errorf("no link to the act: %q", link)
	}
	if kind, _ := book.GetCellType(sheet, colOurValue.cell(2)); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
		t.Errorf("our value is no number: %v", kind)
	}
	for c := colNumber; c <= colInitials; c++ {
		id, err := book.GetCellStyle(sheet, c.cell(2))
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if open := style.Protection != nil && !style.Protection.Locked; open != (c > colLink) {
			t.Errorf("column %s: open to changes %v", c.letter(), open)
		}
		if width, _ := book.GetColWidth(sheet, c.letter()); width != columns()[c-1].width {
			t.Errorf("column %s is %v wide", c.letter(), width)
		}
	}
	guide := book.GetSheetList()[0]
	for cell, want := range map[string]string{"A1": "Что делать", "B1": "Не істеу керек", "C2": "рабочий день · жұмыс күні"} {
		if got, _ := book.GetCellValue(guide, cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}
