package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/subscriptions"
)

func (o *bureau) subscribed(chat int64) (out []string) {
	o.Helper()
	all, err := o.topics.List(o.Context(), chat)
	if err != nil {
		o.Fatal(err)
	}
	for _, one := range all {
		out = append(out, string(one.Kind)+" "+one.ID)
	}
	return out
}

// A subscription waits for consent; the settings list it and end it, and what is
// held of a person holds it too.
func TestSubscribing(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	o.say(nobody, "/start s_id-card")
	o.press(nobody, o.text("ButtonMore"))
	o.wants(o.press(nobody, o.text("ButtonServiceNews")), o.text("AskConsent"))
	if got := o.subscribed(nobody); len(got) != 0 {
		t.Errorf("without consent: %v", got)
	}
	o.press(nobody, o.text("ButtonConsent"))
	if got := o.subscribed(nobody); !slices.Equal(got, []string{"service id-card"}) {
		t.Errorf("%v", got)
	}
	o.say(nobody, "/settings")
	o.press(nobody, o.text("ButtonTopics"))
	o.press(nobody, "＋ "+o.text("TopicGeneral"))
	if got := o.subscribed(nobody); len(got) != 2 {
		t.Errorf("%v", got)
	}
	o.wants(o.say(nobody, "/mydata"), o.text("TopicGeneral"))
	o.press(nobody, o.text("ButtonForget"))
	o.press(nobody, o.text("ButtonForgetSure"))
	if got := o.subscribed(nobody); len(got) != 0 {
		t.Errorf("after forgetting: %v", got)
	}
}

// What the catalogue does not know is no topic, whoever made the button up.
func TestAForgedTopicIsRefused(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	for _, data := range []string{"1|sub|service|nonsense|1", "1|sub|nonsense|id-card|1", "1|sub|general|x|1", "1|sub|service|id-card|2", "1|sub|service"} {
		o.wants(o.handle(bot.Update{Chat: nobody, Kind: bot.KindPress, Data: data, PressID: "1", MessageID: 5}), o.text("OldButton"))
	}
}

// After the first request it is asked once whether news is wanted, and never of
// one who has chosen before.
func TestNewsIsOfferedOnce(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	track := func(chat int64) string {
		t.Helper()
		o.say(chat, "/start s_id-card")
		got := o.press(chat, o.text("ButtonTrack"))
		for range 4 {
			for _, label := range []string{o.text("ButtonToday"), o.text("ButtonConsent")} {
				for _, r := range o.shown[chat] {
					for _, row := range r.Keyboard {
						if row[0].Label == label {
							got = o.press(chat, label)
						}
					}
				}
			}
		}
		return got
	}
	o.wants(track(nobody), o.text("AskNews"))
	o.press(nobody, o.text("ButtonNewsNo"))
	if got := track(nobody); strings.Contains(got, o.text("AskNews")) {
		t.Error("it is asked again")
	}
	if err := o.people.GiveConsent(t.Context(), 77, "ru"); err != nil {
		t.Fatal(err)
	}
	if err := o.topics.Subscribe(t.Context(), 77, subscriptions.Topic{Kind: subscriptions.General}); err != nil {
		t.Fatal(err)
	}
	if got := track(77); strings.Contains(got, o.text("AskNews")) {
		t.Error("it is asked of one who has chosen")
	}
}
