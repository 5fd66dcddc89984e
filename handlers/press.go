package handlers

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// The verbs of buttons. They and their fields are the buttons' data: change
// the data's version in bot when one of them changes its meaning.
const (
	verbHome     = "home"
	verbLanguage = "lang"   // language code
	verbSettings = "set"    //
	verbHelp     = "help"   //
	verbEvents   = "events" // page
	verbEvent    = "event"  // event, page
	verbSectors  = "secs"   // page
	verbSector   = "sec"    // sector, page
	verbCard     = "card"   // service, case
	verbAsk      = "ask"    // service, case, dimension number
	verbPapers   = "papers" // service, case, page
	verbTick     = "tick"   // service, case, document number, page
	verbFees     = "fees"   // service, case
	verbRefusals = "no"     // service, case
	verbCount    = "count"  // service, case
	verbMore     = "more"   // service, case
	verbWrong    = "wrong"  // service, case
	verbMissing  = "miss"   //

	verbForm = "f" // form, question, value

	verbTrack         = "track"  // service, case, and the day where it is known: "I have filed it"
	verbTrackReceipt  = "rcpt"   // service, case, day: the same, and the receipt names another date
	verbFiled         = "filed"  // service, case, day: a filing that a sentence told of
	verbNewRequest    = "newreq" //
	verbRequests      = "reqs"   // page
	verbRequest       = "req"    // request
	verbRequestMore   = "rmore"  // request
	verbState         = "rst"    // request, state
	verbUndo          = "rundo"  // request
	verbRequestAsk    = "rask"   // request, what to ask for
	verbExtend        = "rext"   // request, row of the terms; "0": it was not prolonged
	verbMuteOne       = "rmute"  // request, "1" or "0"
	verbRequestCount  = "rcnt"   // request
	verbTimeline      = "rlog"   // request, page
	verbHistory       = "rpdf"   // request
	verbCalendar      = "rics"   // request
	verbRequestPapers = "rpap"   // request, page
	verbRequestTick   = "rtick"  // request, document number, "1" or "0", fingerprint, page
	verbDelete        = "rdel"   // request, "1" when it was confirmed

	verbComplaints    = "cmps"    // page
	verbComplaint     = "cmp"     // complaint
	verbNewComplaint  = "newcmp"  //
	verbComplain      = "cmplain" // request
	verbComplainFiled = "cfiled"  // service, case, day: a sentence told of a filing
	verbMuteComplaint = "cmute"   // complaint, "1" or "0"
	verbStaffAnswer   = "creply"  // complaint, page

	verbMute   = "mute"  // kind of notice, "1" or "0", and "s" on the settings' own screen
	verbTopics = "subs"  //
	verbTopic  = "sub"   // kind, id, "1" or "0", and "s" on the screen of subscriptions
	verbNoNews = "nosub" // request

	verbRoles              = "roles" //
	verbRevoke             = "rvk"   // invitation, "1" when it was confirmed
	verbWithdrawInvitation = "rwd"   // invitation

	verbBroadcasts    = "bcs"   // only those below this number; "0": the newest
	verbBroadcast     = "bc"    // broadcast
	verbBroadcastDo   = "bdo"   // broadcast, its version, what to do
	verbBroadcastMute = "bmute" // broadcast
	verbBroadcastWhy  = "bwhy"  // broadcast

	verbPrivacy    = "privacy" //
	verbMyData     = "mydata"  //
	verbForget     = "forget"  //
	verbForgetSure = "forget2" //
)

// button makes a button; its data was checked to fit for every service.
func (t *turn) button(label, verb string, fields ...string) bot.Button {
	data, err := bot.EncodePress(verb, fields...)
	if err != nil {
		data, _ = bot.EncodePress(verbHome)
	}
	return bot.Button{Label: label, Data: data}
}

// press takes a pressed button to its handler. A button of another version,
// of another chat or of something that is gone is answered kindly and changes
// nothing. The question is the one that was just asked in vain, if any.
func (c *Conversation) press(t *turn, question, nearest string) []bot.Reply {
	if t.update.Foreign {
		return []bot.Reply{{Toast: t.language.T("ForeignButton")}}
	}
	verb, fields, err := bot.DecodePress(t.update.Data)
	if err != nil {
		return t.oldButton()
	}
	switch verb {
	case verbHome:
		return edited(t.home())
	case verbLanguage:
		if len(fields) == 1 && slices.Contains(locales.Codes(), fields[0]) {
			return c.setLanguage(t, fields[0])
		}
	case verbSettings:
		return edited(c.settings(t)...)
	case verbHelp:
		return edited(c.help(t)...)
	case verbEvents, verbEvent, verbSectors, verbSector:
		if replies, ok := c.browse(t, verb, fields); ok {
			return replies
		}
	case verbMissing:
		return c.missing(t, question, nearest)
	case verbCard, verbAsk, verbPapers, verbTick, verbFees, verbRefusals, verbCount, verbMore, verbWrong:
		if replies, ok := c.pressCard(t, verb, fields); ok {
			return replies
		}
	case verbForm:
		if replies, ok := c.pressForm(t, fields); ok {
			return replies
		}
	default:
		if verb == verbPrivacy { // a question about consent goes on waiting
			t.session.Form = t.form
		}
		for _, press := range []func(*turn, string, []string) ([]bot.Reply, bool){c.pressTrack, c.pressComplaint, c.pressMute, c.pressTopic, c.pressReceived, c.pressStaff, c.pressPrivacy, c.pressReport} {
			if replies, ok := press(t, verb, fields); ok {
				return replies
			}
		}
	}
	return t.oldButton()
}

// edited makes replies change the message whose button was pressed.
func edited(replies ...bot.Reply) []bot.Reply {
	for i := range replies {
		replies[i].Edit = true
	}
	return replies
}

// oldButton says that the button's message is out of date and shows the start.
func (t *turn) oldButton() []bot.Reply {
	home := t.home()
	home.Toast = t.language.T("OldButton")
	return []bot.Reply{home}
}

// number reads a small number of a button's data.
func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n < 1000
}

// caseCode writes a choice as one sign a dimension and the card's fingerprint:
// "0-1~k3". A card whose questions or papers changed since has another
// fingerprint, so an old button is never misapplied.
func caseCode(s *catalog.Service, c catalog.Choice) string {
	var b strings.Builder
	for _, d := range s.Dimensions {
		i := slices.IndexFunc(d.Values, func(v catalog.Value) bool { return v.ID == c[d.ID] })
		if i < 0 {
			b.WriteByte('-')
		} else {
			b.WriteString(strconv.FormatInt(int64(i), 36))
		}
	}
	return b.String() + "~" + fingerprint(s)
}

// readCase is caseCode backwards; ok is false for another fingerprint.
func readCase(s *catalog.Service, code string) (c catalog.Choice, ok bool) {
	signs, print, found := strings.Cut(code, "~")
	if !found || print != fingerprint(s) || len(signs) != len(s.Dimensions) {
		return nil, false
	}
	c = catalog.Choice{}
	for i, d := range s.Dimensions {
		if signs[i] == '-' {
			continue
		}
		n, err := strconv.ParseInt(signs[i:i+1], 36, 0)
		if err != nil || int(n) >= len(d.Values) {
			return nil, false
		}
		c[d.ID] = d.Values[n].ID
	}
	return c, true
}

// fingerprint is three signs that change with the card's questions and papers.
func fingerprint(s *catalog.Service) string {
	h := fnv.New32a()
	for _, d := range s.Dimensions {
		h.Write([]byte(d.ID))
		for _, v := range d.Values {
			h.Write([]byte("/" + v.ID))
		}
	}
	for _, d := range s.Documents {
		h.Write([]byte("|" + d.Text.RU))
	}
	const signs = 36 * 36 * 36
	code := strconv.FormatUint(uint64(h.Sum32()%signs), 36)
	return strings.Repeat("0", 3-len(code)) + code
}
