package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/worksheet"
)

// The yellow columns of the worksheet.
const (
	cellValue    = "K"
	cellUnit     = "L"
	cellCode     = "M"
	cellArticle  = "N"
	cellAct      = "O"
	cellPage     = "P"
	cellChecked  = "Q"
	cellInitials = "R"
)

const wordWorkingDay = "рабочий день · жұмыс күні"

// byAct is a whole answer that rests on an act.
func byAct(value any, unit string) map[string]any {
	return map[string]any{
		cellValue: value, cellUnit: unit, cellCode: "V1500010764", cellArticle: "25(2)", cellAct: "приказ № 112, ред. 01.07.2026",
		cellChecked: "20.11.2026", cellInitials: "А.Б.",
	}
}

// with is an answer with some cells changed.
func with(answer map[string]any, cells ...any) map[string]any {
	out := map[string]any{}
	for k, v := range answer {
		out[k] = v
	}
	for i := 0; i < len(cells); i += 2 {
		out[cells[i].(string)] = cells[i+1]
	}
	return out
}

// catalogueCopy is a folder with the whole catalogue.
func catalogueCopy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "catalog")
	if err := os.CopyFS(dir, catalog.Embedded()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// answered writes a worksheet of the catalogue and fills rows in, by the fact's
// "file where".
func answered(t *testing.T, dir string, answers map[string]map[string]any) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "worksheet.xlsx")
	inside(t, "", "worksheet", "-o", file, "--catalog", dir).must(t)
	book, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, fillIn(t, book, answers), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// fillIn writes answers into a workbook.
func fillIn(t *testing.T, file []byte, answers map[string]map[string]any) []byte {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetList()[1]
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	filled := 0
	for i, row := range rows {
		for cell, value := range answers[row[7]+" "+row[8]] {
			if err := book.SetCellValue(sheet, cell+strconv.Itoa(i+1), value); err != nil {
				t.Fatal(err)
			}
			filled++
		}
	}
	if filled == 0 && len(answers) > 0 {
		t.Fatal("no row of the worksheet was found")
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// summaryOf is what check --summary says, a line a thing.
func summaryOf(t *testing.T, dir string) string {
	t.Helper()
	got := outsideIn(t, t.TempDir(), []string{"CATALOG_DIR=" + dir}, "", "check", "--summary")
	if got.status != statusOK {
		t.Fatal(got)
	}
	return got.out
}

// The answers of a verifier reach the YAML, nothing else changes, the summary
// counts them, and applying them again changes nothing.
func TestAVerifiersAnswersReachTheCatalogue(t *testing.T) {
	t.Parallel()
	dir := catalogueCopy(t)
	before := tree(t, dir)
	holds(t, summaryOf(t, dir), "24 verified by the act, 111 by a page, 119 unverified", "0 verified by the act, 49 by a page, 20 unverified")
	file := answered(t, dir, map[string]map[string]any{
		"services/repeat-civil-certificate.yaml terms[0]": byAct(2, wordWorkingDay),
		"services/repeat-civil-certificate.yaml terms[1]": with(byAct(15, "calendar_day"), cellArticle, "7"),
		"services/digital-signature.yaml terms[1]": {
			cellValue: "20", cellUnit: "минута · минут", cellPage: "https://egov.kz/cms/ru/x#a", cellChecked: "2026-11-20", cellInitials: "А.Б."},
		"services/criminal-record-certificate.yaml fee.rows[1]": with(byAct("0,7", "МРП · АЕК"), cellChecked, 46346),
		"services/vehicle-registration.yaml terms[0]":           byAct(3, "час · сағат"),
		"law/mci.yaml rows[0]":                                  byAct(2525, "tenge"),
		"law/hours.yaml provider":                               with(byAct("", ""), cellCode, "Z1300000088"),
		"law/facts.yaml permits_law":                            with(byAct("", ""), cellArticle, "", cellCode, "Z1400000202"),
	})
	got := inside(t, "", "worksheet", "--apply", file, "--catalog", dir, "--now", "2026-11-23 10:00")
	if got.status != statusOK {
		t.Fatalf("%+v", got)
	}
	holds(t, got.out,
		"services/repeat-civil-certificate.yaml: terms[0]: 1 working_day -> 2 working_day, unverified -> act",
		"services/repeat-civil-certificate.yaml: terms[1]: 15 calendar_day, unverified -> act",
		"services/digital-signature.yaml: terms[1]: 20 minute, unverified -> page",
		"services/criminal-record-certificate.yaml: fee.rows[1]: 0.5 MCI -> 0.7 MCI, unverified -> act",
		"services/vehicle-registration.yaml: terms[0]: hour -> 3 hour, unverified -> act",
		"law/hours.yaml: provider: unverified -> act",
		"8 written, 0 already there, 0 refused")
	after := tree(t, dir)
	for name, want := range map[string][]string{
		"services/repeat-civil-certificate.yaml": {
			"-    length: 1", "-    status: unverified", "+    length: 2", "+    status: act",
			"+    law: {code: V1500010764, article: 25(2)}", "+    source: https://adilet.zan.kz/rus/docs/V1500010764",
			"+    checked: '2026-11-20' # приказ № 112, ред. 01.07.2026; А.Б.", "+    law: {code: V1500010764, article: '7'}"},
		"services/digital-signature.yaml":           {"+    source: 'https://egov.kz/cms/ru/x#a'", "+    status: page", "+    checked: '2026-11-20' # А.Б."},
		"services/criminal-record-certificate.yaml": {"-      mci: 0.5", "+      mci: 0.7"},
		"services/vehicle-registration.yaml":        {"+    length: 3"},
		"law/mci.yaml":                              {"+  - {from: 2019-01-01, tenge: 2525, status: act, source: 'https://adilet.zan.kz/rus/docs/V1500010764', checked: 2026-11-20}"},
		"law/hours.yaml":                            {"+  act: services_law", "+  article: 25(2)", "+  status: act"},
		"law/facts.yaml":                            {"+  status: act"},
	} {
		changed := lineChanges(before[name], after[name])
		holds(t, changed, want...)
		if n := strings.Count(changed, "\n"); n > 5*strings.Count(changed, "+")+1 || strings.Count(before[name], "#") > strings.Count(after[name], "#") {
			t.Errorf("%s lost more than the answer replaces:\n%s", name, changed)
		}
		before[name] = after[name]
	}
	for name := range before {
		if before[name] != after[name] {
			t.Errorf("%s changed too", name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("%s was left behind", name)
		}
	}
	holds(t, summaryOf(t, dir), "27 verified by the act, 112 by a page, 115 unverified", "1 verified by the act, 49 by a page, 19 unverified")

	again := inside(t, "", "worksheet", "--apply", file, "--catalog", dir, "--now", "2026-11-23 10:00").must(t)
	holds(t, again.out, "0 written, 8 already there, 0 refused")
	for name, text := range tree(t, dir) {
		if text != after[name] {
			t.Errorf("%s changed the second time", name)
		}
	}
}

// Each row is judged by itself: nonsense is refused with its row and reason, the
// good row beside it is written.
func TestNonsenseIsRefusedRowByRow(t *testing.T) {
	t.Parallel()
	const row = "services/repeat-civil-certificate.yaml terms[0]"
	source, err := openFiles("", "")
	if err != nil {
		t.Fatal(err)
	}
	know, _, err := source.load()
	if err != nil {
		t.Fatal(err)
	}
	var book bytes.Buffer
	if err := worksheet.Write(&book, know.Catalog.Unverified(), know.Texts); err != nil {
		t.Fatal(err)
	}
	good := byAct(2, wordWorkingDay)
	for name, c := range map[string]struct {
		answer map[string]any
		says   string
	}{
		"words for a number":  {with(good, cellValue, "два"), `"два" is not a whole number`},
		"half a day":          {with(good, cellValue, 1.5), `"1.5" is not a whole number`},
		"no days":             {with(good, cellValue, 0), "0 is no length"},
		"below zero":          {with(good, cellValue, -3), "below zero"},
		"no value":            {with(good, cellValue, ""), "the value is missing"},
		"an unknown unit":     {with(good, cellUnit, "банковский день"), `unknown unit "банковский день"`},
		"money for a term":    {with(good, cellUnit, "tenge"), `unknown unit "tenge" here`},
		"no unit":             {with(good, cellUnit, ""), "the unit is missing"},
		"tomorrow":            {with(good, cellChecked, "24.11.2026"), "still to come"},
		"no day":              {with(good, cellChecked, ""), "the day of the check is missing"},
		"an unreadable day":   {with(good, cellChecked, "31.02.2026"), "is no day"},
		"nobody":              {with(good, cellInitials, ""), "the initials are missing"},
		"a number for a name": {with(good, cellInitials, "7"), "initials"},
		"no act":              {with(good, cellAct, ""), "the act and its edition are missing"},
		"no code":             {with(good, cellCode, ""), "the act's code is missing"},
		"a wrong code":        {with(good, cellCode, "приказ"), "is not like V2000020192"},
		"no article":          {with(good, cellArticle, ""), "the article or point is missing"},
		"a wrong article":     {with(good, cellArticle, "ст. 5"), "is not like 25"},
		"nothing to rest on":  {with(good, cellCode, "", cellArticle, "", cellAct, ""), "neither an act nor a page"},
		"a page that is none": {with(good, cellPage, "egov"), "no address"},
		"a script":            {with(good, cellPage, "javascript:alert(1)"), "no address"},
		"another fact":        {with(good, "I", "terms[9]"), "no such fact"},
		"another file":        {with(good, "H", "../../etc/passwd"), "no such fact"},
		"another label":       {with(good, "D", "что-то другое"), "another fact stands at"},
		"another value":       {with(good, "F", "4"), `it was "4 working_day", it is "1 working_day"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			filled := fillIn(t, book.Bytes(), map[string]map[string]any{row: c.answer, "services/repeat-civil-certificate.yaml terms[1]": byAct(15, "calendar_day")})
			answers, err := worksheet.Read(bytes.NewReader(filled), know.Texts)
			if err != nil {
				t.Fatal(err)
			}
			got, err := worksheet.Apply(catalog.Embedded(), know.Catalog, answers, calendar.NewDate(2026, 11, 23))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Refusals) != 1 || !strings.Contains(got.Refusals[0].Why.Error(), c.says) {
				t.Errorf("%v, want %q", got.Refusals, c.says)
			}
			if len(got.Changes) != 1 || got.Changes[0].Fact.Where != "terms[1]" {
				t.Errorf("%v: the good row was not written alone", got.Changes)
			}
		})
	}
}

// A fact that changed after the worksheet was written keeps its change.
func TestAFactThatChangedMeanwhileIsRefused(t *testing.T) {
	t.Parallel()
	const name = "services/repeat-civil-certificate.yaml"
	dir := catalogueCopy(t)
	file := answered(t, dir, map[string]map[string]any{name + " terms[0]": byAct(2, wordWorkingDay)})
	path := filepath.Join(dir, name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "length: 1\n", "length: 4\n", 1)
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	got := inside(t, "", "worksheet", "--apply", file, "--catalog", dir, "--now", "2026-11-23 10:00")
	if got.status != statusFault || !strings.Contains(got.err, `it was "1 working_day", it is "4 working_day"`) {
		t.Errorf("%+v", got)
	}
	if now, _ := os.ReadFile(path); string(now) != changed {
		t.Error("the file was written")
	}
}

func TestAnswersGoNowhereUnasked(t *testing.T) {
	t.Parallel()
	file := answered(t, catalogueCopy(t), map[string]map[string]any{"services/repeat-civil-certificate.yaml terms[0]": byAct(2, wordWorkingDay)})
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"no folder":            {[]string{"--apply", file}, statusUsage, "--catalog"},
		"no catalogue":         {[]string{"--apply", file, "--catalog", t.TempDir()}, statusUsage, "no catalogue"},
		"nothing asked":        {nil, statusUsage, "one of the two"},
		"both asked":           {[]string{"--apply", file, "-o", file}, statusUsage, "one of the two"},
		"no workbook":          {[]string{"--apply", "worksheet.go", "--catalog", catalogueCopy(t)}, statusFault, "not a workbook"},
		"a file that is not":   {[]string{"--apply", file + "x", "--catalog", catalogueCopy(t)}, statusFault, "not read"},
		"a place that is not ": {[]string{"-o", filepath.Join(file, "x")}, statusFault, "not written"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := inside(t, "", append([]string{"worksheet"}, c.args...)...)
			if got.status != c.status || !strings.Contains(got.err, c.says) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// An empty CATALOG_DIR takes the changed file and nothing else.
func TestAnswersGoIntoTheFolderOfTheEnvironment(t *testing.T) {
	t.Parallel()
	file := answered(t, catalogueCopy(t), map[string]map[string]any{"services/repeat-civil-certificate.yaml terms[0]": byAct(2, wordWorkingDay)})
	dir := t.TempDir()
	outsideIn(t, t.TempDir(), []string{"CATALOG_DIR=" + dir}, "", "worksheet", "--apply", file).must(t)
	if names := tree(t, dir); len(names) != 1 || !strings.Contains(names["services/repeat-civil-certificate.yaml"], "length: 2\n") {
		t.Errorf("%d files", len(names))
	}
}

// tree is every file of a folder by its path.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// lineChanges lists the lines that went (-), then those that came (+), in the
// order of the files.
func lineChanges(before, after string) string {
	var b strings.Builder
	only := func(sign, text, other string) {
		there := map[string]int{}
		for _, line := range strings.Split(other, "\n") {
			there[line]++
		}
		for _, line := range strings.Split(text, "\n") {
			if there[line]--; there[line] < 0 {
				b.WriteString(sign + line + "\n")
			}
		}
	}
	only("-", before, after)
	only("+", after, before)
	return b.String()
}
