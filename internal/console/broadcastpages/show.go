package broadcastpages

import (
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/broadcasts"
)

// showBody is the page of a broadcast.
type showBody struct {
	URL, Fault    string
	Facts         []fact
	Texts         broadcasts.Texts
	Estimate      string // before the start
	Account       []figure
	Live          bool // the script asks whether something has changed
	State         string
	Acts          []act
	Version       int
	Approve, Edit bool
	Correct       bool
	Fix           broadcasts.Texts
	Once          string
	Events        []event
	Corrections   []row
}

type (
	fact  struct{ Name, Value, URL string }
	event struct{ At, Who, What, Note string }
	// figure is a line of the account; ID is what the script calls it.
	figure struct{ ID, Name, Value string }
	// act is a button.
	act struct {
		ID, Text string
		Quiet    bool
	}
)

// row is a broadcast in a list.
type row struct {
	URL, Number, Text, To, State, At string
}

// list shows the broadcasts that the person may see, the newest first.
func (d *desk) list() error {
	before, _ := strconv.ParseInt(d.r.URL.Query().Get("before"), 10, 64) // anything else is the beginning
	all, err := d.Store.List(d.r.Context(), d.by, max(0, before), pageSize+1)
	if err != nil {
		return err
	}
	var body struct {
		Rows []row
		Next string
	}
	if len(all) > pageSize {
		all = all[:pageSize]
		body.Next = root + "?before=" + strconv.FormatInt(all[pageSize-1].ID, 10)
	}
	body.Rows = d.rows(all)
	d.Draw(http.StatusOK, "list", d.T("PagesBroadcasts"), body)
	return nil
}

// shownText is how many characters of a text a list shows.
const shownText = 80

func (d *desk) rows(all []broadcasts.Broadcast) (out []row) {
	for _, b := range all {
		text := []rune(b.Texts.In(d.Lang()))
		if len(text) > shownText {
			text = append(text[:shownText-1], '…')
		}
		out = append(out, row{address(b.ID), d.T("PagesBroadcastTitle", "ID", b.ID), string(text), d.audience(b.Audience), d.T("BroadcastState_" + string(b.State)), d.Moment(b.SendAt)})
	}
	return out
}

func (d *desk) show() error {
	id, err := d.id()
	if err != nil {
		return err
	}
	return d.draw(http.StatusOK, id, showBody{})
}

func (d *desk) draw(status int, id int64, body showBody) error {
	ctx := d.r.Context()
	b, err := d.Store.Find(ctx, d.by, id)
	if err != nil {
		return err
	}
	d.Here(address(id))
	body.URL, body.Texts, body.Version, body.Once, body.State = address(id), b.Texts, b.Version, d.Once(), string(b.State)
	own := b.Author == d.by.Chat
	body.Edit = own && b.Corrects == 0 && before(b.State)
	body.Approve = !own && b.State == broadcasts.Waiting
	body.Facts = d.facts(b)
	if before(b.State) {
		if body.Estimate, err = d.estimate(id); err != nil {
			return err
		}
	}
	a, err := d.Store.Account(ctx, d.by, id)
	if err != nil {
		return err
	}
	if !b.StartedAt.IsZero() {
		body.Account = d.figures(a)
	}
	body.Live = b.State != broadcasts.Draft && !body.Approve && !a.Final // who approves may be writing a reason
	body.Acts = d.acts(b, own, a)
	body.Correct = b.Corrects == 0 && b.State.Over() && !b.StartedAt.IsZero()
	if body.Events, err = d.events(id); err != nil {
		return err
	}
	corrections, err := d.Store.Corrections(ctx, d.by, id)
	if err != nil {
		return err
	}
	body.Corrections = d.rows(corrections)
	d.Draw(status, "broadcast", d.T("PagesBroadcastTitle", "ID", id), body)
	return nil
}

// before reports a state in which nothing has been sent.
func before(s broadcasts.State) bool {
	return s == broadcasts.Draft || s == broadcasts.Waiting || s == broadcasts.Scheduled
}

func (d *desk) facts(b broadcasts.Broadcast) (out []fact) {
	add := func(key, value, url string) {
		if value != "" {
			out = append(out, fact{d.T(key), value, url})
		}
	}
	add("ReportCol_state", d.T("BroadcastState_"+string(b.State)), "")
	if b.Corrects != 0 {
		add("PagesCorrects", d.T("PagesBroadcastTitle", "ID", b.Corrects), address(b.Corrects))
	} else {
		add("PagesToWhom", d.audience(b.Audience), "")
	}
	from := d.agency(b.Agency)
	if b.Region != "" {
		from += " · " + d.region(b.Region)
	}
	add("PagesFromAgency", from, "")
	add("PagesSendAt", d.Moment(b.SendAt), "")
	add("PagesExpiresAt", d.Moment(b.ExpiresAt), "")
	if b.File != 0 {
		add("PagesFile", d.T("PagesFileThere"), "")
	}
	add("PagesStartedAt", d.Moment(b.StartedAt), "")
	add("PagesEndedAt", d.Moment(b.EndedAt), "")
	return out
}
