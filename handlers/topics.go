package handlers

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/locales"
)

// formTopic is a subscription that may have to wait for consent.
const formTopic = "topic"

func topicForms(purpose string) (form, bool) {
	if purpose != formTopic {
		return form{}, false
	}
	return form{next: func(c *Conversation, t *turn, _ *Form) (string, error) { return c.needConsent(t) }, finish: (*Conversation).subscribe}, true
}

func (t *turn) topicsButton() bot.Button {
	return t.button(t.language.T("ButtonTopics"), verbTopics)
}

// serviceNewsButton subscribes to news of a service.
func (t *turn) serviceNewsButton(id string) bot.Button {
	return t.button(t.language.T("ButtonServiceNews"), verbTopic, string(subscriptions.Service), id, pressYes)
}

// pressTopic answers the buttons of subscriptions.
func (c *Conversation) pressTopic(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	switch {
	case verb == verbTopics && len(fields) == 0:
		return edited(c.topics(t)...), true
	case verb == verbNoNews && len(fields) == 1:
		return c.noNews(t, fields[0])
	case verb != verbTopic || len(fields) < 3 || len(fields) > 4:
		return nil, false
	}
	topic := subscriptions.Topic{Kind: subscriptions.Kind(fields[0]), ID: fields[1]}
	place := ""
	if len(fields) == 4 {
		place = fields[3]
	}
	switch fields[2] {
	case pressYes:
		if !t.knownTopic(topic) {
			return nil, false
		}
		return c.begin(t, Form{Purpose: formTopic, Kind: fields[0] + ":" + fields[1], Want: place}), true
	case pressNo:
		if err := c.o.Topics.Unsubscribe(t.ctx, t.update.Chat, topic); err != nil {
			return c.notStored(t, err), true
		}
		return edited(c.topics(t)...), true
	}
	return nil, false
}

// knownTopic reports that the catalogue knows what a topic is about.
func (t *turn) knownTopic(topic subscriptions.Topic) (ok bool) {
	switch topic.Kind {
	case subscriptions.Service:
		_, ok = t.know.Catalog.Service(topic.ID)
	case subscriptions.Agency:
		_, ok = t.know.Catalog.Agency(topic.ID)
	case subscriptions.Region:
		_, ok = t.region(topic.ID)
	case subscriptions.General:
		ok = topic.ID == ""
	}
	return ok
}

// subscribe keeps a subscription once consent stands.
func (c *Conversation) subscribe(t *turn, f *Form) ([]bot.Reply, error) {
	kind, id, _ := strings.Cut(f.Kind, ":")
	topic := subscriptions.Topic{Kind: subscriptions.Kind(kind), ID: id}
	err := c.o.Topics.Subscribe(t.ctx, t.update.Chat, topic)
	switch {
	case errors.Is(err, subscriptions.ErrTooMany):
		return []bot.Reply{{Text: t.language.T("TopicsTooMany"), Keyboard: bot.Keyboard{{t.topicsButton()}}}}, nil
	case err != nil:
		return nil, err
	case f.Want == onSettings:
		return edited(c.topics(t)...), nil
	}
	return []bot.Reply{{
		Text: t.language.T("TopicAdded", locales.Args{"Topic": t.topicName(topic)}) + c.mutedNote(t),
		Keyboard: bot.Keyboard{
			{t.button(t.language.T("ButtonTopicEnd"), verbTopic, kind, id, pressNo)}, {t.topicsButton()}, {t.homeButton()},
		},
	}}, nil
}

// mutedNote says that broadcasts are muted, so that nothing would come.
func (c *Conversation) mutedNote(t *turn) string {
	muted, err := c.o.People.Mutes(t.ctx, t.update.Chat)
	if err != nil || !slices.Contains(muted, broadcasts.MuteKind) {
		return ""
	}
	return "\n\n" + t.language.T("TopicsMuted")
}

// topicName is what a topic is about, as HTML.
func (t *turn) topicName(topic subscriptions.Topic) locales.HTML {
	return locales.HTML(t.language.T(locales.Key("Topic", topic.Kind), locales.Args{"Name": plainName(t, topic)}))
}

// topics lists what the person subscribed to, each with the press that ends it,
// and offers what is of everybody.
func (c *Conversation) topics(t *turn) []bot.Reply {
	all, err := c.o.Topics.List(t.ctx, t.update.Chat)
	if err != nil {
		return c.notStored(t, err)
	}
	person, _, err := c.o.People.Find(t.ctx, t.update.Chat)
	if err != nil {
		return c.notStored(t, err)
	}
	var text textLines
	text.add(t.language.T("TopicsHead"))
	var k bot.Keyboard
	held := map[subscriptions.Topic]bool{}
	for _, one := range all[:min(len(all), maxTopics)] {
		held[one.Topic] = true
		text.add("• " + string(t.topicName(one.Topic)))
		label := t.language.T("ButtonTopicOff", locales.Args{"Topic": locales.HTML(plainName(t, one.Topic))})
		k = append(k, []bot.Button{t.button(label, verbTopic, string(one.Kind), one.ID, pressNo)})
	}
	if len(all) == 0 {
		text.add(t.language.T("TopicsNone"))
	}
	offers := []subscriptions.Topic{{Kind: subscriptions.General}}
	if person.Region != "" {
		offers = append(offers, subscriptions.Topic{Kind: subscriptions.Region, ID: person.Region})
	}
	for _, offer := range offers {
		if !held[offer] {
			label := t.language.T("ButtonTopicOn", locales.Args{"Topic": locales.HTML(plainName(t, offer))})
			k = append(k, []bot.Button{t.button(label, verbTopic, string(offer.Kind), offer.ID, pressYes, onSettings)})
		}
	}
	return []bot.Reply{{Text: text.String() + c.mutedNote(t), Keyboard: append(k, []bot.Button{t.button(t.language.T("ButtonSettings"), verbSettings), t.homeButton()})}}
}

// maxTopics bounds the subscriptions on one screen.
const maxTopics = 30

// plainName is a topic's name for a button, which is no HTML.
func plainName(t *turn, topic subscriptions.Topic) string {
	switch topic.Kind {
	case subscriptions.Service:
		return t.serviceTitle(topic.ID)
	case subscriptions.Agency:
		return t.agencyName(topic.ID)
	case subscriptions.Region:
		return t.regionName(topic.ID)
	}
	return t.language.T("TopicGeneral")
}

// askNews asks once, after the first request that is followed, whether news of
// its service or agency is wanted.
func (c *Conversation) askNews(t *turn, r requests.Request, reply bot.Reply) bot.Reply {
	s, ok := t.know.Catalog.Service(r.Service)
	if !ok || t.session.News || c.o.Topics == nil {
		return reply
	}
	t.session.News = true
	all, err := c.o.Topics.List(t.ctx, t.update.Chat)
	if err != nil || len(all) > 0 { // who has chosen knows where
		return reply
	}
	reply.Text += "\n\n" + t.language.T("AskNews")
	reply.Keyboard = append(reply.Keyboard,
		[]bot.Button{t.button(t.language.T("ButtonNewsService"), verbTopic, string(subscriptions.Service), s.ID, pressYes)},
		[]bot.Button{t.button(t.language.T("ButtonNewsAgency"), verbTopic, string(subscriptions.Agency), s.Agency, pressYes)},
		[]bot.Button{t.button(t.language.T("ButtonNewsNo"), verbNoNews, idField(r.ID))})
	return reply
}

// noNews takes the question away and shows the request.
func (c *Conversation) noNews(t *turn, field string) ([]bot.Reply, bool) {
	id, err := strconv.ParseInt(field, 10, 64)
	if err != nil {
		return nil, false
	}
	r, ok, err := c.o.Requests.Find(t.ctx, t.update.Chat, id)
	if err != nil {
		return c.notStored(t, err), true
	}
	return edited(t.requestCard(r, false)), ok
}
