package worksheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/locales"
)

// Answer is one row of a workbook that came back: which fact it is about, as
// the fact stood when the workbook was written, and what the verifier says.
type Answer struct {
	Row int // of the sheet, as Excel numbers it

	File, Where        string
	Fact, FactKazakh   string
	OurValue, OurUnit  string
	Value, Unit        string // Unit is the word of the files, or what stood there
	Code, Article, Act string
	Page               string
	Checked            string
	Initials           string
}

// empty reports that the verifier wrote nothing.
func (a Answer) empty() bool {
	return a.Value+a.Unit+a.Code+a.Article+a.Act+a.Page+a.Checked+a.Initials == ""
}

// mostRows bounds a workbook: no catalogue has so many facts.
const mostRows = 100_000

// Read reads the answers of a workbook; rows without an answer are left out.
func Read(r io.Reader, texts *locales.Texts) ([]Answer, error) {
	file, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: 256 << 20})
	if err != nil {
		return nil, fmt.Errorf("not a workbook: %w", err)
	}
	defer file.Close()
	b := &book{File: file, texts: texts}
	b.list = b.both("WorksheetListSheet", " · ")
	// Raw values: a day comes as its number, 0.2 as 0.2 whatever the format.
	rows, err := file.GetRows(b.list, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("no sheet %q: is this the worksheet?", b.list)
	}
	if len(rows) > mostRows {
		return nil, fmt.Errorf("%d rows, at most %d", len(rows), mostRows)
	}
	if err := b.checkHead(rows); err != nil {
		return nil, err
	}
	unitOf := map[string]string{}
	for _, u := range units() {
		unitOf[b.unitName(u[0])] = u[0]
	}
	var out []Answer
	for i := headerRow; i < len(rows); i++ {
		if a := answer(i+1, rows[i], unitOf); !a.empty() {
			out = append(out, a)
		}
	}
	return out, nil
}

// checkHead demands the columns of a worksheet in their order.
func (b *book) checkHead(rows [][]string) error {
	for i, c := range columns() {
		want := b.both(c.key, "\n")
		if len(rows) < headerRow || len(rows[headerRow-1]) <= i || strings.TrimSpace(rows[headerRow-1][i]) != want {
			return fmt.Errorf("sheet %q: column %s is not %q: write the worksheet anew", b.list, column(i+1).letter(), oneLine(want))
		}
	}
	return nil
}

func answer(number int, row []string, unitOf map[string]string) Answer {
	at := func(c column) string {
		if int(c) > len(row) {
			return ""
		}
		return oneLine(row[c-1])
	}
	unit := func(c column) string {
		if word, ok := unitOf[at(c)]; ok {
			return word
		}
		return at(c)
	}
	return Answer{
		Row: number, File: at(colFile), Where: at(colWhere), Fact: at(colFact), FactKazakh: at(colFactKazakh),
		OurValue: at(colOurValue), OurUnit: unit(colOurUnit), Value: at(colValue), Unit: unit(colUnit),
		Code: at(colCode), Article: at(colArticle), Act: at(colAct), Page: at(colPage), Checked: at(colChecked), Initials: at(colInitials),
	}
}

// oneLine takes line breaks, no-break and double spaces out of a cell.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
