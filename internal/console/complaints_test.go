package console_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// TestComplaints is what staff see and do of complaints.
func TestComplaints(t *testing.T) {
	each(t, map[string]func(*stand){
		"list": complaintList, "money": moneyIsHidden, "answer": answers, "forgotten": nobodyToAnswer, "contest": contestComplaint, "templates": templates,
	})
}

func (b *browser) complaintRows(query string) (out []string) {
	b.Helper()
	page := b.get(console.Root + "complaints" + query)
	if page.status != http.StatusOK {
		b.Fatal(page.status)
	}
	for _, m := range regexp.MustCompile(`href="/console/complaints/\d+">(M-\d+-\d+)<`).FindAllStringSubmatch(page.body, -1) {
		out = append(out, m[1])
	}
	return out
}

// complaintList: those that wait for an answer first; the rest by asking; each
// once however many pages there are.
func complaintList(s *stand) {
	s.everybody()
	first, second := s.complaint(citizen, "kk"), s.complaint(citizen, "ru", func(n *complaints.New) { n.Kind = complaints.Refused })
	s.now.Advance(3600e9)
	third := s.complaint(stranger, "ru", func(n *complaints.New) { n.Region = "mangystau" })
	s.complaint(stranger, "ru", func(n *complaints.New) { n.Agency = "akimat-education" })
	_, err := s.complaints.Answer(s.Context(), second.ID, -1, complaints.AnswerText{RU: "ответ"})
	s.must(err)
	b := s.login(staff)
	for query, want := range map[string][]complaints.Complaint{
		"": {third, first}, "?show=all": {third, second, first}, "?show=all&kind=refused": {second}, "?region=mangystau": {third}, "?service=passport": nil,
		"?show=all&kind=money": nil, "?kind=%27+OR+1%3D1": nil, "?after=x_y": {third, first},
	} {
		var numbers []string
		for _, c := range want {
			numbers = append(numbers, c.Number.String())
		}
		if got := b.complaintRows(query); strings.Join(got, " ") != strings.Join(numbers, " ") {
			s.Errorf("%s: %v, want %v", query, got, numbers)
		}
	}
	if got := s.login(inAqtau).complaintRows("?show=all"); len(got) != 1 || got[0] != third.Number.String() {
		s.Error("one region:", got)
	}
	if got := s.login(inAqtau).get(fmt.Sprintf("%scomplaints/%d", console.Root, first.ID)); got.status != http.StatusNotFound {
		s.Error("another region's complaint:", got.status)
	}
	for i := range 60 {
		chat := int64(10_000 + i/10) // one person may complain twenty times a day
		s.must(s.people.GiveConsent(s.Context(), chat, "ru"))
		s.complaint(chat, "ru")
	}
	seen, query := map[string]bool{}, "?show=all"
	for {
		page := b.get(console.Root + "complaints" + query)
		for _, number := range b.complaintRows(query) {
			if seen[number] {
				s.Error(number, "is shown twice")
			}
			seen[number] = true
		}
		next := regexp.MustCompile(`href="/console/complaints([^"]+)" rel="next"`).FindStringSubmatch(page.body)
		if next == nil {
			break
		}
		query = strings.ReplaceAll(next[1], "&amp;", "&")
	}
	if len(seen) != 63 {
		s.Error(len(seen), "complaints on all pages")
	}
}

// moneyIsHidden: who says that money was asked for is not shown to those of whom
// they say it.
func moneyIsHidden(s *stand) {
	s.everybody()
	c := s.complaint(citizen, "ru", func(n *complaints.New) { n.Kind = complaints.Money; n.Text = "просили деньги" })
	b := s.login(staff)
	if got := b.get(fmt.Sprintf("%scomplaints/%d", console.Root, c.ID)); got.status != http.StatusNotFound {
		s.Error(got.status)
	}
	if got := b.complaintRows("?show=all"); len(got) != 0 {
		s.Error(got)
	}
	if page := b.get(console.Root); !page.says(said("ru", "ConsoleNothingNow")) {
		s.Error("it is counted")
	}
}

// answers: the answer goes to the person once, in their language, without
// personal numbers; staff never learn who it is.
func answers(s *stand) {
	s.everybody()
	c := s.complaint(citizen, "kk", func(n *complaints.New) { n.Text = "<script>alert(1)</script> күтіп жүрмін" })
	b, path := s.login(staff), fmt.Sprintf("%scomplaints/%d", console.Root, c.ID)
	page := b.get(path)
	for _, text := range []string{"күтіп жүрмін", c.Number.String(), locales.Sentence(said("ru", "ComplaintKindDelay")), said("ru", "ConsoleAnswerKkNeeded")} {
		if !page.says(text) {
			s.Errorf("no %q", text)
		}
	}
	if strings.Contains(page.body, "<script>") || strings.Contains(page.body, fmt.Sprint(citizen)) {
		s.Error("the text is not escaped, or the person is seen")
	}
	base := []string{console.FormField, page.field("token"), "once", page.field("once")}
	if got := b.post(path+"/answer", append(base, "ru", "только по-русски")...); got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "ConsoleNoAnswerKk")) || !got.says("только по-русски") {
		s.Error("without the person's language:", got.status)
	}
	if got := b.post(path+"/answer", append(base, "kk", "8 701 234 56 78 телефонына хабарласыңыз")...); got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "ConsoleScreened")) || got.says("234 56") {
		s.Error("a phone:", got.status)
	}
	if got := b.post(path+"/answer", append(base, "kk", strings.Repeat("қызмет ", 400))...); got.status != http.StatusUnprocessableEntity {
		s.Error("too long:", got.status)
	}
	for range 2 {
		if got := b.post(path+"/answer", append(base, "kk", "Куәлік дайын.\n\nКеліп алыңыз.", "ru", "Готово")...); got.status != http.StatusOK || !got.says("Готово") {
			s.Fatal(got.status, got.body)
		}
	}
	all, err := s.outbox.OfChat(s.Context(), citizen)
	s.must(err)
	if len(all) != 1 || all[0].Kind != notices.Answer || all[0].Complaint != c.ID {
		s.Fatalf("%+v", all)
	}
	var args complaints.AnswerArgs
	s.must(json.Unmarshal(all[0].Args, &args))
	text, ok, err := s.complaints.AnswerOf(s.Context(), citizen, c.ID, args.Event)
	s.must(err)
	if !ok || text.In("kk") != "Куәлік дайын.\n\nКеліп алыңыз." || text.In("ru") != "Готово" {
		s.Errorf("%+v", text)
	}
	if _, ok, _ := s.complaints.AnswerOf(s.Context(), stranger, c.ID, args.Event); ok {
		s.Error("a stranger reads the answer")
	}
	if now, _, _ := s.complaints.Find(s.Context(), citizen, c.ID); now.State != complaints.Recorded || now.RepliedAt.IsZero() {
		s.Errorf("%+v", now)
	}
	_, err = s.complaints.Mute(s.Context(), law().Law.Ladder, law().Calendar, citizen, c.ID, s.next(), true)
	s.must(err)
	if all, _ = s.outbox.OfChat(s.Context(), citizen); all[0].State != notices.Queued {
		s.Error("the person pressed something, and the answer is", all[0].State)
	}
	var noted int
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM audit WHERE action = 'answer' AND subject = ? AND agency = 'police-migration'`, "complaint:"+c.Number.String()).Scan(&noted))
	if noted == 0 {
		s.Error("the answer is not in the log")
	}
}

// nobodyToAnswer: a complaint that was taken back, or whose person was
// forgotten, can't be answered, and answers go with the person.
func nobodyToAnswer(s *stand) {
	s.everybody()
	withdrawn, forgotten := s.complaint(stranger, "ru"), s.complaint(citizen, "ru")
	_, err := s.complaints.Withdraw(s.Context(), stranger, withdrawn.ID, s.next())
	s.must(err)
	_, err = s.complaints.Answer(s.Context(), forgotten.ID, -1, complaints.AnswerText{RU: "SECRET"})
	s.must(err)
	_, err = s.complaints.Contest(s.Context(), forgotten.ID, -2, "SECRET")
	s.must(err)
	s.forget(citizen)
	b := s.login(staff)
	for _, c := range []complaints.Complaint{withdrawn, forgotten} {
		path := fmt.Sprintf("%scomplaints/%d", console.Root, c.ID)
		page := b.get(path)
		if page.status != http.StatusOK || !page.says(said("ru", "ConsoleNobody")) || page.says("SECRET") {
			s.Error(page.status, page.body)
		}
		if got := b.post(path+"/answer", console.FormField, page.field("token"), "once", "1099511627999", "ru", "x"); got.status != http.StatusUnprocessableEntity {
			s.Error("answered nobody:", got.status)
		}
	}
	var left int
	s.must(s.db.QueryRow(s.Context(), `SELECT (SELECT COUNT(*) FROM complaint_answers) + (SELECT COUNT(*) FROM complaint_events WHERE note <> '')`).Scan(&left))
	if left != 0 {
		s.Error(left, "texts are left of a person who was forgotten")
	}
}

func contestComplaint(s *stand) {
	s.everybody()
	delay, refused := s.complaint(citizen, "ru"), s.complaint(citizen, "ru", func(n *complaints.New) { n.Kind = complaints.Refused })
	b := s.login(staff)
	path := fmt.Sprintf("%scomplaints/%d", console.Root, delay.ID)
	page := b.get(path)
	base := []string{console.FormField, page.field("token"), "once", page.field("once"), "ground"}
	if got := b.post(path+"/contest", append(base, "")...); got.status != http.StatusUnprocessableEntity {
		s.Error(got.status)
	}
	for range 2 {
		if got := b.post(path+"/contest", append(base, "Не хватало фото, письмо от 5 ноября")...); got.status != http.StatusOK || !got.says("Не хватало фото") || !got.says("до сих пор тишина") {
			s.Fatal(got.status, got.body)
		}
	}
	events, err := s.complaints.Events(s.Context(), citizen, delay.ID)
	s.must(err)
	if len(events) != 2 || events[1].Kind != complaints.EventContested || events[1].Note == "" || events[1].Actor != complaints.Staff {
		s.Errorf("%+v", events)
	}
	if got := b.post(fmt.Sprintf("%scomplaints/%d/contest", console.Root, refused.ID), append(base, "x")...); got.status != http.StatusUnprocessableEntity {
		s.Error("what is not a delay was contested:", got.status)
	}
}

// templates: both languages are needed; a template fills an answer in; another
// agency sees and changes nothing of it.
func templates(s *stand) {
	s.everybody()
	b, path := s.login(staff), console.Root+"templates"
	token := b.token()
	for name, fields := range map[string][]string{"no title": {"kk", "а", "ru", "б"}, "no Kazakh": {"title", "т", "ru", "б"}, "no Russian": {"title", "т", "kk", "а"}} {
		if got := b.post(path, append(fields, console.FormField, token)...); got.status != http.StatusUnprocessableEntity {
			s.Error(name, got.status)
		}
	}
	for range 2 {
		if got := b.post(path, console.FormField, token, "id", "0", "title", "Готово", "kk", "Дайын <b>", "ru", "Готово <b>"); got.status != http.StatusOK {
			s.Fatal(got.status, got.body)
		}
	}
	all, err := s.complaints.Templates(s.Context(), "police-migration")
	s.must(err)
	if len(all) != 1 {
		s.Fatalf("%+v", all)
	}
	c := s.complaint(citizen, "kk")
	page := b.get(fmt.Sprintf("%scomplaints/%d?template=%d", console.Root, c.ID, all[0].ID))
	if !strings.Contains(page.body, "Дайын &lt;b&gt;</textarea>") || !strings.Contains(page.body, "Готово &lt;b&gt;</textarea>") {
		s.Error(page.body)
	}
	other := s.login(teacher)
	if page := other.get(path); page.says("Дайын") {
		s.Error("another agency sees the template")
	}
	if got := other.post(path, console.FormField, other.token(), "id", fmt.Sprint(all[0].ID), "title", "x", "kk", "x", "ru", "x"); got.status != http.StatusNotFound {
		s.Error("another agency changed it:", got.status)
	}
	edit := fmt.Sprintf("%s/%d", path, all[0].ID)
	if page := b.get(edit); !strings.Contains(page.body, `value="Готово"`) {
		s.Error(page.body)
	}
	if got := b.post(path, console.FormField, token, "id", fmt.Sprint(all[0].ID), "title", "Готово!", "kk", "а", "ru", "б"); got.status != http.StatusOK || !got.says("Готово!") {
		s.Error(got.status)
	}
	if got := b.post(edit+"/delete", console.FormField, token); got.status != http.StatusOK || !got.says(said("ru", "ConsoleNoTemplates")) {
		s.Error(got.status)
	}
}
