package handlers

import (
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// embedded is what the binary knows, without a search.
func embedded(t *testing.T) *Knowledge {
	t.Helper()
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return &Knowledge{Catalog: c, Texts: texts}
}

func TestACaseIsReadBackFromItsButton(t *testing.T) {
	t.Parallel()
	know := embedded(t)
	for _, s := range know.Catalog.Services {
		for _, v := range s.Views() {
			choice, ok := readCase(s, caseCode(s, v.Choice))
			if !ok || choice.String() != v.Choice.String() {
				t.Errorf("%s: %s came back as %s, %t", s.ID, v.Choice, choice, ok)
			}
		}
		if _, ok := readCase(s, caseCode(s, nil)); !ok {
			t.Errorf("%s: no choice is not read back", s.ID)
		}
	}
	passport, _ := know.Catalog.Service("passport")
	card, _ := know.Catalog.Service("id-card")
	for _, code := range []string{"", "~", "0", caseCode(card, nil), caseCode(passport, nil) + "x", "zz~" + fingerprint(passport), "я~" + fingerprint(passport)} {
		if choice, ok := readCase(passport, code); ok {
			t.Errorf("%q was read as %s", code, choice)
		}
	}
}

func TestAFingerprintChangesWithQuestionsAndPapers(t *testing.T) {
	t.Parallel()
	know := embedded(t)
	s, _ := know.Catalog.Service("id-card")
	old := fingerprint(s)
	changed := *s
	changed.Documents = append([]catalog.Document{{Text: catalog.Text{RU: "Ещё бумага", KK: "Тағы қағаз"}}}, s.Documents...)
	if fingerprint(&changed) == old {
		t.Error("another list of papers has the same fingerprint: an old tick would land on another paper")
	}
	changed = *s
	changed.Dimensions = s.Dimensions[1:]
	if fingerprint(&changed) == old {
		t.Error("other questions have the same fingerprint")
	}
	changed = *s
	changed.Title = catalog.Text{RU: "Удостоверение", KK: "Куәлік"}
	if fingerprint(&changed) != old {
		t.Error("a mended title makes all buttons old")
	}
}

// Telegram takes 100 buttons under a message and 64 bytes of data in each.
func TestEveryKeyboardIsOneThatTelegramTakes(t *testing.T) {
	t.Parallel()
	know := embedded(t)
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Zone())
	for _, code := range locales.Codes() {
		turn := &turn{know: know, language: know.Texts.In(code), session: &Session{}, now: now}
		home, err := bot.EncodePress(verbHome)
		if err != nil {
			t.Fatal(err)
		}
		check := func(where string, k bot.Keyboard, homes int) {
			t.Helper()
			buttons := 0
			for _, row := range k {
				for _, b := range row {
					buttons++
					if b.Label == "" || len(b.Data) == 0 || len(b.Data) > bot.MaxData {
						t.Errorf("%s: button %q with %d bytes", where, b.Label, len(b.Data))
					}
					if b.Data == home {
						homes--
					}
				}
				if len(row) == 0 || len(row) > 8 {
					t.Errorf("%s: a row of %d buttons", where, len(row))
				}
			}
			if buttons > 100 || homes < 0 { // a button whose data was too long leads home instead
				t.Errorf("%s: %d buttons, %d too many lead home", where, buttons, -homes)
			}
		}
		for _, s := range know.Catalog.Services {
			for where, k := range requestKeyboards(t, turn, s.Settle(nil)) {
				check(s.ID+" "+where, k, 0)
			}
			for _, v := range s.Views() {
				check(s.ID+" card", turn.card(v).Keyboard, 1)
				for page := 0; page*card.DocumentsPage < max(1, len(v.Documents)); page++ {
					check(s.ID+" papers", turn.papers(v, page).Keyboard, 0)
				}
				for _, d := range v.Asks() {
					replies, ok := turn.ask(v, d.ID)
					if !ok {
						t.Fatalf("%s does not ask %s", s.ID, d.ID)
					}
					check(s.ID+" question", replies[0].Keyboard, 0)
				}
			}
		}
		for _, e := range know.Catalog.Events {
			reply, _ := turn.event(e.ID, 0)
			check("event "+e.ID, reply.Keyboard, 0)
		}
		for _, s := range know.Catalog.Sectors {
			reply, _ := turn.sector(s.ID, 0)
			check("sector "+s.ID, reply.Keyboard, 0)
		}
	}
}

// requestKeyboards are the keyboards about a filing with the longest data.
func requestKeyboards(t *testing.T, turn *turn, v catalog.View) map[string]bot.Keyboard {
	t.Helper()
	f := &Form{Service: v.Service.ID, Case: caseCode(v.Service, v.Choice), Filed: calendar.Filing{Date: turn.today(), Minute: 0}}
	n, _ := turn.filed(f)
	r, err := n.At(turn.know.Catalog.Calendar, turn.now)
	if err != nil {
		t.Fatal(err)
	}
	r.ID, r.State, r.Filed.Minute = 1<<62, requests.MoreDocuments, 24*60-1
	out := map[string]bot.Keyboard{
		"told": turn.toldKeyboard(v, r, true), "request": turn.requestCard(r, true).Keyboard, "request, more": turn.requestMore(r).Keyboard,
		"case": (&Conversation{}).askCase(turn, f).Keyboard,
	}
	if replies, ok := turn.requestPapers(r, 0); ok {
		out["request, papers"] = replies[0].Keyboard
	}
	return out
}
