package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// keeper makes and restores a backup of one kind of base, as an operator does.
type keeper struct {
	address string
	backup  func()
	restore func() (address string) // to a new place
}

func sqliteKeeper(t *testing.T) keeper {
	address, copied := inFile(t), filepath.Join(t.TempDir(), "copy.db")
	return keeper{
		address: address,
		backup: func() {
			holds(t, outsideIn(t, t.TempDir(), []string{"DATABASE_URL=" + address}, "", "backup", copied).must(t).out, copied, "checked")
		},
		restore: func() string {
			content, err := os.ReadFile(copied)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "restored.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			return "sqlite:" + path
		},
	}
}

func postgresKeeper(t *testing.T) keeper {
	server, dump := testserver.Postgres(t), filepath.Join(t.TempDir(), "merzim.dump")
	address := databasetest.Fresh(t, server)
	do := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	return keeper{
		address: address,
		backup:  func() { do("pg_dump", "--format=custom", "--file="+dump, address) },
		restore: func() string {
			to := databasetest.Fresh(t, server)
			do("pg_restore", "--no-owner", "--exit-on-error", "--dbname="+to, dump)
			return to
		},
	}
}

// A backup taken while the bot tells people and others write is restored to a
// new place: all that was there is there, nobody is told a third time, and no
// number is given to a second person.
func TestABackupOfARunningBotIsRestored(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) keeper{"sqlite": sqliteKeeper, "postgres": postgresKeeper} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			restoreOf(t, open(t))
		})
	}
}

func restoreOf(t *testing.T, k keeper) {
	const many = 60
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	s := newLocal(t)
	now := clock.At(almaty(t, "2026-11-02 10:00"))
	db := databasetest.Open(t, k.address)
	store := openCases(db, now)
	theyTrack(t, store, many)
	for i := range many {
		s.Person(int64(100+i), local.PersonOptions{Started: true, Lang: "ru"})
	}
	now.Advance(almaty(t, "2026-11-24 10:00").Sub(now.Now()))
	complain := func(s cases, update, chat int64) complaints.Complaint {
		t.Helper()
		list, err := s.requests.List(t.Context(), chat)
		if err != nil || len(list) == 0 {
			t.Fatal(list, err)
		}
		c, _, err := s.complaints.Create(t.Context(), know.Catalog.Calendar, update, complaints.New{
			Chat: chat, Request: list[0].ID, Kind: complaints.Delay, Service: list[0].Service, Language: "ru", Due: list[0].Due,
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for i := range int64(10) {
		complain(store, 1000+i, 100+i)
	}

	_, invitation, err := store.roles.Invite(t.Context(), roles.CommandLine(), roles.Grant{Role: roles.Admin})
	if err != nil {
		t.Fatal(err)
	}
	if err := sessions.NewSQL(db, clock.System()).SetValue(t.Context(), "login", "x", time.Hour); err != nil {
		t.Fatal(err)
	}

	// The bot tells people while somebody else writes; in the middle of it the
	// backup is taken.
	env := append(s.env(), "SEND_RATE=40")
	p := servingAt(t, t.TempDir(), almaty(t, "2026-11-24 10:00"), append(env, "DATABASE_URL="+k.address)...)
	sent := func() int { return len(s.Calls(local.CallFilter{Method: "sendMessage"})) }
	stop := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := int64(0); ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				file(t, store, know, 5000+i, 100+i%many, "2026-11-20", nil)
			}
		}
	})
	eventually(t, "some reminders", func() bool { return sent() >= many/3 }, p)
	before, toldBefore := rows(t, db), marked(t, db)
	k.backup()
	after, atMost := rows(t, db), many-toldBefore // who were told afterwards are told again
	eventually(t, "all reminders", func() bool { return sent() >= many }, p)
	close(stop)
	writing.Wait()
	last := complain(store, 2000, 100+many-1) // a number that is given after the backup
	newest := file(t, store, know, 9000, 100, "2026-11-20", nil)
	if status := p.end(); status != statusOK {
		t.Errorf("status %d", status)
	}

	to := k.restore()
	holds(t, outsideIn(t, t.TempDir(), []string{"DATABASE_URL=" + to}, "", "restored").must(t).out, "left out", "withdrawn: 1 invitations", "stopped: 0", "backup: 0")
	restored := databasetest.Open(t, to)
	if restored.Dialect == database.SQLite {
		var said string
		if err := restored.QueryRow(t.Context(), `PRAGMA integrity_check`).Scan(&said); err != nil || said != "ok" {
			t.Error(said, err)
		}
	}
	for table, n := range rows(t, restored) {
		if n < before[table] || n > after[table] {
			t.Errorf("%d rows of %s, between %d and %d were there", n, table, before[table], after[table])
		}
	}
	p = servingAt(t, t.TempDir(), almaty(t, "2026-11-24 10:10"), append(env, "DATABASE_URL="+to)...)
	eventually(t, "the outbox to be empty", func() bool { return waiting(t, restored) == 0 }, p)
	again := openCases(restored, now)
	if _, found, err := sessions.NewSQL(restored, clock.System()).Value(t.Context(), "login"); found || err != nil {
		t.Error("a log-in holds again after the restore:", found, err)
	}
	if _, err := again.roles.Accept(t.Context(), 3001, 100, invitation); !errors.Is(err, roles.ErrInvitation) {
		t.Error("an invitation holds again after the restore:", err)
	}
	if c := complain(again, 3000, 100+many-2); c.Number.N <= last.Number.N || c.ID <= last.ID {
		t.Errorf("the complaint %s (%d) after %s (%d)", c.Number, c.ID, last.Number, last.ID)
	}
	if r := file(t, again, know, 9001, 100, "2026-11-20", nil); r.ID <= newest.ID {
		t.Errorf("the request %d after %d", r.ID, newest.ID)
	}
	if status := p.end(); status != statusOK {
		t.Errorf("status %d", status)
	}
	p = servingAt(t, t.TempDir(), almaty(t, "2026-11-24 10:20"), append(env, "DATABASE_URL="+to)...)
	<-time.After(2 * time.Second) // for what would come once more
	twice := 0
	for i := range many {
		switch told := len(toldBy(t, s.Server, int64(100+i))); told {
		case 1:
		case 2:
			twice++
		default:
			t.Errorf("person %d was told %d times", i, told)
		}
	}
	t.Logf("%d of %d were told again; %d were not marked as told before the backup", twice, many, atMost)
	if twice > atMost {
		t.Error("also some were told again who had been told before the backup")
	}
	lacks(t, p.err.String(), token, "panic", "level=ERROR")
}

// rows are how many rows of a case a base holds, by table.
func rows(t *testing.T, db *database.DB) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range []string{"people", "requests", "request_events", "complaints", "complaint_events", "notices"} {
		var n int
		if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		out[table] = n
	}
	return out
}

// marked are the notices that stand as sent.
func marked(t *testing.T, db *database.DB) (n int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM notices WHERE state = 'sent'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func waiting(t *testing.T, db *database.DB) (n int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM notices WHERE state IN ('queued', 'trying')`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The commands say what is wrong and what to do instead.
func TestBackupsThatCannotBe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken")
	if err := os.WriteFile(taken, []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	base := inFile(t)
	databasetest.Open(t, base)
	for name, c := range map[string]struct {
		address, file, says string
		status              int
	}{
		"PostgreSQL":    {"postgres://merzim:hunter@127.0.0.1:1/x", filepath.Join(dir, "copy"), "pg_dump", statusFault},
		"no base":       {"sqlite:" + filepath.Join(dir, "none.db"), filepath.Join(dir, "copy"), "no base at", statusFault},
		"taken":         {base, taken, "there already", statusFault},
		"no file named": {base, "", "arg(s)", statusUsage},
	} {
		args := []string{"backup"}
		if c.file != "" {
			args = append(args, c.file)
		}
		r := outsideIn(t, dir, []string{"DATABASE_URL=" + c.address}, "", args...)
		if r.status != c.status || !oneErrorLine(r.err) || !strings.Contains(r.err, c.says) || strings.Contains(r.err, "hunter") {
			t.Errorf("%s: status %d, %q", name, r.status, r.err)
		}
	}
	if content, err := os.ReadFile(taken); err != nil || string(content) != "dear" {
		t.Error("overwritten:", fmt.Sprint(err))
	}
}
