package sessions_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// redisKeys checks on an empty cluster how long Redis keeps things, and that
// all keys of a chat share a slot.
func redisKeys(t *testing.T, s *sessions.Redis, address string) {
	t.Helper()
	o, err := redis.ParseClusterURL(address)
	if err != nil {
		t.Fatal(err)
	}
	raw := redis.NewClusterClient(o)
	t.Cleanup(func() { _ = raw.Close() })
	const chat = 7_012_345_678
	mustSave(t, s, chat, 0, "x")
	if err := s.MarkHandled(t.Context(), chat, 55); err != nil {
		t.Fatal(err)
	}
	keys := allKeys(t, raw)
	if len(keys) != 2 {
		t.Fatal("one chat has the keys", keys)
	}
	slots := map[int64]bool{}
	for _, key := range keys {
		slots[raw.ClusterKeySlot(t.Context(), key).Val()] = true
		want := sessions.Lifetime
		if strings.Contains(key, "handled") {
			want = sessions.HandledLifetime
		}
		if left := raw.PTTL(t.Context(), key).Val(); left > want || left < want-time.Minute {
			t.Errorf("%s is kept for %s, want %s", key, left, want)
		}
	}
	if len(slots) != 1 {
		t.Error("the keys of a chat lie in the slots", slots)
	}

	state := keys[0]
	if strings.Contains(state, "handled") {
		state = keys[1]
	}
	if !raw.PExpire(t.Context(), state, time.Hour).Val() {
		t.Fatal("no state")
	}
	mustSave(t, s, chat, 1, "y")
	if left := raw.PTTL(t.Context(), state).Val(); left < sessions.Lifetime-time.Minute {
		t.Errorf("a save leaves %s", left)
	}

	for i := range int64(10) {
		mustSave(t, s, 100+i, 0, "x")
	}
	for _, key := range allKeys(t, raw) {
		slots[raw.ClusterKeySlot(t.Context(), key).Val()] = true
	}
	if len(slots) < 5 {
		t.Error("eleven chats crowd in the slots", slots)
	}
}

// allKeys lists the keys of all masters.
func allKeys(t *testing.T, c *redis.ClusterClient) (keys []string) {
	t.Helper()
	var mu sync.Mutex
	err := c.ForEachMaster(t.Context(), func(ctx context.Context, master *redis.Client) error {
		found, err := master.Keys(ctx, "*").Result()
		mu.Lock()
		defer mu.Unlock()
		keys = append(keys, found...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// TestInvalidValue: a value that nobody can read must not lock the chat out.
func TestInvalidValue(t *testing.T) {
	t.Parallel()
	server := testserver.Redis(t)
	s, raw := openRedis(t, server.URL()), rawRedis(t, server.URL())
	for i, value := range []string{"", "garbage", "7", "x\n{}", "\n{}", "-", "99999999999999999999x\n{}"} {
		chat := int64(100 + i)
		mustSave(t, s, chat, 0, "x")
		key := raw.Keys(t.Context(), "*{"+strconv.FormatInt(chat, 10)+"}*").Val()[0]
		if err := raw.Set(t.Context(), key, value, 0).Err(); err != nil {
			t.Fatal(err)
		}
		if got := load(t, s, chat, 1); got.Data != nil || got.Version != 0 {
			t.Errorf("%q was read as %+v", value, got)
		}
		mustSave(t, s, chat, 0, "anew")
		if got := load(t, s, chat, 1); string(got.Data) != "anew" || got.Version != 1 {
			t.Errorf("%q is still there: %+v", value, got)
		}
	}
}

// TestRedisGone: without Redis every call says so at once, the hundredth as
// fast as the first, and when Redis is back it heals by itself.
func TestRedisGone(t *testing.T) {
	t.Parallel()
	server := testserver.Redis(t)
	s := openRedis(t, server.URL())
	mustSave(t, s, 1, 0, "x")
	for range 2 {
		server.Stop()
		unavailable(t, s, 4*time.Second)
		start := time.Now()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				for range 5 {
					if _, err := s.Load(t.Context(), 1, 1); !errors.Is(err, sessions.ErrUnavailable) {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("a hundred calls waited %s", took)
		}
		if s.Ping(t.Context()) == nil {
			t.Error("said to be well")
		}
		server.Start()
		healed(t, s)
		mustSave(t, s, 1, load(t, s, 1, 1).Version, "y")
	}
}

// TestRedisSilent: a server that takes connections and says nothing costs one
// time-out, not one a call.
func TestRedisSilent(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { _, _ = io.Copy(io.Discard, c); _ = c.Close() })
		}
	})
	s, err := sessions.OpenRedis("redis://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := s.Load(t.Context(), 1, 1); !errors.Is(err, sessions.ErrUnavailable) {
		t.Error(err)
	}
	first := time.Since(start)
	if first > 5*time.Second {
		t.Errorf("silence was noticed after %s", first)
	}
	unavailable(t, s, time.Second) // left alone for a while
	_ = s.Close()
	_ = listener.Close()
	open.Wait()
}

// TestCallerGone: somebody who gives up does not make the store unavailable to
// others.
func TestCallerGone(t *testing.T) {
	t.Parallel()
	s := openRedis(t, testserver.Redis(t).URL())
	mustSave(t, s, 1, 0, "x")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, _ = s.Load(gone, 1, 1)
	_, _ = s.Save(gone, 2, 0, nil)
	_ = s.MarkHandled(gone, 1, 1)
	_ = s.Delete(gone, 3)
	if got := load(t, s, 1, 1); string(got.Data) != "x" {
		t.Errorf("%+v", got)
	}
}

// TestTwoProcesses: two processes that serve one chat at the same time lose
// nothing.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	address := testserver.Redis(t).URL()
	const processes = 2
	var ready, begin, ended sync.WaitGroup
	begin.Add(1)
	for range processes {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), addMany+"="+address)
		input, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		output, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ready.Add(1)
		ended.Go(func() {
			said := bufio.NewReader(output)
			first, err := said.ReadString('\n')
			ready.Done()
			if err != nil || first != "ready\n" {
				t.Error("a process did not start:", first, err)
			}
			begin.Wait()
			_, _ = io.WriteString(input, "\n")
			rest, _ := io.ReadAll(said)
			if err := cmd.Wait(); err != nil {
				t.Errorf("a process failed: %v: %s", err, rest)
			}
		})
	}
	ready.Wait()
	begin.Done()
	ended.Wait()
	got := load(t, openRedis(t, address), sharedBy, 1)
	if string(got.Data) != strconv.Itoa(processes*addEach) || got.Version != processes*addEach {
		t.Errorf("%d additions made %s, version %d", processes*addEach, got.Data, got.Version)
	}
}

// TestRedisAddresses: a bad address is an error that does not repeat it.
func TestRedisAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"", "localhost:6379", "http://:hunter@localhost", "redis://:hun%ter@localhost", "redis://:hunter@localhost/not-a-number",
		"redis://:hunter@localhost?addr=a:1&max_retries=many", "redis://:hunter@localhost?master_name=m&max_retries=many",
	} {
		s, err := sessions.OpenRedis(address)
		if err == nil {
			t.Errorf("%q was taken", address)
			_ = s.Close()
			continue
		}
		if strings.Contains(err.Error(), "hun") {
			t.Error("a password in:", err)
		}
	}
	for _, address := range []string{"redis://localhost", "rediss://:hunter@localhost:1/3", "redis://a:1?addr=b:2&addr=c:3", "redis://a:1?master_name=m&addr=b:2"} {
		s, err := sessions.OpenRedis(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// healed waits until the store answers again.
func healed(t *testing.T, s *sessions.Redis) {
	t.Helper()
	testserver.Eventually(t, "Redis to be used again", func() bool {
		_, err := s.Load(t.Context(), 1, 1)
		return err == nil
	})
}

func rawRedis(t *testing.T, address string) *redis.Client {
	t.Helper()
	o, err := redis.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(o)
	t.Cleanup(func() { _ = c.Close() })
	return c
}
