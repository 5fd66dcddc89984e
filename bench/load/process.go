package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	startPatience = 30 * time.Second // for a bot's first poll, for Redis's first answer
	stopPatience  = 10 * time.Second // from SIGTERM to SIGKILL
)

// process is a started program with all its children: they share a process group of their own.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

// startProcess runs a program in dir; what it prints goes to a file there.
func startProcess(name, dir string, env []string, program string, args ...string) (*process, error) {
	log := filepath.Join(dir, name+".log")
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &process{name: name, cmd: exec.Command(program, args...), log: log, done: make(chan struct{})}
	p.cmd.Dir, p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = dir, env, out, out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is seen in its log
		close(p.done)
	}()
	return p, nil
}

// stop asks the whole group to end, and kills what is left of it when patience ends. The shell that started a
// program may end before it.
func (p *process) stop() {
	group := p.cmd.Process.Pid
	_ = syscall.Kill(-group, syscall.SIGTERM) // an error here and below: all have ended already
	deadline := time.Now().Add(stopPatience)
	for groupUsage(group).alive > 0 && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	_ = syscall.Kill(-group, syscall.SIGKILL)
	<-p.done
}

// failed makes an error of what the process printed last.
func (p *process) failed(what string) error {
	data, _ := os.ReadFile(p.log)
	const enough = 2000
	if len(data) > enough {
		data = data[len(data)-enough:]
	}
	return fmt.Errorf("%s %s; it printed:\n%s", p.name, what, strings.TrimSpace(string(data)))
}

// startBot starts the bot's command in an empty directory, knowing nothing but where Telegram, Redis and its own
// database are.
func startBot(name, command, dir, apiURL, redisAddr string) (*process, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	env := []string{
		"TELEGRAM_TOKEN=1:bench",
		"TELEGRAM_API_URL=" + apiURL,
		"REDIS_URL=redis://" + redisAddr + "/0",
		"DATABASE_URL=sqlite:" + filepath.Join(dir, "bot.db"),
		"HTTP_ADDR=" + addr,
	}
	for _, key := range []string{"PATH", "HOME", "LANG", "TMPDIR"} {
		if value, ok := os.LookupEnv(key); ok {
			env = append(env, key+"="+value)
		}
	}
	return startProcess(name, dir, env, "/bin/sh", "-c", command)
}

// startRedis starts an empty Redis that keeps nothing on disk and waits until it answers.
func startRedis(ctx context.Context, program, dir string) (p *process, addr string, err error) {
	if addr, err = freeAddr(); err != nil {
		return nil, "", err
	}
	_, port, _ := net.SplitHostPort(addr)
	p, err = startProcess("redis", dir, os.Environ(), program, "--bind", "127.0.0.1", "--port", port,
		"--save", "", "--appendonly", "no", "--dir", dir)
	if err != nil {
		return nil, "", err
	}
	deadline := time.Now().Add(startPatience)
	for {
		if err = flush(addr); err == nil {
			return p, addr, nil
		}
		select {
		case <-p.done:
			return nil, "", p.failed("ended at once")
		case <-ctx.Done():
			p.stop()
			return nil, "", ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			p.stop()
			return nil, "", p.failed("does not answer")
		}
	}
}

// flush empties the Redis at addr.
func flush(addr string) error {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	if _, err := io.WriteString(c, "FLUSHALL\r\n"); err != nil {
		return err
	}
	answer := make([]byte, len("+OK\r\n"))
	if _, err := io.ReadFull(c, answer); err != nil {
		return err
	}
	if string(answer) != "+OK\r\n" {
		return errors.New("redis refused FLUSHALL")
	}
	return nil
}

// freeAddr returns a loopback address that nobody listens on at the moment.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
