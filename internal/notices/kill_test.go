package notices_test

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

	"go.uber.org/goleak"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/testserver"
)

// The environment that makes the test binary a process which sends what is in
// the outbox of a base by writing lines to a file.
const (
	sendFrom = "MERZIM_TEST_OUTBOX"
	sendTo   = "MERZIM_TEST_TOLD"
	sendAt   = "MERZIM_TEST_NOW" // unix seconds
)

func TestMain(m *testing.M) {
	if address := os.Getenv(sendFrom); address != "" {
		if err := sendInProcess(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

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
	notices.NewRunner(notices.Options[string]{
		Store: notices.NewStore(db, clock.At(time.Unix(seconds, 0))), Judge: judge, Log: slog.New(slog.DiscardHandler),
		Render: func(_ context.Context, n notices.Notice) (string, bool, error) {
			return strconv.FormatInt(n.Request, 10), true, nil
		},
		Send: func(_ context.Context, _ int64, message string) error {
			time.Sleep(time.Duration(rand.N(4)) * time.Millisecond)
			_, err := out.WriteString(message + "\n")
			return err
		},
	}).Run(context.Background())
	return nil
}

// TestKilled: a sender that is killed at any moment, again and again, loses no
// reminder, and repeats at most those that were in flight.
func TestKilled(t *testing.T) {
	t.Parallel()
	const many, kills, inFlight = 400, 12, 16
	dir := t.TempDir()
	address, file := "sqlite:"+filepath.Join(dir, "merzim.db"), filepath.Join(dir, "told")
	now := at("2026-11-23", 10)
	db := databasetest.Open(t, address)
	store := notices.NewStore(db, clock.At(now))
	for i := range many {
		if _, err := store.Queue(t.Context(), reminder(int64(i+1), fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	told := func() (lines []string) {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil
		}
		return strings.Fields(string(data))
	}
	round := func(now time.Time, enough func() bool) {
		t.Helper()
		var faults bytes.Buffer
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), sendFrom+"="+address, sendTo+"="+file, sendAt+"="+strconv.FormatInt(now.Unix(), 10))
		cmd.Stderr = &faults
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		testserver.Eventually(t, "the messages", enough)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if faults.Len() > 0 {
			t.Error(faults.String())
		}
	}
	for range kills {
		before := len(told())
		more := 1 + rand.N(40)
		round(now, func() bool { return len(told()) >= min(before+more, many) })
		now = now.Add(10 * time.Minute) // the leases of the dead run out
	}
	left := func() bool {
		var n int
		if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM notices WHERE state <> 'sent'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n == 0
	}
	round(now, left)
	times := map[string]int{}
	for _, line := range told() {
		times[line]++
	}
	repeated := 0
	for i := range many {
		n := times[strconv.Itoa(i+1)]
		if n == 0 || n > 1+kills {
			t.Errorf("reminder %d was told %d times", i+1, n)
		}
		repeated += max(0, n-1)
	}
	if repeated > kills*inFlight {
		t.Errorf("%d reminders were repeated by %d crashes", repeated, kills)
	}
	t.Logf("%d of %d told again after %d crashes", repeated, many, kills)
}
