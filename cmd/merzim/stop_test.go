package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/testserver"
)

// stopWithinAll is what a stop may take in all, and what a busy machine adds.
const stopWithinAll = 15*time.Second + 5*time.Second

// Asked to stop again and again while a crowd talks, the bot finishes what is in
// flight: each question gets one answer, none none and none two, however updates
// come and wherever sessions live.
func TestStopsUnderLoadLoseAndRepeatNothing(t *testing.T) {
	t.Parallel()
	for name, webhook := range map[string]bool{"polling": false, "webhook": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const stops, people, each = 4, 12, 10
			s, dir, httpAddr := newLocal(t), t.TempDir(), freeAddress(t)
			env := append(s.env(), "HTTP_ADDR="+httpAddr)
			if webhook {
				env = append(env, "WEBHOOK_URL=http://"+httpAddr, "WEBHOOK_SECRET="+hookSecret, "REDIS_URL="+testserver.Redis(t).URL())
			}
			start := func() *process { return launch(t, dir, append(env, "LOG_LEVEL=debug"), "serve").well(httpAddr) }
			services := embedded(t).Services[:each]
			crowd := make([]*local.Person, people)
			for i := range crowd {
				crowd[i] = s.person(int64(100+i), "ru")
			}
			s.Fault(local.Fault{Method: "sendMessage", Times: -1, Delay: 20 * time.Millisecond}) // something is in flight at each moment
			answers := func() (n int) { return len(s.Calls(local.CallFilter{Method: "sendMessage"})) }

			p := start()
			var talking sync.WaitGroup
			for _, person := range crowd {
				talking.Go(func() {
					for _, service := range services {
						person.Send("/start s_" + service.ID)
						<-time.After(time.Duration(rand.IntN(200)) * time.Millisecond)
					}
				})
			}
			for round := range stops {
				enough := (round + 1) * people * each / (stops + 2)
				eventually(t, "some answers", func() bool { return answers() >= enough }, p)
				begun := time.Now()
				if status := p.end(); status != statusOK {
					t.Errorf("status %d:\n%s", status, p.err.String())
				}
				if took := time.Since(begun); took > stopWithinAll {
					t.Errorf("a stop took %s", took)
				}
				lacks(t, p.err.String(), "level=ERROR", "stopped with", "panic")
				p = start()
			}
			talking.Wait()
			eventually(t, "everybody to be answered", func() bool { return answers() >= people*each }, p)
			<-time.After(time.Second) // for what would come twice
			for i := range crowd {
				all := toldBy(t, s.Server, int64(100+i))
				for _, service := range services {
					times := 0
					for _, m := range all {
						if strings.HasPrefix(m.Text, service.Title.RU+"\n") {
							times++
						}
					}
					if times != 1 {
						t.Errorf("person %d was answered %d times to %s", i, times, service.ID)
					}
				}
				if len(all) != each {
					t.Errorf("person %d got %d messages, want %d", i, len(all), each)
				}
			}
		})
	}
}

// Telegram hangs, and so does every answer: the stop does not wait for it, and
// the next start answers.
func TestAStopWhileTelegramHangs(t *testing.T) {
	t.Parallel()
	const people = 5
	s, dir := newLocal(t), t.TempDir()
	p := serving(t, dir, s.env()...)
	s.Fault(local.Fault{Method: "sendMessage", Times: -1, Delay: time.Minute})
	for i := range people {
		s.person(int64(100+i), "ru").Send("/start s_id-card")
	}
	eventually(t, "the updates to be taken", func() bool { return figures(t, p)["merzim_updates_waiting"] == people }, p)
	begun := time.Now()
	if status := p.end(); status != statusOK {
		t.Errorf("status %d:\n%s", status, p.err.String())
	}
	if took := time.Since(begun); took > stopWithinAll {
		t.Errorf("the stop took %s", took)
	}
	lacks(t, p.err.String(), "update parked")
	s.ClearFaults()
	p = serving(t, dir, s.env()...)
	for i := range people {
		eventually(t, fmt.Sprint("an answer to person ", i), func() bool {
			for _, c := range s.Calls(local.CallFilter{Method: "sendMessage", Chat: int64(100 + i)}) {
				if c.Status == http.StatusOK {
					return true
				}
			}
			return false
		}, p)
	}
}
