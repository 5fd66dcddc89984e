package console_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/demo"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// seeded is a stand with made-up data and an analyst's window on it.
func seeded(s *stand, many int) *browser {
	s.Helper()
	_, err := s.db.Exec(s.Context(), `DELETE FROM people`) // of the other tests; made-up data wants a base of its own
	s.must(err)
	s.must(demo.Fill(s.Context(), s.db, demo.Options{Complaints: many, Seed: 7, Now: s.now.Now(), Catalog: law(), Texts: texts()}))
	s.everybody()
	b := s.login(analyst)
	b.get(console.Root + "?lang=ru")
	return b
}

// cells are the texts of a page's table under a heading's id, row by row.
func (a answer) cells(id string) (rows [][]string) {
	tree, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		return nil
	}
	walk(tree, func(section *html.Node) {
		if section.Data != "section" || attribute(section, "aria-labelledby") != id {
			return
		}
		walk(section, func(row *html.Node) {
			if row.Data != "tr" {
				return
			}
			var cells []string
			walk(row, func(n *html.Node) {
				if n.Data == "td" || n.Data == "th" {
					cells = append(cells, text(n))
				}
			})
			rows = append(rows, cells)
		})
	})
	return rows
}

// counted is a plain count over the rows.
func (s *stand) counted(query string, args ...any) (n int64) {
	s.Helper()
	s.must(s.db.QueryRow(s.Context(), query, args...).Scan(&n))
	return n
}

// TestFiguresAgree: page, CSV and workbook show what a plain count of the rows
// says, for all and for one agency's region.
func TestFiguresAgree(t *testing.T) {
	onEach(t, func(s *stand) {
		b := seeded(s, 600)
		from, to := day("2026-08-25"), day("2026-11-23")
		for _, narrow := range []struct{ query, where string }{{"", ""}, {"&region=almaty", " AND region = 'almaty'"}, {"&region=none&kind=delay", " AND region = '' AND kind = 'delay'"}} {
			query := "?from=" + from.String() + "&to=" + to.String() + narrow.query
			count := func(more string, args ...any) string {
				args = append([]any{from.At(0, 0).Unix(), to.AddDays(1).At(0, 0).Unix()}, args...)
				return locales.Grouped(s.counted(`SELECT COUNT(*) FROM complaints WHERE created_at >= ? AND created_at < ?`+narrow.where+more, args...))
			}
			page := b.get(console.Root + "reports" + query)
			kinds := page.cells("chart-kinds")
			if len(kinds) != 6 {
				s.Fatalf("%s: %d rows of kinds, status %d", query, len(kinds), page.status)
			}
			book := b.workbook(console.Root + "reports/table/kinds.xlsx" + query)
			file := b.table(console.Root + "reports/table/kinds.csv" + query)
			for i, kind := range []string{"delay", "extra_documents", "money", "refused", "no_answer"} {
				want := count(" AND kind = ?", kind)
				shown, inFile, inBook := kinds[i+1][1], file[i+1][2], book[i+1][2]
				if shown != want || inFile != want || inBook != want {
					s.Errorf("%s: %s: page %s, CSV %s, workbook %s; the rows say %s", query, kind, shown, inFile, inBook, want)
				}
			}
			log := b.get(console.Root + "log" + query)
			if !log.says(count("") + " жалоб") {
				s.Errorf("%s: the log does not say %s", query, count(""))
			}
			if rows := b.table(console.Root + "log/file/csv" + query); locales.Grouped(int64(len(rows)-1)) != count("") || rows[0][len(rows[0])-1] != "made_up" {
				s.Errorf("%s: %d rows in the file, want %s", query, len(rows)-1, count(""))
			}
		}
	})
}

func (b *browser) table(path string) [][]string {
	b.Helper()
	got := b.get(path)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || got.status != http.StatusOK || len(rows) < 2 {
		b.Fatalf("%s: %d %v\n%s", path, got.status, err, got.body)
	}
	return rows
}

// workbook are the rows of a file's last sheet.
func (b *browser) workbook(path string) [][]string {
	b.Helper()
	book, err := excelize.OpenReader(strings.NewReader(b.get(path).body))
	b.must(err)
	defer book.Close()
	sheets := book.GetSheetList()
	rows, err := book.GetRows(sheets[len(sheets)-1])
	b.must(err)
	return rows
}

// TestFiguresLeadToTheirRows follows the links of the overview: each ends at as
// many complaints as the figure says.
func TestFiguresLeadToTheirRows(t *testing.T) {
	onEach(t, func(s *stand) {
		b := seeded(s, 400)
		page := b.get(console.Root + "reports?from=2026-08-25&to=2026-11-23")
		tree, err := html.Parse(strings.NewReader(page.body))
		s.must(err)
		followed := 0
		walk(tree, func(n *html.Node) {
			to := attribute(n, "href")
			if n.Data != "a" || !strings.HasPrefix(to, console.Root+"log?") || followed >= 60 {
				return
			}
			followed++
			number := strings.ReplaceAll(text(n), "\u00a0", "")
			got := b.get(to)
			if first, _, _ := strings.Cut(text(find(got, "p", "role", "status")), " "); strings.ReplaceAll(first, "\u00a0", "") != number {
				s.Errorf("%s says %s, its rows are %s", to, number, first)
			}
		})
		if followed < 20 {
			s.Error("only", followed, "links")
		}
	})
}

// find is the first element of a page with an attribute.
func find(a answer, element, name, value string) (found *html.Node) {
	tree, _ := html.Parse(strings.NewReader(a.body))
	walk(tree, func(n *html.Node) {
		if found == nil && n.Data == element && attribute(n, name) == value {
			found = n
		}
	})
	if found == nil {
		return &html.Node{}
	}
	return found
}

// TestPagingTheLog: every complaint stands on one page, whatever the order.
func TestPagingTheLog(t *testing.T) {
	onEach(t, func(s *stand) {
		b := seeded(s, 170)
		for _, order := range []string{"", "?order=oldest", "?order=overdue"} {
			seen, path := map[string]bool{}, console.Root+"log"+order
			for pages := 0; path != "" && pages < 10; pages++ {
				page := b.get(path)
				tree, _ := html.Parse(strings.NewReader(page.body))
				path = ""
				walk(tree, func(n *html.Node) {
					to := attribute(n, "href")
					switch {
					case n.Data == "a" && attribute(n, "rel") == "next":
						path = to
					case n.Data == "a" && strings.HasPrefix(to, console.Root+"log/") && !strings.HasPrefix(to, console.Root+"log/file"):
						if seen[to] {
							s.Error(to, "stands twice")
						}
						seen[to] = true
					}
				})
			}
			if len(seen) != 170 {
				s.Errorf("%q: %d complaints of 170", order, len(seen))
			}
		}
	})
}

// TestAnalystsWriteOfAComplaint: notes and labels, with what may not be kept
// screened, and a note that only its author deletes.
func TestAnalystsWriteOfAComplaint(t *testing.T) {
	onEach(t, func(s *stand) {
		s.everybody()
		r := s.request(citizen, "2026-11-02", 10)
		c := s.complaint(citizen, "ru", func(n *complaints.New) { n.Request = r.ID })
		like := s.complaint(stranger, "kk")
		b := s.login(analyst)
		b.get(console.Root + "?lang=ru")
		path, token := fmt.Sprintf("%slog/%d", console.Root, c.ID), b.token()
		if got := b.post(path+"/note", console.FormField, token, "note", "звонил 87012345678, <b>не</b> помогло"); !got.says(said("ru", "ConsoleSaidNote")) || got.says("87012345678") || !strings.Contains(got.body, "&lt;b&gt;не") {
			s.Errorf("%d %s", got.status, got.body)
		}
		if got := b.post(path+"/note", console.FormField, token, "note", "  "); got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "PagesNothingWritten")) {
			s.Error("an empty note:", got.status)
		}
		page := b.post(path+"/label", console.FormField, token, "label", "Проверить  СРОК")
		for _, want := range []string{"проверить срок", "label=%D0%BF%D1%80%D0%BE%D0%B2%D0%B5%D1%80%D0%B8%D1%82%D1%8C+%D1%81%D1%80%D0%BE%D0%BA", c.Number.String(), like.Number.String(), "до сих пор тишина", said("ru", "ConsoleComplaintEventRecorded")} {
			if !page.says(want) {
				s.Errorf("the page does not say %q", want)
			}
		}
		if len(page.cells("count")) < 5 {
			s.Error("the count is not shown")
		}
		if rows := b.get(console.Root + "log?label=" + url.QueryEscape("проверить срок")); !rows.says(c.Number.String()) || rows.says(like.Number.String()) {
			s.Error("the label does not find its complaint")
		}
		s.must(s.reports.AddNote(s.Context(), c.ID, colleague, "another's"))
		others := s.counted(`SELECT id FROM complaint_notes WHERE author = ?`, colleague)
		if got := b.post(fmt.Sprintf("%s/note/%d/delete", path, others), console.FormField, token); got.status != http.StatusNotFound {
			s.Error("another's note:", got.status)
		}
		own := s.counted(`SELECT id FROM complaint_notes WHERE author = ?`, analyst)
		if got := b.post(fmt.Sprintf("%s/note/%d/delete", path, own), console.FormField, token); !got.says(said("ru", "ConsoleSaidNoteDeleted")) {
			s.Error("one's own note:", got.status)
		}
		if got := b.post(path+"/label/remove", console.FormField, token, "label", "проверить срок"); got.says(`label=`) && s.counted(`SELECT COUNT(*) FROM complaint_labels`) != 0 {
			s.Error("the label is not gone")
		}
		for _, wrong := range []string{"log/0", "log/99999", "log/x", "log/" + fmt.Sprint(c.ID) + "/x", "log/file/pdf", "log/file/csv?kind=x", "reports/chart/weeks.png", "reports/chart/x.svg", "reports/table/x.csv", "lists/table/kinds.csv"} {
			if got := b.get(console.Root + wrong); got.status != http.StatusNotFound {
				s.Errorf("%s: %d", wrong, got.status)
			}
		}
		for _, wrong := range []string{"log?kind=x", "log?from=2026-11-02", "log?x=1", "log?after=1", "log?kind=delay&kind=money", "reports?state=filed", "reports?from=2020-01-01&to=2026-01-01", "reports?from=2026-02-01&to=2026-01-01", "lists?agency=x"} {
			if got := b.get(console.Root + wrong); got.status != http.StatusUnprocessableEntity || find(got, "p", "id", "fault").FirstChild == nil {
				s.Errorf("%s: %d", wrong, got.status)
			}
		}
		if _, err := s.requests.SetState(s.Context(), law().Calendar, citizen, r.ID, s.next(), requests.Ready); err != nil {
			s.Error(err)
		}
	})
}

// TestMadeUpDataSaysSo: every page of every role.
func TestMadeUpDataSaysSo(t *testing.T) {
	onEach(t, func(s *stand) {
		b := seeded(s, 40)
		mark := said("ru", "ReportDemo")
		for _, path := range []string{"", "reports", "log", "lists", "digest"} {
			if !b.get(console.Root + path).says(mark) {
				s.Errorf("%q does not say that the data is made up", path)
			}
		}
		if !s.login(staff).get(console.Root + "requests?lang=ru").says(mark) {
			s.Error("nor the pages of staff")
		}
		for _, path := range []string{"reports/table/services.csv", "lists/table/automation.csv", "log/file/csv"} {
			if rows := b.table(console.Root + path); rows[0][len(rows[0])-1] != "made_up" || rows[1][len(rows[1])-1] != "true" {
				s.Errorf("%s is not marked", path)
			}
		}
		if chart := b.get(console.Root + "reports/chart/weeks.svg"); !chart.says(said("ru", "ReportDemoShort")) || chart.header.Get("Content-Type") != "image/svg+xml" {
			s.Error("the chart is not marked")
		}
	})
}

// TestTheDigestSubscription: on and off, one's own alone, and written down.
func TestTheDigestSubscription(t *testing.T) {
	onEach(t, func(s *stand) {
		s.everybody()
		b := s.login(analyst)
		b.get(console.Root + "?lang=kk")
		page := b.get(console.Root + "digest")
		if !page.says(said("kk", "PagesDigestOff")) || !page.says("2026 жылғы 23 қараша") && !page.says("2026 жылғы 7 желтоқсан") {
			s.Error(page.body)
		}
		for _, step := range []struct {
			want, said string
			on         bool
		}{{"yes", "ConsoleSaidSubscribed", true}, {"yes", "ConsoleSaidSubscribed", true}, {"no", "ConsoleSaidUnsubscribed", false}} {
			got := b.post(console.Root+"digest", console.FormField, b.token(), "want", step.want)
			on, err := s.reports.Subscribed(s.Context(), analyst)
			s.must(err)
			if !got.says(said("kk", step.said)) || on != step.on {
				s.Errorf("%s: %d, subscribed %v", step.want, got.status, on)
			}
		}
		if n := s.counted(`SELECT COUNT(*) FROM audit WHERE action = 'digest_subscription'`); n != 3 {
			s.Error(n, "lines in the audit log")
		}
	})
}
