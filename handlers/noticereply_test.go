package handlers_test

import (
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// TestStaffsAnswerReachesThePerson: what the agency's staff answer is told in the
// person's language, escaped, and not once the complaint was taken back.
func TestStaffsAnswerReachesThePerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c, _, err := o.complaints.Create(t.Context(), o.calendar(), o.next(), complaints.New{
		Chat: citizen, Kind: complaints.Refused, Service: "id-card", Agency: "police-migration", Language: locales.Russian,
	})
	o.must(err)
	_, err = o.complaints.Answer(t.Context(), c.ID, -1, complaints.AnswerText{KK: "Келіңіз", RU: "Приходите <b>завтра</b>"})
	o.must(err)
	all, err := o.outbox.OfChat(t.Context(), citizen)
	o.must(err)
	if len(all) != 1 || all[0].Kind != notices.Answer {
		t.Fatalf("%+v", all)
	}
	for lang, want := range map[string]string{locales.Russian: "Приходите &lt;b&gt;завтра&lt;/b&gt;", locales.Kazakh: "Келіңіз"} {
		o.must(o.people.SetLanguage(t.Context(), citizen, lang))
		reply, ok, err := o.Render(t.Context(), all[0])
		if err != nil || !ok || !strings.Contains(reply.Text, want) || !strings.Contains(reply.Text, c.Number.String()) {
			t.Errorf("%s: %v %v %s", lang, ok, err, reply.Text)
		}
	}
	reply, _, err := o.Render(t.Context(), all[0])
	o.must(err)
	mute := reply.Keyboard[len(reply.Keyboard)-1][0].Data
	if mute != "1|mute|answer|1" {
		t.Errorf("the way to hear no more: %s", mute)
	}
	o.must(o.people.Mute(t.Context(), citizen, string(notices.Answer), true))
	if _, ok, err := o.Render(t.Context(), all[0]); ok || err != nil {
		t.Error("told though muted", err)
	}
	_, err = o.complaints.Answer(t.Context(), c.ID, -2, complaints.AnswerText{RU: "Приходите послезавтра"})
	o.must(err)
	if all, err := o.outbox.OfChat(t.Context(), citizen); err != nil || len(all) != 1 {
		t.Errorf("%d queued though muted, %v", len(all), err)
	}
	o.must(o.people.Mute(t.Context(), citizen, string(notices.Answer), false))
	_, err = o.complaints.Withdraw(t.Context(), citizen, c.ID, o.next())
	o.must(err)
	if _, ok, err := o.Render(t.Context(), all[0]); ok || err != nil {
		t.Error("told after the complaint was taken back", err)
	}
}
