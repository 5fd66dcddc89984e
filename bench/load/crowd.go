package main

import (
	"slices"
	"sync"
	"time"
)

const (
	// lostAfter is when a citizen of the closed loop gives an answer up and asks the next question.
	lostAfter = 10 * time.Second
	// openCitizens is how many people the open loop spreads its updates over.
	openCitizens = 2000
	firstChat    = 100_000_000 // the chat id of citizen 0
)

// update is one message on its way to the bot.
type update struct {
	id       int64
	citizen  int
	question int
}

// asking is a question without an answer yet. Times are since the crowd's start.
type asking struct {
	asked  time.Duration
	handed time.Duration // when the bot got it; 0 while it waits
	id     int64
}

// crowd is the people who write to the bot and the updates that wait for its next poll. In a closed loop a citizen
// asks again when the answer has come; in an open loop the questions come whatever the bot does.
type crowd struct {
	start     time.Time
	questions int
	closed    bool

	mu        sync.Mutex
	waiting   [][]asking // per citizen, oldest first
	asked     []int      // per citizen, how many questions so far
	pending   []update   // not confirmed yet, oldest first
	lastID    int64
	poll      int64         // number of the latest poll
	wake      chan struct{} // of the poll that waits; nil without one
	polled    chan struct{} // closed at the first poll
	asks      bool          // whether new questions are asked
	records   bool
	fromAsked []time.Duration
	fromHand  []time.Duration
	tally     tally
}

// tally counts what happened while the crowd recorded.
type tally struct {
	answers int64
	extra   int64 // messages to someone who waits for none
	lost    int64
	polls   int64
	bytes   int64 // of the answers' calls
}

func newCrowd(citizens, questions int, closed bool) *crowd {
	return &crowd{
		start: time.Now(), questions: questions, closed: closed,
		waiting: make([][]asking, citizens), asked: make([]int, citizens), polled: make(chan struct{}),
	}
}

// ask lets the citizen put the next question. The caller holds the lock.
func (c *crowd) ask(citizen int, now time.Duration) {
	c.lastID++
	question := (citizen + c.asked[citizen]) % c.questions
	c.asked[citizen]++
	c.pending = append(c.pending, update{c.lastID, citizen, question})
	c.waiting[citizen] = append(c.waiting[citizen], asking{asked: now, id: c.lastID})
	c.wakePoll()
}

// wakePoll ends the hold of the poll that waits, if any. The caller holds the lock.
func (c *crowd) wakePoll() {
	if c.wake != nil {
		close(c.wake)
		c.wake = nil
	}
}

// begin starts the closed loop: everyone asks.
func (c *crowd) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asks = true
	for i := range c.waiting {
		c.ask(i, time.Since(c.start))
	}
}

// arrive lets n questions come in, from the citizens in turn.
func (c *crowd) arrive(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range n {
		c.ask(int(c.lastID)%len(c.waiting), time.Since(c.start))
	}
}

// end lets nobody ask any more.
func (c *crowd) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asks = false
}

// answered notes a message of size bytes to the citizen and tells whether it answers a question of theirs.
func (c *crowd) answered(citizen, size int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.waiting[citizen]
	if len(w) == 0 || w[0].handed == 0 {
		c.tally.extra++
		return false
	}
	if c.records {
		now := time.Since(c.start)
		c.fromAsked = append(c.fromAsked, now-w[0].asked)
		c.fromHand = append(c.fromHand, now-w[0].handed)
		c.tally.answers++
		c.tally.bytes += int64(size)
	}
	c.waiting[citizen] = slices.Delete(w, 0, 1)
	return true
}

// next lets a citizen of the closed loop ask again.
func (c *crowd) next(citizen int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed && c.asks {
		c.ask(citizen, time.Since(c.start))
	}
}

// sweep gives up what was never answered, so that a lost answer costs a citizen's time, not the citizen.
func (c *crowd) sweep() {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Since(c.start)
	for i, w := range c.waiting {
		if c.closed && c.asks && len(w) > 0 && w[0].handed > 0 && now-w[0].asked > lostAfter {
			c.tally.lost++
			c.waiting[i] = w[:0]
			c.ask(i, now)
		}
	}
}

// record starts the measured time.
func (c *crowd) record() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.records, c.tally = true, tally{}
	c.fromAsked = make([]time.Duration, 0, 1<<18)
	c.fromHand = make([]time.Duration, 0, 1<<18)
}

// stopRecord ends the measured time and returns its counts and sorted latencies.
func (c *crowd) stopRecord() (t tally, fromAsked, fromHand []time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.records = false
	slices.Sort(c.fromAsked)
	slices.Sort(c.fromHand)
	return c.tally, c.fromAsked, c.fromHand
}

// unanswered counts the questions without an answer.
func (c *crowd) unanswered() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range c.waiting {
		n += len(w)
	}
	return n
}

// extra counts the messages that nobody waited for, up to now.
func (c *crowd) extra() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tally.extra
}
