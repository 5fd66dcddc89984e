package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/merzim/merzim/internal/database"
)

const (
	startPatience = 30 * time.Second
	stopPatience  = 10 * time.Second
)

// measure runs one measurement: Redis, the local Telegram and the engine, each a
// process of its own.
func measure(ctx context.Context, merzim string, r run) (figures, error) {
	dir, err := os.MkdirTemp("", "merzim-broadcast-")
	if err != nil {
		return figures{}, err
	}
	defer os.RemoveAll(dir)
	address := "sqlite:" + filepath.Join(dir, "merzim.db")
	if err := seed(ctx, address, r.people); err != nil {
		return figures{}, err
	}
	redis, err := freeAddr()
	if err != nil {
		return figures{}, err
	}
	_, port, _ := net.SplitHostPort(redis)
	stopRedis, err := start(ctx, redis, exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--dir", dir))
	if err != nil {
		return figures{}, err
	}
	defer stopRedis()
	api, err := freeAddr()
	if err != nil {
		return figures{}, err
	}
	stopTelegram, err := start(ctx, api, exec.Command(merzim, "telegram", "--addr", api, "--record=false", "--rate", strconv.Itoa(r.limit)))
	if err != nil {
		return figures{}, err
	}
	defer stopTelegram()

	self, err := os.Executable()
	if err != nil {
		return figures{}, err
	}
	child := exec.CommandContext(ctx, self)
	child.Env = append(os.Environ(), engineDatabase+"="+address, engineTelegram+"=http://"+api, engineRedis+"=redis://"+redis+"/0",
		enginePace+"="+strconv.Itoa(r.pace), engineTime+"="+r.within.String())
	child.Stderr = os.Stderr
	out, err := child.Output()
	if err != nil {
		return figures{}, fmt.Errorf("engine: %w", err)
	}
	var got figures
	if err := json.Unmarshal(out, &got); err != nil {
		return figures{}, fmt.Errorf("engine's figures: %w", err)
	}
	return got, nil
}

// firstChat is the first of the audience: the local Telegram has people of its
// own with low numbers, who did not start the bot.
const firstChat = 10_000_000

// seed makes people, every second one Kazakh.
func seed(ctx context.Context, address string, people int) (err error) {
	db, err := database.Open(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.Exec(ctx, `WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ?)
		INSERT INTO people (chat, language, created_at, updated_at) SELECT i + ?, CASE WHEN i % 2 = 0 THEN 'kk' ELSE 'ru' END, 0, 0 FROM c`, people, firstChat)
	return err
}

// start runs a program until stop and waits until it listens.
func start(ctx context.Context, addr string, cmd *exec.Cmd) (stop func(), err error) {
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is seen in what it printed
		close(ended)
	}()
	stop = func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(stopPatience):
			_ = cmd.Process.Kill()
			<-ended
		}
	}
	deadline := time.Now().Add(startPatience)
	for {
		if c, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
			return stop, c.Close()
		}
		select {
		case <-ended:
			return nil, fmt.Errorf("%s ended at once", cmd.Path)
		case <-ctx.Done():
			stop()
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			stop()
			return nil, fmt.Errorf("%s does not answer", cmd.Path)
		}
	}
}

// freeAddr is a loopback address that nobody listens on at the moment.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// memory reads a line of this process's memory in bytes: VmRSS now, VmHWM at its
// peak. Where there is no /proc it is 0.
func memory(line string) int64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 3 && fields[0] == line+":" {
			kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}
