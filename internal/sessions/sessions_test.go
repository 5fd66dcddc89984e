package sessions_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// store is what every implementation offers.
type store interface {
	Load(ctx context.Context, chat, update int64) (sessions.Stored, error)
	Save(ctx context.Context, chat, version int64, data []byte) (bool, error)
	Delete(ctx context.Context, chat int64) error
	MarkHandled(ctx context.Context, chat, update int64) error
}

// addMany makes the test binary a process that adds to a chat's counter; see
// TestTwoProcesses.
const addMany = "MERZIM_TEST_ADD"

const (
	addEach  = 150           // additions of one process
	sharedBy = 7_012_345_678 // the chat of the counter
)

func TestMain(m *testing.M) {
	if address := os.Getenv(addMany); address != "" {
		os.Exit(addInProcess(address))
	}
	goleak.VerifyTestMain(m)
}

// TestConformance runs one suite over everything that serves sessions.
func TestConformance(t *testing.T) {
	t.Parallel()
	now := func() *clock.Manual { return clock.At(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)) }
	sqlAt := func(t *testing.T, address string) store { return sessions.NewSQL(databasetest.Open(t, address), now()) }
	stores := map[string]func(t *testing.T) store{
		"redis":    func(t *testing.T) store { return openRedis(t, testserver.Redis(t).URL()) },
		"sqlite":   func(t *testing.T) store { return sqlAt(t, "sqlite:"+filepath.Join(t.TempDir(), "merzim.db")) },
		"memory":   func(t *testing.T) store { return sqlAt(t, "sqlite::memory:") },
		"postgres": func(t *testing.T) store { return sqlAt(t, testserver.Postgres(t)) },
	}
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conforms(t, open(t))
		})
	}
}

// TestCluster is the same on three masters, and what only a cluster shows.
func TestCluster(t *testing.T) {
	t.Parallel()
	address := testserver.RedisCluster(t)
	s := openRedis(t, address)
	redisKeys(t, s, address)
	conforms(t, s)
}

// conforms checks what every store must do.
func conforms(t *testing.T, s store) {
	suite := map[string]func(t *testing.T, s store, chat int64){
		"absent": absent, "saved": saved, "conflict": conflict, "deleted": deleted, "handled": handled, "at once": atOnce, "first at once": firstAtOnce,
	}
	chat := int64(7_000_000_000)
	for part, check := range suite {
		chat += 100
		t.Run(part, func(t *testing.T) { check(t, s, chat) })
	}
}

func absent(t *testing.T, s store, chat int64) {
	if got := load(t, s, chat, 1); got.Data != nil || got.Version != 0 || got.Handled {
		t.Errorf("a new chat has %+v", got)
	}
	if err := s.Delete(t.Context(), chat); err != nil {
		t.Error("nothing to forget is no error:", err)
	}
}

func saved(t *testing.T, s store, chat int64) {
	states := []string{`{"l":"kk"}`, "", "two\nlines\n", `{"l":"ru","t":"Ә ғ 🪪"}`, strings.Repeat("x", 100_000)}
	for i, state := range states {
		version := int64(i)
		if ok, err := s.Save(t.Context(), chat, version, []byte(state)); !ok || err != nil {
			t.Fatalf("state %d not saved: %v, %v", i, ok, err)
		}
		got := load(t, s, chat, 1)
		if string(got.Data) != state || got.Data == nil || got.Version != version+1 || got.Handled {
			t.Errorf("state %d came back with version %d as %.40q", i, got.Version, got.Data)
		}
	}
	if got := load(t, s, chat+1, 1); got.Version != 0 {
		t.Errorf("another chat has %+v", got)
	}
}

func conflict(t *testing.T, s store, chat int64) {
	mustSave(t, s, chat, 0, "first")
	mustSave(t, s, chat, 1, "second")
	for _, version := range []int64{0, 1, 3, -1} {
		if ok, err := s.Save(t.Context(), chat, version, []byte("late")); ok || err != nil {
			t.Errorf("saved over version 2 by who had seen %d: %v, %v", version, ok, err)
		}
	}
	if got := load(t, s, chat, 1); string(got.Data) != "second" || got.Version != 2 {
		t.Errorf("a late writer changed the state: %+v", got)
	}
	if ok, err := s.Save(t.Context(), chat+1, 5, []byte("x")); ok || err != nil {
		t.Error("saved over a state that is gone:", ok, err)
	}
}

func deleted(t *testing.T, s store, chat int64) {
	mustSave(t, s, chat, 0, "first")
	mustSave(t, s, chat+1, 0, "of another chat")
	if err := s.Delete(t.Context(), chat); err != nil {
		t.Fatal(err)
	}
	if got := load(t, s, chat, 1); got.Data != nil || got.Version != 0 {
		t.Errorf("after it was forgotten: %+v", got)
	}
	if got := load(t, s, chat+1, 1); string(got.Data) != "of another chat" {
		t.Errorf("forgotten with its neighbour: %+v", got)
	}
	mustSave(t, s, chat, 0, "anew")
}

func handled(t *testing.T, s store, chat int64) {
	update := chat // update numbers differ between the chats of the suite, as at Telegram
	for range 2 {
		if err := s.MarkHandled(t.Context(), chat, update); err != nil {
			t.Fatal(err)
		}
	}
	if !load(t, s, chat, update).Handled {
		t.Error("the mark is gone")
	}
	if load(t, s, chat, update+1).Handled {
		t.Error("another update is marked too")
	}
	if got := load(t, s, chat, update); got.Version != 0 || got.Data != nil {
		t.Errorf("a mark is no state: %+v", got)
	}
}

// atOnce: many writers that retry after a conflict lose nothing.
func atOnce(t *testing.T, s store, chat int64) {
	const writers, each = 8, 15
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				if err := addOne(t.Context(), s, chat); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if got := string(load(t, s, chat, 1).Data); got != strconv.Itoa(writers*each) {
		t.Errorf("%d additions made %s", writers*each, got)
	}
}

// firstAtOnce: of many who write a chat's first state, one wins.
func firstAtOnce(t *testing.T, s store, chat int64) {
	won := make(chan string, 20)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			mine := strconv.Itoa(i)
			ok, err := s.Save(t.Context(), chat, 0, []byte(mine))
			if err != nil {
				t.Error(err)
			}
			if ok {
				won <- mine
			}
		})
	}
	all.Wait()
	if len(won) != 1 {
		t.Fatalf("%d were first", len(won))
	}
	if got := load(t, s, chat, 1); string(got.Data) != <-won || got.Version != 1 {
		t.Errorf("somebody else's state stands: %+v", got)
	}
}

// addOne adds 1 to the number that is the chat's state.
func addOne(ctx context.Context, s store, chat int64) error {
	for {
		stored, err := s.Load(ctx, chat, 1)
		if err != nil {
			return err
		}
		n := 0
		if stored.Data != nil {
			if n, err = strconv.Atoi(string(stored.Data)); err != nil {
				return err
			}
		}
		ok, err := s.Save(ctx, chat, stored.Version, []byte(strconv.Itoa(n+1)))
		if err != nil || ok {
			return err
		}
	}
}

// addInProcess is the life of one of TestTwoProcesses' processes.
func addInProcess(address string) int {
	s, err := sessions.OpenRedis(address)
	if err == nil {
		err = s.Ping(context.Background())
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer s.Close()
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return 1
	}
	for range addEach {
		if err := addOne(context.Background(), s, sharedBy); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	return 0
}

func load(t *testing.T, s store, chat, update int64) sessions.Stored {
	t.Helper()
	got, err := s.Load(t.Context(), chat, update)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func mustSave(t *testing.T, s store, chat, version int64, state string) {
	t.Helper()
	if ok, err := s.Save(t.Context(), chat, version, []byte(state)); !ok || err != nil {
		t.Fatalf("not saved: %v, %v", ok, err)
	}
}

func openRedis(t *testing.T, address string) *sessions.Redis {
	t.Helper()
	s, err := sessions.OpenRedis(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// unavailable fails the test unless every method says that the store is away,
// within a time that a person does not notice.
func unavailable(t *testing.T, s store, within time.Duration) {
	t.Helper()
	calls := map[string]func() error{
		"load":   func() error { _, err := s.Load(t.Context(), 1, 1); return err },
		"save":   func() error { _, err := s.Save(t.Context(), 1, 0, nil); return err },
		"delete": func() error { return s.Delete(t.Context(), 1) },
		"mark":   func() error { return s.MarkHandled(t.Context(), 1, 1) },
	}
	for name, call := range calls {
		start := time.Now()
		if err := call(); !errors.Is(err, sessions.ErrUnavailable) {
			t.Errorf("%s without a store: %v", name, err)
		}
		if took := time.Since(start); took > within {
			t.Errorf("%s took %s to say that the store is away", name, took)
		}
	}
}
