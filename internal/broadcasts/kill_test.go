package broadcasts_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
)

// The environment that makes the test binary a process which sends the
// broadcasts of a base by writing lines to a file.
const (
	sendFrom = "MERZIM_TEST_BROADCASTS"
	sendTo   = "MERZIM_TEST_TOLD"
	sendAt   = "MERZIM_TEST_NOW"  // unix seconds
	awayFor  = "MERZIM_TEST_AWAY" // not empty: 2 % of people can't be reached for now
)

// stopped are the 3 % who stopped the bot, away the 2 % for whom Telegram fails
// for a while.
func stopped(chat int64) bool { return chat%100 < 3 }
func away(chat int64) bool    { return chat%50 == 7 }

func sendInProcess(address string) error {
	seconds, err := strconv.ParseInt(os.Getenv(sendAt), 10, 64)
	if err != nil {
		return err
	}
	db, err := database.Open(context.Background(), address)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(os.Getenv(sendTo), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	began := time.Now()
	now := clock.Func(func() time.Time { return time.Unix(seconds, 0).Add(time.Since(began)) })
	store := broadcasts.NewStore(db, now, notices.NewStore(db, now), services)
	broadcasts.NewEngine(broadcasts.Options{
		Store: store, Judge: judge, Label: label, Clock: now, Log: slog.New(slog.DiscardHandler), Look: 50 * time.Millisecond,
		Send: func(_ context.Context, m broadcasts.Message) (int64, string, error) {
			time.Sleep(time.Duration(rand.N(4)) * time.Millisecond)
			switch {
			case stopped(m.Chat):
				return 0, "", errStopped
			case away(m.Chat) && os.Getenv(awayFor) != "":
				return 0, "", errAway
			case rand.N(500) == 0:
				return 0, "", errSoon
			}
			_, err := out.WriteString(strconv.FormatInt(m.Chat, 10) + "\n")
			return m.Chat, "", err
		},
	}).Run(context.Background())
	return nil
}

// TestKilledTenTimes: ten thousand people, 3 % gone, 2 % failing for a while,
// pauses that Telegram asks for, and a process that is killed ten times: nobody
// gets it twice but those reported as unknown and sent to again by hand, nobody
// is missing, the account balances.
func TestKilledTenTimes(t *testing.T) {
	t.Parallel()
	const many, kills, inFlight = 10_000, 10, 64
	dir := t.TempDir()
	address, file := "sqlite:"+filepath.Join(dir, "merzim.db"), filepath.Join(dir, "told")
	s := open(t, databasetest.Open(t, address))
	s.crowd(many)
	id := s.scheduled(everybody(), nil)
	now := monday
	told := func() map[string]int {
		data, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		times := map[string]int{}
		for line := range strings.FieldsSeq(string(data)) {
			times[line]++
		}
		return times
	}
	round := func(failing string, enough func() bool) {
		t.Helper()
		var faults bytes.Buffer
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), sendFrom+"="+address, sendTo+"="+file, sendAt+"="+strconv.FormatInt(now.Unix(), 10), awayFor+"="+failing)
		cmd.Stderr = &faults
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		s.wait(enough)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if faults.Len() > 0 {
			t.Error(faults.String())
		}
		now = now.Add(5 * time.Minute) // the leases of the dead run out
		s.account(id)
	}
	round("yes", func() bool { return s.account(id).Audience > 0 }) // while the audience is written down
	for i := range kills - 1 {
		before := len(told())
		more := 1 + rand.N(1200)
		failing := ""
		if i < 5 {
			failing = "yes"
		}
		round(failing, func() bool { return len(told()) >= min(before+more, many*9/10) })
	}
	round("", s.final(id))
	a := s.account(id)
	times := told()
	if a.Audience != many || a.Blocked > many*3/100 || a.Failed != 0 || a.Cancelled != 0 || a.Unknown > kills*inFlight || a.Sent != many-a.Blocked-a.Unknown {
		t.Errorf("%+v", a)
	}
	unknown := map[string]bool{}
	rows, err := s.db.Query(t.Context(), `SELECT chat FROM broadcast_recipients WHERE broadcast = ? AND state = 'unknown'`, id)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var chat int64
		s.must(rows.Scan(&chat))
		unknown[fmt.Sprint(chat)] = true
	}
	s.must(rows.Err())
	for chat := int64(1); chat <= many; chat++ {
		name := fmt.Sprint(chat)
		if n := times[name]; n > 1 || n == 0 && !unknown[name] && !stopped(chat) || n == 1 && stopped(chat) {
			t.Errorf("%d got it %d times; unknown: %v", chat, n, unknown[name])
		}
	}
	s.books(id)
	if again, err := s.store.ResendUnknown(t.Context(), chief, id); again != a.Unknown || err != nil {
		t.Error(again, err)
	}
	if a.Unknown > 0 {
		round("", s.final(id))
	}
	times = told()
	for chat := int64(1); chat <= many; chat++ {
		name := fmt.Sprint(chat)
		if n := times[name]; n > 2 || n == 2 && !unknown[name] || n == 0 && !stopped(chat) {
			t.Errorf("%d got it %d times in the end; was unknown: %v", chat, n, unknown[name])
		}
	}
	end := s.account(id)
	t.Logf("before sending again by hand %+v, after it %+v", a, end)
	if end.Sent+end.Unknown != many-many*3/100 || end.Blocked != many*3/100 {
		t.Errorf("%+v", end)
	}
	s.books(id)
}
