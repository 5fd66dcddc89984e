package worksheet

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// formatText and formatDate are Excel's own number formats "@" and a day.
const (
	formatText = 49
	formatDate = "yyyy\\-mm\\-dd"
)

// book is a workbook being written.
type book struct {
	*excelize.File
	texts        *locales.Texts
	guide, list  string // names of the sheets
	given, count int    // styles of what is locked: texts, numbers
	blank, value int    // of what is empty: texts, numbers
	day, head    int
}

// Write writes the workbook with a row a fact, in the order given.
func Write(w io.Writer, facts []catalog.Fact, texts *locales.Texts) error {
	b := &book{File: excelize.NewFile(), texts: texts}
	defer b.Close()
	b.guide, b.list = b.both("WorksheetGuideSheet", " · "), b.both("WorksheetListSheet", " · ")
	for _, step := range []func() error{b.styles, b.guideSheet, func() error { return b.listSheet(facts) }, func() error { return b.choices(len(facts)) }, b.protect} {
		if err := step(); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	if err := b.File.Write(w); err != nil {
		return fmt.Errorf("workbook not written: %w", err)
	}
	return nil
}

// both is a text in both languages.
func (b *book) both(key, between string) string {
	ru, kk := b.texts.In(locales.Russian).T(key), b.texts.In(locales.Kazakh).T(key)
	if ru == kk {
		return ru
	}
	return ru + between + kk
}

func (b *book) styles() error {
	date := formatDate
	thin := []excelize.Border{{Type: "bottom", Color: "D0D0D0", Style: 1}, {Type: "right", Color: "D0D0D0", Style: 1}}
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top"}
	open := &excelize.Protection{Locked: false}
	yellow := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF9DB"}}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF2"}}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.given, excelize.Style{NumFmt: formatText, Alignment: wrapped, Border: thin}},
		{&b.blank, excelize.Style{NumFmt: formatText, Alignment: wrapped, Border: thin, Fill: yellow, Protection: open}},
		{&b.count, excelize.Style{Alignment: wrapped, Border: thin}},
		{&b.value, excelize.Style{Alignment: wrapped, Border: thin, Fill: yellow, Protection: open}},
		{&b.day, excelize.Style{CustomNumFmt: &date, Alignment: wrapped, Border: thin, Fill: yellow, Protection: open}},
		{&b.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: wrapped, Border: thin, Fill: grey}},
	} {
		id, err := b.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.id = id
	}
	return nil
}

// guideLines is how many steps the guide has.
const guideLines = 9

// guideSheet tells what to do, one language beside the other, and lists the
// units from which a row chooses.
func (b *book) guideSheet() error {
	if err := b.SetSheetName("Sheet1", b.guide); err != nil {
		return err
	}
	if err := b.SetColWidth(b.guide, "A", "B", 70); err != nil {
		return err
	}
	if err := b.SetColWidth(b.guide, "C", "C", 30); err != nil {
		return err
	}
	for i, lang := range []string{locales.Russian, locales.Kazakh} {
		for n := range guideLines {
			cell := column(i + 1).cell(n + 1)
			style := b.given
			if n == 0 {
				style = b.head
			}
			if err := b.text(b.guide, cell, b.texts.In(lang).T("WorksheetGuide"+strconv.Itoa(n+1)), style); err != nil {
				return err
			}
		}
	}
	if err := b.text(b.guide, "C1", b.both("WorksheetUnit", "\n"), b.head); err != nil {
		return err
	}
	for i, u := range units() {
		if err := b.text(b.guide, "C"+strconv.Itoa(i+2), b.both(u[1], " · "), b.given); err != nil {
			return err
		}
	}
	return nil
}

// text puts a text into a cell as text: one that begins with = + - @ is never
// read as a formula.
func (b *book) text(sheet, cell, text string, style int) error {
	if err := b.SetCellStr(sheet, cell, text); err != nil {
		return err
	}
	return b.SetCellStyle(sheet, cell, cell, style)
}
