package sessions_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// TestPace: two replicas together keep one pace, a person gets one message a
// second, and a pause holds both.
func TestPace(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{"single": testserver.Redis(t).URL(), "cluster": testserver.RedisCluster(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const perSecond, each = 50, 20
			replicas := []*sessions.Pace{openRedis(t, address).Pace(perSecond), openRedis(t, address).Pace(perSecond)}
			start := time.Now()
			var all sync.WaitGroup
			var mu sync.Mutex
			var latest time.Time
			for i, p := range replicas {
				all.Go(func() {
					for j := range each {
						wait, taken, err := p.Take(t.Context(), int64(1000*i+j))
						if err != nil || !taken {
							t.Error(wait, taken, err)
						}
						mu.Lock()
						if at := time.Now().Add(wait); at.After(latest) {
							latest = at
						}
						mu.Unlock()
					}
				})
			}
			all.Wait()
			if took, want := latest.Sub(start), time.Duration(2*each-1)*time.Second/perSecond; took < want-50*time.Millisecond || took > want+2*time.Second {
				t.Errorf("%d places were spread over %s, want %s", 2*each, took, want)
			}
			replied := make([]int64, 4*perSecond) // replies, which do not wait
			for i := range replied {
				replied[i] = int64(5000 + i)
			}
			if err := replicas[0].Charge(t.Context(), replied); err != nil {
				t.Fatal(err)
			}
			if wait, taken, err := replicas[1].Take(t.Context(), 5001); taken || err != nil || wait <= 0 || wait > time.Second {
				t.Error("a notice at once after a reply:", wait, taken, err)
			}
			if wait, taken, err := replicas[1].Take(t.Context(), 76); taken || err != nil || wait > time.Second {
				t.Error("the line is longer than two seconds:", wait, taken, err)
			}
			if wait, taken, err := replicas[1].Take(t.Context(), 0); taken || err != nil || wait <= 0 || wait > 3*time.Second {
				t.Error("a second message to a person at once:", wait, taken, err)
			}
			if err := replicas[0].Hold(t.Context(), time.Minute); err != nil {
				t.Fatal(err)
			}
			if err := replicas[0].Hold(t.Context(), time.Second); err != nil { // a shorter one changes nothing
				t.Fatal(err)
			}
			if wait, taken, err := replicas[1].Take(t.Context(), 77); taken || err != nil || wait < 50*time.Second || wait > time.Minute {
				t.Error("while everybody waits:", wait, taken, err)
			}
		})
	}
}

// TestPaceGone: without Redis the pace says so at once.
func TestPaceGone(t *testing.T) {
	t.Parallel()
	server := testserver.Redis(t)
	p := openRedis(t, server.URL()).Pace(25)
	server.Stop()
	if _, _, err := p.Take(t.Context(), 1); !errors.Is(err, sessions.ErrUnavailable) {
		t.Error(err)
	}
	if err := p.Charge(t.Context(), []int64{1}); !errors.Is(err, sessions.ErrUnavailable) {
		t.Error(err)
	}
	if err := p.Hold(t.Context(), time.Second); !errors.Is(err, sessions.ErrUnavailable) {
		t.Error(err)
	}
}
