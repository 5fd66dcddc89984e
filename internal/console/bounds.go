package console

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/uploads"
)

// pageSize is how many rows a page of a list has.
const pageSize = 50

// services are those of the person's agency, by the catalogue in force.
func (x *exchange) services() (out []*catalog.Service) {
	for _, s := range x.Catalog().Services {
		if s.Agency == x.visit.Agency {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *catalog.Service) int { return strings.Compare(a.Title.In(x.Lang()), b.Title.In(x.Lang())) })
	return out
}

// requestBounds are the requests that the person may see.
func (x *exchange) requestBounds() requests.Bounds {
	b := requests.Bounds{Region: x.visit.Region}
	for _, s := range x.services() {
		b.Services = append(b.Services, s.ID)
	}
	return b
}

func (x *exchange) complaintBounds() complaints.Bounds {
	return complaints.Bounds{Agency: x.visit.Agency, Region: x.visit.Region}
}

func (x *exchange) uploadBounds() uploads.Bounds {
	return uploads.Bounds{Agency: x.visit.Agency, Requests: x.requestBounds()}
}

// id is the number in the address.
func (x *exchange) id() (int64, error) {
	id, err := strconv.ParseInt(x.r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, errNotFound
	}
	return id, nil
}

func (x *exchange) today() calendar.Date { return calendar.DateIn(x.Clock.Now()) }

// serviceName is what people call a service.
func (x *exchange) serviceName(id string) string {
	if s, ok := x.Catalog().Service(id); ok {
		return s.Title.In(x.Lang())
	}
	return id
}

func (x *exchange) agencyName(id string) string {
	if a, ok := x.Catalog().Agency(id); ok {
		return a.Name.In(x.Lang())
	}
	return id
}

// regionName is empty for no region.
func (x *exchange) regionName(id string) string {
	for _, r := range x.Catalog().Regions {
		if r.ID == id {
			return r.Name.In(x.Lang())
		}
	}
	return id
}

// grantText says a role with its bounds.
func (x *exchange) grantText(g roles.Grant) string {
	parts := []string{x.Name("Role", g.Role)}
	if g.Agency != "" {
		parts = append(parts, x.agencyName(g.Agency))
	}
	if g.Region != "" {
		parts = append(parts, x.regionName(g.Region))
	}
	return strings.Join(parts, " · ")
}

// onceField is the name of the hidden field that makes a form sent twice the
// same form.
const onceField = "once"

// firstOnce is above every number of an upload, so that the two never meet.
const firstOnce = 1 << 40

// Once is a new number of a form.
func (x *exchange) once() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return x.number(firstOnce + int64(binary.BigEndian.Uint64(raw[:])>>2))
}

// update is what stands for the form where stores ask for an update: below zero,
// where Telegram has none.
func (x *exchange) update() (int64, error) {
	once, err := strconv.ParseInt(x.r.PostFormValue(onceField), 10, 64)
	if err != nil || once < firstOnce {
		return 0, ErrForm
	}
	return -once, nil
}

// with is an address with a query; empty values are left out.
func with(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// option is a choice of a list.
type option struct {
	Value, Text string
	Chosen      bool
}

func (x *exchange) serviceOptions(chosen string) (out []option) {
	for _, s := range x.services() {
		out = append(out, option{s.ID, s.Title.In(x.Lang()), s.ID == chosen})
	}
	return out
}

// regionOptions are empty for who is bound to one region, or whose agency has
// no bodies in the regions.
func (x *exchange) regionOptions(chosen string) (out []option) {
	if a, ok := x.Catalog().Agency(x.visit.Agency); x.visit.Region != "" || !ok || !a.Regional {
		return nil
	}
	for _, r := range x.Catalog().Regions {
		out = append(out, option{r.ID, r.Name.In(x.Lang()), r.ID == chosen})
	}
	return out
}

func subject(kind string, id int64) string { return fmt.Sprintf("%s:%d", kind, id) }
