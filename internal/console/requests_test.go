package console_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
)

// TestRequests is what staff see and do of requests.
func TestRequests(t *testing.T) {
	each(t, map[string]func(*stand){
		"start": needsNow, "list": list, "pages": paging, "number": byNumber, "page": requestPage, "state": newState, "contest": contest, "regions": regions, "late": lateOnly,
	})
}

// needsNow: the first page counts what presses, and each line leads to its rows.
func needsNow(s *stand) {
	s.everybody()
	s.request(citizen, "2026-11-02", 10) // due on 16 November: overdue
	s.request(citizen, "2026-11-09", 10) // due today
	for range 4 {
		s.request(citizen, "2026-11-10", 10) // due tomorrow
	}
	s.request(citizen, "2026-11-11", 10)
	s.request(stranger, "2026-11-02", 10, func(n *requests.New) { n.Service = "birth-registration" }) // another agency's
	s.complaint(citizen, "kk")
	for lang, want := range map[string][]string{
		"ru": {"1 заявление просрочено", "1 заявление: срок сегодня", "4 заявления: срок завтра", "1 жалоба ждёт ответа"},
		"kk": {"1 өтініштің мерзімі өткен", "1 өтініштің мерзімі бүгін бітеді", "4 өтініштің мерзімі ертең бітеді", "1 шағым жауап күтіп тұр"},
	} {
		page := s.login(staff).get(console.Root + "?lang=" + lang)
		for _, text := range want {
			if !page.says(text) {
				s.Errorf("%s: no %q in %s", lang, text, page.body)
			}
		}
	}
	page := s.login(staff).get(console.Root + "requests?due=next")
	if n := strings.Count(page.body, `<th scope="row"`); n != 4 {
		s.Error("due tomorrow:", n, "rows")
	}
	s.now.Advance(4 * 24 * 3600e9) // Friday 27 November: the next working day is Monday
	s.request(citizen, "2026-11-16", 10)
	if page := s.login(staff).get(console.Root); !page.says("1 заявление: срок до следующего рабочего дня") {
		s.Error(page.body)
	}
	if page := s.login(teacher).get(console.Root + "?lang=ru"); !page.says(said("ru", "ConsoleNothingNow")) && !page.says("1 заявление") {
		s.Error(page.body)
	}
}

// list: soon first, then overdue, then the rest; filters narrow it.
func list(s *stand) {
	s.everybody()
	overdue, soon := s.request(citizen, "2026-11-02", 10), s.request(citizen, "2026-11-10", 10)
	later := s.request(stranger, "2026-11-20", 15, func(n *requests.New) { n.Region = "astana" })
	undated := s.request(citizen, "2026-11-20", 1, func(n *requests.New) { n.Rule = nil })
	passed := s.request(citizen, "2026-11-02", 10, func(n *requests.New) { n.TermStatus = catalog.StatusUnverified })
	closed := s.request(citizen, "2026-11-02", 10)
	_, err := s.requests.SetState(s.Context(), law().Calendar, citizen, closed.ID, s.next(), requests.Ready)
	s.must(err)
	_, err = s.requests.SetState(s.Context(), law().Calendar, citizen, soon.ID, s.next(), requests.Accepted)
	s.must(err)
	b := s.login(staff)
	shown := func(query string, want ...requests.Request) {
		s.Helper()
		page := b.get(console.Root + "requests" + query)
		if page.status != http.StatusOK {
			s.Error(query, page.status)
		}
		var got, expected []string
		for _, m := range regexp.MustCompile(`href="/console/requests/(\d+)"`).FindAllStringSubmatch(page.body, -1) {
			got = append(got, m[1])
		}
		for _, r := range want {
			expected = append(expected, fmt.Sprint(r.ID))
		}
		if strings.Join(got, " ") != strings.Join(expected, " ") {
			s.Errorf("%s: %v, want %v", query, got, expected)
		}
		if strings.Contains(page.body, fmt.Sprint(citizen)) || strings.Contains(page.body, fmt.Sprint(stranger)) {
			s.Error("a citizen is seen")
		}
	}
	shown("", soon, overdue, later, passed, undated)
	shown("?due=all", overdue, passed, soon, later, undated)
	shown("?due=overdue", overdue)
	shown("?due=passed", passed)
	shown("?due=soon", soon)
	shown("?due=later", later)
	shown("?due=undated", undated)
	shown("?region=astana", later)
	shown("?state=accepted", soon)
	shown("?service=id-card&due=soon", soon)
	shown("?service=birth-registration")
	shown("?service=%27+OR+1%3D1+--")
	shown("?due=nonsense&region=nowhere")
	shown("?due=all&after=nonsense", overdue, passed, soon, later, undated)
}

// paging: every row is shown once, in order, however many pages there are.
func paging(s *stand) {
	s.everybody()
	for i := range 60 {
		s.request(citizen, "2026-11-10", 10+i%3)
	}
	for range 60 {
		s.request(stranger, "2026-11-10", 1, func(n *requests.New) { n.Rule = nil; n.Service = "passport" })
	}
	b, seen, path := s.login(staff), map[string]bool{}, console.Root+"requests?due=all"
	for pages := 1; ; pages++ {
		page := b.get(path)
		for _, m := range regexp.MustCompile(`href="/console/requests/(\d+)"`).FindAllStringSubmatch(page.body, -1) {
			if seen[m[1]] {
				s.Error(m[1], "is shown twice")
			}
			seen[m[1]] = true
		}
		next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(page.body)
		if next == nil {
			if pages != 3 {
				s.Error(pages, "pages")
			}
			break
		}
		path = strings.ReplaceAll(next[1], "&amp;", "&")
	}
	if len(seen) != 120 {
		s.Error(len(seen), "of 120 rows were shown")
	}
}

// byNumber: a receipt's number finds the agency's requests; an IIN is not
// searched for.
func byNumber(s *stand) {
	s.everybody()
	r := s.request(citizen, "2026-11-02", 10, numbered("MVD-0042"))
	s.request(citizen, "2026-11-02", 10, numbered("EDU-0042"), func(n *requests.New) { n.Service = "birth-registration" })
	b := s.login(staff)
	if page := b.get(console.Root + "requests?number=MVD-0042"); strings.Count(page.body, `<th scope="row"`) != 1 || !strings.Contains(page.body, fmt.Sprintf("/requests/%d\"", r.ID)) {
		s.Error(page.body)
	}
	if page := b.get(console.Root + "requests?number=EDU-0042"); strings.Contains(page.body, `<th scope="row"`) {
		s.Error("another agency's number was found")
	}
	if page := b.get(console.Root + "requests?number=900101300017"); !page.says(said("ru", "ConsoleBadNumber")) {
		s.Error("an IIN was searched for")
	}
}

// requestPage: the case, its days and its count with the skipped days, and
// nobody's name.
func requestPage(s *stand) {
	s.everybody()
	r := s.request(citizen, "2026-11-02", 10, numbered("7-77"))
	s.must(s.requests.SetTicks(s.Context(), citizen, r.ID, []int{1}))
	_, err := s.requests.Mute(s.Context(), law().Calendar, citizen, r.ID, s.next(), true)
	s.must(err)
	for lang, want := range map[string][]string{
		"ru": {"Удостоверение личности", "утеря или кража", "7-77", "Алматы", "16 ноября 2026", "просрочено на 5 рабочих дней", "выходной", "последний день срока", "заявление записано"},
		"kk": {"Жеке куәлік", "жоғалды не ұрланды", "7-77", "2026 жылғы 16 қараша", "мерзім өткеніне 5 жұмыс күні болды", "демалыс", "өтініш жазылды"},
	} {
		page := s.login(staff).get(fmt.Sprintf("%srequests/%d?lang=%s", console.Root, r.ID, lang))
		for _, text := range want {
			if !page.says(text) {
				s.Errorf("%s: no %q", lang, text)
			}
		}
		if !strings.Contains(page.body, `<html lang="`+lang+`">`) {
			s.Error("the page's language")
		}
		if strings.Contains(page.body, fmt.Sprint(citizen)) || page.says("muted") {
			s.Error("what is the person's own is seen")
		}
	}
}

// newState: staff tell a state once, however often the form is sent; the person
// gets a notice, and the note without personal numbers.
func newState(s *stand) {
	s.everybody()
	r := s.request(citizen, "2026-11-10", 10)
	b, path := s.login(staff), fmt.Sprintf("%srequests/%d", console.Root, r.ID)
	page := b.get(path)
	fields := []string{console.FormField, page.field("token"), "once", page.field("once"), "state", "more_documents", "note", "Принесите фото <3x4>"}
	for range 2 {
		if got := b.post(path+"/state", fields...); got.status != http.StatusOK || !got.says(said("ru", "ConsoleSaidState")) {
			s.Fatal(got.status, got.body)
		}
	}
	events, err := s.requests.Events(s.Context(), citizen, r.ID)
	s.must(err)
	if len(events) != 2 || events[1].Actor != requests.Staff || events[1].Now != "more_documents" || events[1].Note != "Принесите фото <3x4>" {
		s.Errorf("%+v", events)
	}
	all, err := s.outbox.OfRequest(s.Context(), citizen, r.ID)
	s.must(err)
	if len(all) != 1 || all[0].Kind != notices.Status {
		s.Errorf("%+v", all)
	}
	if page := b.get(path); !strings.Contains(page.body, "фото &lt;3x4&gt;") {
		s.Error("the note is not on the page, or not escaped")
	}
	for name, bad := range map[string][]string{
		"the citizen's state": {"state", "withdrawn"}, "filed again": {"state", "filed"}, "no state": {}, "an unknown one": {"state", "done"},
	} {
		page := b.get(path)
		got := b.post(path+"/state", append([]string{console.FormField, page.field("token"), "once", page.field("once")}, bad...)...)
		if got.status != http.StatusUnprocessableEntity {
			s.Error(name, got.status)
		}
	}
	page = b.get(path)
	got := b.post(path+"/state", console.FormField, page.field("token"), "once", page.field("once"), "state", "ready", "note", "звоните 8 701 234 56 78")
	if got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "ConsoleScreened")) || got.says("701 234") {
		s.Error("a phone in a note:", got.status)
	}
	if got := b.post(path+"/state", console.FormField, page.field("token"), "state", "ready"); got.status != http.StatusBadRequest {
		s.Error("without its number a form is", got.status)
	}
	if now, _, _ := s.requests.Find(s.Context(), citizen, r.ID); now.State != requests.MoreDocuments {
		s.Error(now.State)
	}
	_, err = s.requests.SetState(s.Context(), law().Calendar, citizen, r.ID, s.next(), requests.Withdrawn)
	s.must(err)
	page = b.get(path)
	if got := b.post(path+"/state", console.FormField, page.field("token"), "once", "1099511627999", "state", "ready"); got.status != http.StatusUnprocessableEntity {
		s.Error("a withdrawn request was changed:", got.status)
	}
}

// contest: the ground stands beside the mark, for both sides to see; nothing
// else changes and nobody is told twice.
func contest(s *stand) {
	s.everybody()
	late, early := s.request(citizen, "2026-11-02", 10), s.request(citizen, "2026-11-10", 10)
	b := s.login(staff)
	path := fmt.Sprintf("%srequests/%d", console.Root, late.ID)
	page := b.get(path)
	if !page.says(said("ru", "ConsoleContest")) {
		s.Fatal("no form")
	}
	fields := []string{console.FormField, page.field("token"), "once", page.field("once"), "ground"}
	if got := b.post(path+"/contest", append(fields, "  ")...); got.status != http.StatusUnprocessableEntity {
		s.Error("without a ground:", got.status)
	}
	for range 2 {
		if got := b.post(path+"/contest", append(fields, "Срок продлён письмом от 10 ноября")...); got.status != http.StatusOK {
			s.Fatal(got.status)
		}
	}
	events, err := s.requests.Events(s.Context(), citizen, late.ID)
	s.must(err)
	if len(events) != 2 || events[1].Kind != requests.EventContested || events[1].Note != "Срок продлён письмом от 10 ноября" || events[1].Was != "2026-11-16" {
		s.Errorf("%+v", events)
	}
	if page := b.get(path); !page.says("Срок продлён письмом") || !page.says("просрочено на 5") {
		s.Error("both sides are not seen")
	}
	all, err := s.outbox.OfRequest(s.Context(), citizen, late.ID)
	s.must(err)
	if len(all) != 0 {
		s.Errorf("%+v", all)
	}
	other := fmt.Sprintf("%srequests/%d", console.Root, early.ID)
	if page := b.get(other); page.says(said("ru", "ConsoleContest")) {
		s.Error("what is not late can be contested")
	}
	if got := b.post(other+"/contest", append(fields, "x")...); got.status != http.StatusUnprocessableEntity {
		s.Error(got.status)
	}
}

// regions: staff of one regional body see its requests alone.
func regions(s *stand) {
	s.everybody()
	here := s.request(citizen, "2026-11-10", 10, func(n *requests.New) { n.Region = "mangystau" })
	there, nowhere := s.request(citizen, "2026-11-10", 10), s.request(citizen, "2026-11-10", 10, func(n *requests.New) { n.Region = "" })
	b := s.login(inAqtau)
	page := b.get(console.Root + "requests?due=all")
	if !strings.Contains(page.body, fmt.Sprintf("/requests/%d\"", here.ID)) || strings.Count(page.body, `<th scope="row"`) != 1 || strings.Contains(page.body, `id="region"`) {
		s.Error(page.body)
	}
	if page := b.get(console.Root + "requests?due=all&region=almaty"); strings.Contains(page.body, `<th scope="row"`) {
		s.Error("another region by the filter")
	}
	for _, r := range []requests.Request{there, nowhere} {
		if got := b.get(fmt.Sprintf("%srequests/%d", console.Root, r.ID)); got.status != http.StatusNotFound {
			s.Error("another region's request:", got.status)
		}
	}
	if got := s.login(staff).get(fmt.Sprintf("%srequests/%d", console.Root, here.ID)); got.status != http.StatusOK {
		s.Error("the whole agency:", got.status)
	}
}

// lateOnly: the mark "late" needs a date that binds and a running clock, and
// stays when the request was closed after its day.
func lateOnly(s *stand) {
	s.everybody()
	c := law().Calendar
	stopped, closed := s.request(citizen, "2026-11-02", 10), s.request(citizen, "2026-11-02", 10)
	_, err := s.requests.Stop(s.Context(), c, citizen, stopped.ID, s.next(), day("2026-11-05"))
	s.must(err)
	_, err = s.requests.SetStateByStaff(s.Context(), c, closed.ID, -1, requests.Ready, "")
	s.must(err)
	n, _, err := s.requests.CountForStaff(s.Context(), requests.Bounds{Services: []string{"id-card"}}, requests.Filter{To: day("2026-11-22"), Binding: true})
	s.must(err)
	if n != 0 {
		s.Error(n, "are said to be overdue")
	}
	for id, want := range map[int64]bool{stopped.ID: false, closed.ID: true} {
		r, _, err := s.requests.Find(context.Background(), citizen, id)
		s.must(err)
		if r.Late(day("2026-11-23")) != want {
			text, _ := json.Marshal(r)
			s.Errorf("late: %v, want %v: %s", !want, want, text)
		}
	}
}
