package broadcastpages

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/locales"
)

// formBody is the form of a broadcast.
type formBody struct {
	Action, Once, Fault                            string
	Texts                                          broadcasts.Texts
	Groups, Services, Agencies, Regions, Languages []option
	SendAt, ExpiresAt                              string
	HasFile                                        bool
	Back                                           string
}

type option struct {
	Value, Text string
	Chosen      bool
}

// timeLayout is that of a form's field for a moment, in Almaty.
const timeLayout = "2006-01-02T15:04"

// errTime is a moment that the form's field would not send.
var errTime = errors.New("the moment can't be read")

func (d *desk) write() error {
	d.drawForm(http.StatusOK, formBody{Action: root + "/new", Back: root}, broadcasts.Content{Audience: broadcasts.Audience{To: broadcasts.Everybody}})
	return nil
}

// rewrite shows the form of a broadcast that has not started, to its author.
func (d *desk) rewrite() error {
	b, err := d.own()
	if err != nil {
		return err
	}
	d.drawForm(http.StatusOK, formBody{Action: address(b.ID) + "/edit", Back: address(b.ID), HasFile: b.File != 0}, broadcasts.Content{
		Texts: b.Texts, Audience: b.Audience, SendAt: b.SendAt, ExpiresAt: b.ExpiresAt,
	})
	return nil
}

// own finds a broadcast that the person wrote.
func (d *desk) own() (broadcasts.Broadcast, error) {
	id, err := d.id()
	if err != nil {
		return broadcasts.Broadcast{}, err
	}
	b, err := d.Store.Find(d.r.Context(), d.by, id)
	if err == nil && (b.Author != d.by.Chat || b.Corrects != 0) {
		err = errNotFound
	}
	return b, err
}

func (d *desk) drawForm(status int, body formBody, c broadcasts.Content) {
	d.Here(body.Action)
	body.Once, body.Texts = d.Once(), c.Texts
	for _, to := range []broadcasts.Whom{broadcasts.Everybody, broadcasts.Subscribers, broadcasts.OpenRequests} {
		key := "PagesTo_" + string(to)
		if to == broadcasts.Everybody && !d.by.Admin {
			key = "PagesToEverybodyOfAgency"
		}
		body.Groups = append(body.Groups, option{string(to), d.T(key), to == c.Audience.To})
	}
	for _, s := range d.Catalog().Services {
		if d.by.Admin || s.Agency == d.by.Agency {
			body.Services = append(body.Services, option{s.ID, s.Title.In(d.Lang()), s.ID == c.Audience.Service})
		}
	}
	for _, a := range d.Catalog().Agencies {
		if d.by.Admin || a.ID == d.by.Agency {
			body.Agencies = append(body.Agencies, option{a.ID, a.Name.In(d.Lang()), a.ID == c.Audience.Agency})
		}
	}
	for _, r := range d.Catalog().Regions {
		if d.by.Region == "" || r.ID == d.by.Region {
			body.Regions = append(body.Regions, option{r.ID, r.Name.In(d.Lang()), r.ID == c.Audience.Region})
		}
	}
	for _, list := range [][]option{body.Services, body.Agencies} {
		slices.SortFunc(list, func(a, b option) int {
			return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Value, b.Value))
		})
	}
	for _, code := range locales.Codes() {
		body.Languages = append(body.Languages, option{code, d.T("ReportLanguage_" + code), code == c.Audience.Language})
	}
	body.SendAt, body.ExpiresAt = field(c.SendAt), field(c.ExpiresAt)
	d.Draw(status, "form", d.T("MenuBroadcast"), body)
}

// field writes a moment for a form.
func field(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone()).Format(timeLayout)
}

// content reads the form.
func (d *desk) content() (c broadcasts.Content, err error) {
	value := func(name string) string { return strings.TrimSpace(d.r.PostFormValue(name)) }
	text := func(name string) string { return strings.ReplaceAll(value(name), "\r\n", "\n") }
	c = broadcasts.Content{
		Texts: broadcasts.Texts{KK: text("kk"), RU: text("ru")},
		Audience: broadcasts.Audience{
			To: broadcasts.Whom(value("to")), Service: value("service"), Agency: value("agency"), Region: value("region"), Language: value("language"),
		},
	}
	for name, into := range map[string]*time.Time{"send": &c.SendAt, "expires": &c.ExpiresAt} {
		if value(name) == "" {
			continue
		}
		if *into, err = time.ParseInLocation(timeLayout, value(name), calendar.Zone()); err != nil {
			return c, errTime
		}
	}
	return c, nil
}

// file reads the picture or document of the form; nil for none.
func (d *desk) file() (*broadcasts.NewFile, error) {
	part, head, err := d.r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, broadcasts.ErrFile
	}
	defer part.Close()
	content, err := io.ReadAll(io.LimitReader(part, maxFile+1))
	if err != nil {
		return nil, broadcasts.ErrFile
	}
	kind := broadcasts.Document
	if t := http.DetectContentType(content); t == "image/png" || t == "image/jpeg" {
		kind = broadcasts.Photo
	}
	return &broadcasts.NewFile{Kind: kind, Name: head.Filename, Content: content}, nil
}
