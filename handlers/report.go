package handlers

import (
	"context"
	"html"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/reports"
)

// The verbs of analysts' buttons.
const (
	verbReport = "rpt"  // days up to today
	verbDigest = "dgst" // "1": send it; "0": no more
)

// Reports is what analysts are told, and who is one.
type Reports interface {
	Analyst(ctx context.Context, chat int64) (bool, error)
	Compose(ctx context.Context, w reports.Words, p reports.Period) (reports.Digest, error)
	Subscribe(ctx context.Context, chat int64) error
	Unsubscribe(ctx context.Context, chat int64) error
	Subscribed(ctx context.Context, chat int64) (bool, error)
}

// reportPeriods are those that one press chooses, in days.
func reportPeriods() []int { return []int{14, 28, 91, 364} }

// analyst reports whether the person is one. It is asked on each command and
// press: a role may have ended since.
func (c *Conversation) analyst(t *turn) bool {
	if c.o.Reports == nil {
		return false
	}
	is, err := c.o.Reports.Analyst(t.ctx, t.update.Chat)
	if err != nil {
		c.o.Log.Error("role not looked up", "update", t.update.ID, "error", err)
	}
	return is
}

// report asks an analyst for the period. For others there is no such command.
func (c *Conversation) report(t *turn) []bot.Reply {
	if !c.analyst(t) {
		return t.unknownCommand()
	}
	return []bot.Reply{c.reportMenu(t)}
}

func (c *Conversation) reportMenu(t *turn) bot.Reply {
	var k bot.Keyboard
	for i, days := range reportPeriods() {
		if i%2 == 0 {
			k = append(k, nil)
		}
		b := t.button(t.language.N("ReportDays", days), verbReport, strconv.Itoa(days))
		k[len(k)-1] = append(k[len(k)-1], b)
	}
	subscribed, err := c.o.Reports.Subscribed(t.ctx, t.update.Chat)
	if err != nil {
		c.o.Log.Error("subscription not looked up", "update", t.update.ID, "error", err)
		return bot.Reply{Text: t.language.T("ReportAsk"), Keyboard: k}
	}
	return bot.Reply{Text: t.language.T("ReportAsk"), Keyboard: append(k, []bot.Button{t.digestButton(!subscribed)})}
}

// digestButton begins or ends the subscription.
func (t *turn) digestButton(on bool) bot.Button {
	if on {
		return t.button(t.language.T("ButtonDigestOn"), verbDigest, "1")
	}
	return t.button(t.language.T("ButtonDigestOff"), verbDigest, "0")
}

// pressReport answers the buttons of analysts.
func (c *Conversation) pressReport(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if verb != verbReport && verb != verbDigest || len(fields) != 1 || !c.analyst(t) {
		return nil, false
	}
	if verb == verbDigest {
		return c.chooseDigest(t, fields[0])
	}
	days, ok := number(fields[0])
	if !ok || days < 1 {
		return nil, false
	}
	d, err := c.o.Reports.Compose(t.ctx, t.reportWords(), reports.Last(days, calendar.DateIn(t.now)))
	if err != nil {
		c.o.Log.Error("report not made", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("ReportNotMade")}}, true
	}
	var replies []bot.Reply
	for part := range digestParts(d) {
		replies = append(replies, digestPart(d, part))
	}
	return replies, true
}

func (t *turn) reportWords() reports.Words {
	return reports.Words{Catalog: t.know.Catalog, Language: t.language}
}

// digestParts is how many messages a digest consists of: text, pictures, tables.
func digestParts(d reports.Digest) int { return len(d.Charts) + 2 }

// digestPart is one of them.
func digestPart(d reports.Digest, part int) bot.Reply {
	switch {
	case part == 0:
		return bot.Reply{Text: html.EscapeString(d.Text)}
	case part <= len(d.Charts):
		chart := d.Charts[part-1]
		return bot.Reply{Document: &bot.Document{Name: chart.Name, Content: chart.Data}, Picture: true}
	}
	return bot.Reply{Document: &bot.Document{Name: d.Workbook.Name, Content: d.Workbook.Data}}
}

func (c *Conversation) chooseDigest(t *turn, want string) ([]bot.Reply, bool) {
	do, key := c.o.Reports.Subscribe, "DigestOn"
	switch want {
	case "0":
		do, key = c.o.Reports.Unsubscribe, "DigestOff"
	case "1":
	default:
		return nil, false
	}
	if err := do(t.ctx, t.update.Chat); err != nil {
		return c.notStored(t, err), true
	}
	return []bot.Reply{{Text: t.language.T(key), Keyboard: bot.Keyboard{{t.digestButton(want == "0")}}}}, true
}
