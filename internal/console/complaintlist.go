package console

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/merzim/merzim/internal/complaints"
)

// The lists of complaints.
const (
	showUnanswered = "unanswered"
	showAll        = "all"
)

// staffKinds are the kinds of complaint that an agency sees.
func staffKinds() []complaints.Kind {
	return []complaints.Kind{complaints.Delay, complaints.ExtraDocuments, complaints.Refused, complaints.NoAnswer}
}

// complaintsBody is the list of complaints.
type complaintsBody struct {
	Shows, Kinds, Services, Regions []option
	Rows                            []complaintRow
	Next                            string
}

// complaintRow is one complaint in a list.
type complaintRow struct {
	URL, Number, Kind, Service, Region, At, State string
	Answered                                      bool
}

// listComplaints shows the agency's complaints, the newest first: those without
// an answer unless others are asked for.
func (x *exchange) listComplaints() error {
	query := x.r.URL.Query()
	show, kind, service, region := query.Get("show"), query.Get("kind"), query.Get("service"), query.Get("region")
	if show != showAll {
		show = showUnanswered
	}
	body := complaintsBody{Services: x.serviceOptions(service), Regions: x.regionOptions(region)}
	for _, id := range []string{showUnanswered, showAll} {
		body.Shows = append(body.Shows, option{id, x.Key("ConsoleShow", id), id == show})
	}
	for _, k := range staffKinds() {
		body.Kinds = append(body.Kinds, option{string(k), x.Name("ComplaintKind", k), string(k) == kind})
	}
	f := complaints.Filter{Unanswered: show == showUnanswered, Kind: complaints.Kind(kind), Service: service, Region: region}
	found, err := x.Complaints.ListForStaff(x.r.Context(), x.complaintBounds(), f, x.complaintsAfter(), pageSize+1)
	if err != nil {
		return err
	}
	if len(found) > pageSize {
		found = found[:pageSize]
		last := complaints.PlaceOf(found[pageSize-1])
		body.Next = with(Root+"complaints", "show", show, "kind", kind, "service", service, "region", region, "after", x.number(last.At)+"_"+x.number(last.ID))
	}
	for _, c := range found {
		body.Rows = append(body.Rows, complaintRow{
			URL: Root + "complaints/" + x.number(c.ID), Number: c.Number.String(), Kind: x.Name("ComplaintKind", c.Kind), Service: x.serviceName(c.Service),
			Region: x.regionName(c.Region), At: x.Moment(c.CreatedAt), State: x.Name("ComplaintState", c.State), Answered: !c.RepliedAt.IsZero(),
		})
	}
	x.render(http.StatusOK, "complaints", x.T("ConsoleComplaints"), body)
	return nil
}

// complaintsAfter reads from where the page goes on; anything else is the
// beginning.
func (x *exchange) complaintsAfter() complaints.Place {
	at, id, _ := strings.Cut(x.r.URL.Query().Get("after"), "_")
	seconds, first := strconv.ParseInt(at, 10, 64)
	number, second := strconv.ParseInt(id, 10, 64)
	if first != nil || second != nil {
		return complaints.Place{}
	}
	return complaints.Place{At: seconds, ID: number}
}
