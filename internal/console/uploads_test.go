package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
)

// TestUploads is what an agency's lists of states do, and do not.
func TestUploads(t *testing.T) {
	each(t, map[string]func(*stand){"list": uploadList, "again": uploadAgain, "together": uploadTogether, "bounds": uploadBounds, "retention": uploadRetention})
}

const header = "number,service,filed,state,note\n"

// uploadList: a preview changes nothing; carried out, it changes what matches in
// all three, tells the rest with its reason, and sends no note on.
func uploadList(s *stand) {
	s.everybody()
	filed := func(number string, change ...func(*requests.New)) requests.Request {
		return s.request(citizen, "2026-11-10", 10, append(change, numbered(number))...)
	}
	ready, same, otherDay, otherService := filed("A-1"), filed("A-2"), filed("A-3"), filed("A-4")
	withdrawn, foreign := filed("A-5"), filed("E-6", func(n *requests.New) { n.Service = "adoption-lump-sum" })
	_, err := s.requests.SetStateByStaff(s.Context(), law().Calendar, same.ID, -1, requests.Accepted, "")
	s.must(err)
	_, err = s.requests.SetState(s.Context(), law().Calendar, citizen, withdrawn.ID, s.next(), requests.Withdrawn)
	s.must(err)
	file := "\ufeffНомер;Услуга;день подачи;Состояние;примечание\r\n" +
		"A-1;Удостоверение личности;10.11.2026;Готово;=HYPERLINK(\"http://x\") тайна 900101300017\r\n" + // 2
		"A-2;id-card;2026-11-10;accepted;\r\n" +
		"A-3;id-card;2026-11-11;ready;\r\n" +
		"A-4;passport;2026-11-10;ready;\r\n" +
		"A-5;id-card;2026-11-10;ready;\r\n" + // 6
		"E-6;adoption-lump-sum;2026-11-10;ready;\r\n" +
		"A-1;Жеке куәлік;2026-11-10;refused;\r\n" +
		"=cmd|' /C calc'!A0;id-card;2026-11-10;ready;\r\n" +
		";id-card;2026-11-10;ready;\r\n" + // 10
		"A-9;no such service;2026-11-10;ready;\r\n" +
		"A-9;id-card;31.02.2026;ready;\r\n" +
		"A-9;id-card;24.11.2026;ready;\r\n" +
		"A-9;id-card;2026-11-10;done;\r\n" + // 14
		"A-9;id-card;2026-11-10;withdrawn;\r\n" +
		"A-9;id-card\r\n" +
		"900101300017;id-card;2026-11-10;ready;\r\n\r\n"
	reasons := map[int]string{
		3: "Same", 4: "NotFound", 5: "NotFound", 6: "Closed", 7: "OtherAgency", 8: "Twice", 9: "BadNumber", 10: "NoNumber", 11: "UnknownService",
		12: "BadDay", 13: "FutureDay", 14: "UnknownState", 15: "CitizensState", 16: "Cells", 17: "BadNumber",
	}
	b := s.login(staff)
	preview := b.upload(b.token(), file)
	if preview.status != http.StatusOK || !preview.says("Строк в файле: 16. Состояние изменит 1 строка.") {
		s.Fatal(preview.status, preview.body)
	}
	s.rowsSay(preview, reasons)
	if strings.Contains(preview.body, `"http://x"`) || !preview.says("HYPERLINK") || preview.says("900101300017") {
		s.Error("the note in the preview")
	}
	if r, _, _ := s.requests.Find(s.Context(), citizen, ready.ID); r.State != requests.Filed {
		s.Fatal("the preview changed something")
	}
	path := preview.url.Path
	for range 2 {
		account := b.post(path+"/apply", console.FormField, preview.field("token"))
		if account.status != http.StatusOK || !account.says("Состояние изменила 1 строка.") {
			s.Fatal(account.status, account.body)
		}
		s.rowsSay(account, reasons)
		if strings.Contains(account.body, "A-1") || account.says("тайна") {
			s.Error("the account holds numbers or notes")
		}
	}
	for r, want := range map[*requests.Request]requests.State{
		&ready: requests.Ready, &same: requests.Accepted, &otherDay: requests.Filed, &otherService: requests.Filed, &withdrawn: requests.Withdrawn, &foreign: requests.Filed,
	} {
		if now, _, _ := s.requests.Find(s.Context(), citizen, r.ID); now.State != want {
			s.Errorf("%s is %s, want %s", r.Number, now.State, want)
		}
	}
	events, err := s.requests.Events(s.Context(), citizen, ready.ID)
	s.must(err)
	if len(events) != 2 || events[1].Note != "" || events[1].Actor != requests.Staff {
		s.Errorf("%+v", events)
	}
	all, err := s.outbox.OfRequest(s.Context(), citizen, ready.ID)
	s.must(err)
	if len(all) != 1 || strings.Contains(string(all[0].Args), "тайна") {
		s.Errorf("%+v", all)
	}
	var kept int
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM uploads WHERE rows <> '' OR account LIKE '%A-1%' OR account LIKE '%тайна%'`).Scan(&kept))
	if kept != 0 {
		s.Error("the rows are kept after they were carried out")
	}
}

// rowsSay checks the reasons of a page by line.
func (s *stand) rowsSay(page answer, reasons map[int]string) {
	s.Helper()
	for line, reason := range reasons {
		at := strings.LastIndex(page.body, fmt.Sprintf(`>%d</th>`, line))
		if at < 0 {
			s.Errorf("line %d is not told", line)
			continue
		}
		row, _, _ := strings.Cut(page.body[at:], "</tr>")
		if !(answer{body: row}).says(said("ru", "ConsoleOutcome"+reason)) {
			s.Errorf("line %d: %s, want %s", line, row, reason)
		}
	}
}

// uploadAgain: the same file a second time finds everything as it is, and an old
// list opens nothing that was closed since.
func uploadAgain(s *stand) {
	s.everybody()
	r := s.request(citizen, "2026-11-10", 10, numbered("A-1"))
	b := s.login(staff)
	apply := func(state string) answer {
		preview := b.upload(b.token(), header+"A-1,id-card,2026-11-10,"+state+",\n")
		return b.post(preview.url.Path+"/apply", console.FormField, preview.field("token"))
	}
	old := b.upload(b.token(), header+"A-1,id-card,2026-11-10,accepted,\n")
	if got := apply("ready"); !got.says("изменила 1 строка") {
		s.Fatal(got.body)
	}
	if got := apply("ready"); !got.says(said("ru", "ConsoleOutcomeSame")) {
		s.Error(got.body)
	}
	if got := b.post(old.url.Path+"/apply", console.FormField, old.field("token")); !got.says(said("ru", "ConsoleOutcomeClosed")) {
		s.Error(got.body)
	}
	if all, err := s.outbox.OfRequest(s.Context(), citizen, r.ID); len(all) != 1 || err != nil {
		s.Error(all, err)
	}
}

// uploadTogether: a list that several windows carry out at the same moment
// changes each request once, and all of them tell the same account.
func uploadTogether(s *stand) {
	s.everybody()
	var all []requests.Request
	file := header
	for i := range 20 {
		number := fmt.Sprint("A-", i)
		all = append(all, s.request(citizen, "2026-11-10", 10, numbered(number)))
		file += number + ",id-card,2026-11-10,ready,\n"
	}
	b := s.login(staff)
	preview := b.upload(b.token(), file)
	token := preview.field("token")
	var windows sync.WaitGroup
	for range 6 {
		windows.Go(func() {
			if got := b.post(preview.url.Path+"/apply", console.FormField, token); got.status != http.StatusOK || !got.says("Состояние изменили 20 строк.") {
				s.Error(got.status, got.body)
			}
		})
	}
	windows.Wait()
	for _, r := range all {
		events, err := s.requests.Events(s.Context(), citizen, r.ID)
		s.must(err)
		told, err := s.outbox.OfRequest(s.Context(), citizen, r.ID)
		s.must(err)
		if len(events) != 2 || len(told) != 1 {
			s.Errorf("%s: %d events, told %d times", r.Number, len(events), len(told))
		}
	}
}

// uploadBounds: a regional body changes its region alone, and sees no upload but
// its own.
func uploadBounds(s *stand) {
	s.everybody()
	here := s.request(citizen, "2026-11-10", 10, numbered("A-1"), func(n *requests.New) { n.Region = "mangystau" })
	there := s.request(stranger, "2026-11-10", 10, numbered("A-1"))
	b := s.login(inAqtau)
	preview := b.upload(b.token(), header+"A-1,id-card,2026-11-10,ready,\n")
	if got := b.post(preview.url.Path+"/apply", console.FormField, preview.field("token")); !got.says("изменила 1 строка") {
		s.Fatal(got.body)
	}
	if r, _, _ := s.requests.Find(s.Context(), citizen, here.ID); r.State != requests.Ready {
		s.Error(r.State)
	}
	if r, _, _ := s.requests.Find(s.Context(), stranger, there.ID); r.State != requests.Filed {
		s.Error("another region's request is", r.State)
	}
	for _, chat := range []int64{staff, teacher} {
		if got := s.login(chat).get(preview.url.Path); got.status != http.StatusNotFound {
			s.Error(chat, "sees the upload of a region:", got.status)
		}
	}
}

// uploadRetention: a preview that nobody carried out goes after a day, an account
// after ninety.
func uploadRetention(s *stand) {
	s.everybody()
	s.request(citizen, "2026-11-10", 10, numbered("A-1"))
	b := s.login(staff)
	left := b.upload(b.token(), header+"A-1,id-card,2026-11-10,ready,\n")
	done := b.upload(b.token(), header+"A-1,id-card,2026-11-10,accepted,\n")
	b.post(done.url.Path+"/apply", console.FormField, done.field("token"))
	for _, step := range []struct {
		days             int
		preview, account int
	}{{1, http.StatusOK, http.StatusOK}, {2, http.StatusNotFound, http.StatusOK}, {91, http.StatusNotFound, http.StatusNotFound}} {
		s.now.Advance(day("2026-11-23").AddDays(step.days).At(10, 0).Sub(s.now.Now()))
		s.must(s.uploads.Retain(s.Context()))
		b := s.login(staff)
		if p, a := b.get(left.url.Path).status, b.get(done.url.Path).status; p != step.preview || a != step.account {
			s.Errorf("after %d days: preview %d, account %d", step.days, p, a)
		}
	}
}

// TestHostileFiles: what is no list of states gets a clear answer and changes
// nothing.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	r := s.request(citizen, "2026-11-10", 10, numbered("A-1"))
	b := s.login(staff)
	token, row := b.token(), "A-1,id-card,2026-11-10,ready,\n"
	wide := utf16.Encode([]rune(header + row))
	var utf16le strings.Builder
	utf16le.WriteString("\xff\xfe")
	for _, u := range wide {
		utf16le.WriteByte(byte(u))
		utf16le.WriteByte(byte(u >> 8))
	}
	for name, c := range map[string]struct{ file, says string }{
		"empty":                    {"", said("ru", "ConsoleFileEmpty")},
		"a mark alone":             {"\ufeff", said("ru", "ConsoleFileEmpty")},
		"a header alone":           {header, said("ru", "ConsoleFileEmpty")},
		"blank lines":              {header + ",,,,\n\n , , , , \n", said("ru", "ConsoleFileEmpty")},
		"Windows-1251":             {header + "A-1,id-card,2026-11-10,ready,\xef\xf0\xe8\xec\n", said("ru", "ConsoleFileEncoding")},
		"UTF-16":                   {utf16le.String(), said("ru", "ConsoleFileEncoding")},
		"a workbook":               {"PK\x03\x04\x14\x00\x06\x00", said("ru", "ConsoleFileEncoding")},
		"no state column":          {"number,service,filed\nA-1,id-card,2026-11-10\n", "не хватает столбцов: состояние."},
		"no header":                {row, "не хватает столбцов: номер, услуга, день подачи, состояние."},
		"an open quote":            {header + "\"A-1,id-card,2026-11-10,ready,\n", said("ru", "ConsoleFileBroken")},
		"100,000 rows":             {header + strings.Repeat(row, 100_000), "Строк в файле: 100000, а за один раз мы берём не больше 5000."},
		"more than eight MB":       {header + strings.Repeat("x", 9<<20), said("ru", "ConsoleTooLarge")},
		"one cell of eight MB":     {header + "A-1,id-card,2026-11-10,ready," + strings.Repeat("x", 7<<20) + "\n", "Состояние изменит 1 строка"},
		"a hundred thousand cells": {header + "A-1" + strings.Repeat(",", 100_000) + "\n", said("ru", "ConsoleOutcomeCells")},
		"a page":                   {"<html><body>number,service,filed,state</body></html>", "не хватает столбцов"},
	} {
		got := b.upload(token, c.file)
		if !got.says(c.says) || got.status >= 500 {
			t.Errorf("%s: %d, no %q", name, got.status, c.says)
		}
	}
	if got := b.post(console.Root+"uploads", console.FormField, token); got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "ConsoleNoFile")) {
		t.Error("no file:", got.status)
	}
	for _, separator := range []string{",", ";", "\t"} {
		file := strings.ReplaceAll("\ufeffсостояние,Нөмірі,ҚЫЗМЕТ,тапсырылған күні\nдайын,=\"A-1\",жеке  куәлік,10.11.2026\n", ",", separator)
		if got := b.upload(token, file); !got.says("Состояние изменит 1 строка") {
			t.Errorf("%q: %s", separator, got.body)
		}
	}
	if now, _, _ := s.requests.Find(t.Context(), citizen, r.ID); now.State != requests.Filed {
		t.Error("something changed:", now.State)
	}
	if example := b.get(console.Root + "uploads/example.csv"); !strings.Contains(example.body, "номер,услуга,день подачи,состояние,примечание") {
		t.Error(example.body)
	}
}
