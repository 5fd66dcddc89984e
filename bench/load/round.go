package main

import (
	"context"
	"os"
	"time"
)

// settle is how long answers may come late after a run.
const settle = 500 * time.Millisecond

// plan is what is asked of every bot alike.
type plan struct {
	citizens     int
	rate         int // updates a second in the open loop; 0 for the closed one
	warmup, time time.Duration
	questions    []string
	redis        string
}

// contestant is a bot's name and the shell command that starts it.
type contestant struct{ name, command string }

// result is what one run measured.
type result struct {
	Bot         string  `json:"bot"`
	Answers     int64   `json:"answers"`
	PerSecond   float64 `json:"answers_per_second"`
	P50         float64 `json:"p50_ms"`
	P99         float64 `json:"p99_ms"`
	ArrivalP50  float64 `json:"arrival_p50_ms"` // from the citizen's message, the wait for the next poll included
	ArrivalP99  float64 `json:"arrival_p99_ms"`
	BotCPU      float64 `json:"bot_cpu_seconds_per_1000"`
	RedisCPU    float64 `json:"redis_cpu_seconds_per_1000"`
	DriverCPU   float64 `json:"driver_cpu_seconds_per_1000"`
	MemoryMB    float64 `json:"resident_mb"`
	AnswerBytes float64 `json:"bytes_per_answer_call"`
	PerPoll     float64 `json:"answers_per_poll"`
	Connections float64 `json:"connections_per_1000"`
	Extra       int64   `json:"extra_messages"`
	Lost        int64   `json:"lost_answers"`
	Backlog     int     `json:"backlog"`
	Unknown     string  `json:"unknown_methods,omitempty"`
}

// runOnce starts a fresh Redis, a fresh stand-in and the bot, measures it, and ends all three.
func runOnce(ctx context.Context, p plan, bot contestant) (result, error) {
	dir, err := os.MkdirTemp("", "merzim-load-")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)

	redis, redisAddr, err := startRedis(ctx, p.redis, dir)
	if err != nil {
		return result{}, err
	}
	defer redis.stop()

	people := newCrowd(p.citizens, len(p.questions), p.rate == 0)
	api := newTelegram(people, p.questions)
	server, err := serveWeb(api.answer)
	if err != nil {
		return result{}, err
	}
	defer server.close()

	proc, err := startBot(bot.name, bot.command, dir, server.url(), redisAddr)
	if err != nil {
		return result{}, err
	}
	defer proc.stop()
	select {
	case <-people.polled:
	case <-proc.done:
		return result{}, proc.failed("ended before its first poll")
	case <-time.After(startPatience):
		return result{}, proc.failed("does not poll")
	case <-ctx.Done():
		return result{}, ctx.Err()
	}

	r, err := measure(ctx, p, people, server, proc, redis)
	r.Bot = bot.name
	r.Unknown = api.missing()
	return r, err
}

// measure lets the crowd write, first unrecorded, then for the measured time.
func measure(ctx context.Context, p plan, people *crowd, server *web, bot, redis *process) (result, error) {
	traffic, stop := context.WithCancel(ctx)
	defer stop()
	go drive(traffic, p, people)

	if err := sleep(ctx, p.warmup, bot); err != nil {
		return result{}, err
	}
	botBefore, redisBefore := groupUsage(bot.cmd.Process.Pid), groupUsage(redis.cmd.Process.Pid)
	driverBefore, connsBefore := ownCPU(), server.accepted.Load()
	start := time.Now()
	people.record()
	if err := sleep(ctx, p.time, bot); err != nil {
		return result{}, err
	}
	counts, fromAsked, fromHand := people.stopRecord()
	elapsed := time.Since(start)
	botAfter, redisAfter := groupUsage(bot.cmd.Process.Pid), groupUsage(redis.cmd.Process.Pid)
	driverAfter, connsAfter := ownCPU(), server.accepted.Load()

	backlog := people.unanswered()
	stop()
	people.end()
	if err := sleep(ctx, settle, bot); err != nil {
		return result{}, err
	}
	if counts.answers == 0 {
		return result{}, bot.failed("answered nothing")
	}
	thousands := float64(counts.answers) / 1000
	r := result{
		Answers:     counts.answers,
		PerSecond:   float64(counts.answers) / elapsed.Seconds(),
		ArrivalP50:  milliseconds(percentile(fromAsked, 0.50)),
		ArrivalP99:  milliseconds(percentile(fromAsked, 0.99)),
		BotCPU:      (botAfter.cpu - botBefore.cpu).Seconds() / thousands,
		RedisCPU:    (redisAfter.cpu - redisBefore.cpu).Seconds() / thousands,
		DriverCPU:   (driverAfter - driverBefore).Seconds() / thousands,
		MemoryMB:    float64(botAfter.memory) / 1e6,
		AnswerBytes: float64(counts.bytes) / float64(counts.answers),
		PerPoll:     float64(counts.answers) / float64(max(1, counts.polls)),
		Connections: float64(connsAfter-connsBefore) / thousands,
		Extra:       people.extra(),
		Lost:        counts.lost,
	}
	if p.rate == 0 {
		r.P50, r.P99 = r.ArrivalP50, r.ArrivalP99
	} else {
		r.P50, r.P99 = milliseconds(percentile(fromHand, 0.50)), milliseconds(percentile(fromHand, 0.99))
		r.Backlog = backlog
	}
	return r, nil
}

// drive makes the crowd write until ctx ends.
func drive(ctx context.Context, p plan, people *crowd) {
	pause := time.Second
	if p.rate > 0 {
		pause = time.Millisecond
	} else {
		people.begin()
	}
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	start, sent := time.Now(), 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if p.rate == 0 {
			people.sweep()
			continue
		}
		due := int(time.Since(start).Seconds()*float64(p.rate)) - sent
		people.arrive(due)
		sent += due
	}
}

// sleep waits for d unless the run is broken off or the bot ends.
func sleep(ctx context.Context, d time.Duration, bot *process) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-bot.done:
		return bot.failed("ended while it was measured")
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
