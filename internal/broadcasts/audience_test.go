package broadcasts_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/subscriptions"
)

// town makes people of every sort; the names of the numbers stand beside them.
func (s *stand) town() {
	s.Helper()
	topic := func(kind subscriptions.Kind, id string) subscriptions.Topic {
		return subscriptions.Topic{Kind: kind, ID: id}
	}
	s.must(s.people.SetLanguage(s.Context(), 1, "kk")) // no consent, only writes
	s.citizen(2, "ru", "almaty")
	s.citizen(3, "kk", "almaty", topic(subscriptions.Service, "id-card"))
	s.citizen(4, "ru", "astana", topic(subscriptions.Agency, "police-migration"))
	s.citizen(5, "ru", "", topic(subscriptions.Region, "almaty"), topic(subscriptions.Service, "passport"))
	s.citizen(6, "kk", "astana", topic(subscriptions.General, ""))
	s.citizen(7, "ru", "almaty", topic(subscriptions.Service, "land-plot"))
	s.citizen(8, "kk", "almaty")
	s.request(8, "passport", "") // where the person lives
	s.citizen(9, "ru", "almaty")
	s.request(9, "id-card", "astana")
	s.citizen(10, "ru", "astana")
	s.request(10, "land-plot", "almaty")
	s.citizen(11, "kk", "almaty", topic(subscriptions.Service, "id-card")) // and has had an answer
	done := s.request(11, "passport", "almaty")
	_, err := s.filed.SetState(s.Context(), embeddedtest.Catalog().Calendar, 11, done, 999, requests.Ready)
	s.must(err)
	s.citizen(12, "ru", "almaty", topic(subscriptions.Service, "id-card")) // muted
	s.must(s.people.Mute(s.Context(), 12, broadcasts.MuteKind, true))
	s.citizen(13, "ru", "almaty", topic(subscriptions.Service, "id-card")) // stopped the bot
	s.must(s.people.SetBlocked(s.Context(), 13, true))
	s.citizen(14, "ru", "almaty", topic(subscriptions.Service, "id-card")) // withdrew
	s.must(s.people.WithdrawConsent(s.Context(), 14))
	s.citizen(15, "ru", "almaty") // muted something else
	s.must(s.people.Mute(s.Context(), 15, "reminder", true))
}

// TestAudiences: who gets what, from whom.
func TestAudiences(t *testing.T) {
	t.Parallel()
	national := broadcasts.Actor{Chat: 9_000_007, Agency: "police-migration"}
	nothing := broadcasts.Actor{Chat: 9_000_008, Agency: "no-services"}
	to := func(to broadcasts.Whom, service, agency, region, language string) broadcasts.Audience {
		return broadcasts.Audience{To: to, Service: service, Agency: agency, Region: region, Language: language}
	}
	all, subs, open_ := broadcasts.Everybody, broadcasts.Subscribers, broadcasts.OpenRequests
	cases := []struct {
		name string
		by   broadcasts.Actor
		to   broadcasts.Audience
		want []int64
		err  error
	}{
		{"everybody", admin, to(all, "", "", "", ""), []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15}, nil},
		{"everybody in Kazakh", admin, to(all, "", "", "", "kk"), []int64{1, 3, 6, 8, 11}, nil},
		{"a region", admin, to(all, "", "", "astana", ""), []int64{4, 6, 10}, nil},
		{"subscribers of a service", admin, to(subs, "id-card", "", "", ""), []int64{3, 11}, nil},
		{"subscribers of a service in a region", admin, to(subs, "passport", "", "almaty", ""), []int64{5}, nil},
		{"subscribers of an agency and its services", admin, to(subs, "", "police-migration", "", ""), []int64{3, 4, 5, 11}, nil},
		{"the same in a region", admin, to(subs, "", "police-migration", "astana", ""), []int64{4}, nil},
		{"subscribers of a region", admin, to(subs, "", "", "almaty", ""), []int64{5}, nil},
		{"subscribers of general news", admin, to(subs, "", "", "", ""), []int64{6}, nil},
		{"open requests", admin, to(open_, "", "", "", ""), []int64{8, 9, 10}, nil},
		{"open requests in Russian", admin, to(open_, "", "", "", "ru"), []int64{9, 10}, nil},
		{"open requests for a service", admin, to(open_, "passport", "", "", ""), []int64{8}, nil},
		{"open requests with an agency", admin, to(open_, "", "police-migration", "", ""), []int64{8, 9}, nil},
		{"open requests in a region", admin, to(open_, "", "", "almaty", ""), []int64{8, 10}, nil},
		{"with an agency without services", admin, to(open_, "", "no-services", "", ""), nil, nil},

		{"everybody of an agency", national, to(all, "", "", "", ""), []int64{3, 4, 5, 8, 9, 11}, nil},
		{"everybody of an agency in its region", author, to(all, "", "", "", ""), []int64{3, 5, 8, 11}, nil},
		{"in another region of the agency", elsewhere, to(all, "", "", "", ""), []int64{4, 9}, nil},
		{"an agency without services", nothing, to(all, "", "", "", ""), nil, nil},
		{"a region's subscribers, of the agency's people", national, to(subs, "", "", "almaty", ""), []int64{5}, nil},
		{"general news, of the agency's people", national, to(subs, "", "", "", ""), nil, nil},
		{"its own service", author, to(subs, "id-card", "", "", ""), []int64{3, 11}, nil},
		{"its own requests", author, to(open_, "", "police-migration", "almaty", ""), []int64{8}, nil},
		{"any requests, of the agency's people", author, to(open_, "", "", "", ""), []int64{8}, nil},
		{"another's service", author, to(subs, "land-plot", "", "", ""), nil, broadcasts.ErrBounds},
		{"another's requests", author, to(open_, "land-plot", "", "", ""), nil, broadcasts.ErrBounds},
		{"another agency", author, to(subs, "", "akimat-land", "", ""), nil, broadcasts.ErrBounds},
		{"another region", author, to(all, "", "", "astana", ""), nil, broadcasts.ErrBounds},
		{"no role", broadcasts.Actor{Chat: 5}, to(all, "", "", "", ""), nil, broadcasts.ErrBounds},
		{"everybody of a service", admin, to(all, "id-card", "", "", ""), nil, broadcasts.ErrAudience},
		{"service and agency", admin, to(subs, "id-card", "police-migration", "", ""), nil, broadcasts.ErrAudience},
		{"nobody", admin, broadcasts.Audience{}, nil, broadcasts.ErrAudience},
		{"a third language", admin, to(all, "", "", "", "en"), nil, broadcasts.ErrAudience},
	}
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s, world := open(t, db), &telegram{}
		s.town()
		ids := map[int64]int{}
		for i, c := range cases {
			b, err := s.store.Create(t.Context(), c.by, fmt.Sprint("case ", i), broadcasts.Content{Texts: texts, Audience: c.to}, nil)
			if !errors.Is(err, c.err) {
				t.Errorf("%s: %v", c.name, err)
			}
			if err != nil {
				continue
			}
			if e, err := s.store.Estimate(t.Context(), c.by, b.ID, 25); e.People != int64(len(c.want)) || e.Approval || err != nil {
				t.Errorf("%s: %+v, %v", c.name, e, err)
			}
			if state, err := s.store.Submit(t.Context(), c.by, b.ID); state != broadcasts.Scheduled || err != nil {
				t.Error(c.name, state, err)
			}
			ids[b.ID] = i
		}
		got := map[int64][]int64{}
		world.fail = func(m broadcasts.Message) error {
			world.mu.Lock()
			defer world.mu.Unlock()
			got[m.Broadcast] = append(got[m.Broadcast], m.Chat)
			return nil
		}
		s.run(s.engine(world), func() bool {
			return !slices.ContainsFunc(slices.Collect(maps.Keys(ids)), func(id int64) bool { return !s.account(id).Final })
		})
		for id, i := range ids {
			slices.Sort(got[id])
			if !slices.Equal(got[id], cases[i].want) {
				t.Errorf("%s: %v, want %v", cases[i].name, got[id], cases[i].want)
			}
		}
	})
}

// TestFrozen: who comes, subscribes or files after the start is not part of it.
func TestFrozen(t *testing.T) {
	t.Parallel()
	s, world := open(t, databasetest.Open(t, "sqlite::memory:")), &telegram{}
	s.citizen(1, "kk", "almaty", subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"})
	s.citizen(2, "kk", "almaty")
	s.now.Advance(time.Minute)
	world.fail = func(m broadcasts.Message) error {
		if m.Chat == 1 {
			s.now.Advance(time.Minute)
			s.must(s.topics.Subscribe(t.Context(), 2, subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"}))
			s.citizen(3, "kk", "almaty", subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"})
		}
		return nil
	}
	b, err := s.store.Create(t.Context(), author, "", broadcasts.Content{Texts: texts, Audience: broadcasts.Audience{To: broadcasts.Subscribers, Service: "id-card"}}, nil)
	s.must(err)
	_, err = s.store.Submit(t.Context(), author, b.ID)
	s.must(err)
	s.run(s.engine(world), s.final(b.ID))
	if a := s.account(b.ID); a.Audience != 1 || len(world.got) != 1 {
		t.Errorf("%+v; %v", a, world.got)
	}
}
