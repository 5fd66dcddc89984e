package bot

import (
	"sync"
	"time"
)

// Ticket follows one submitted update.
type Ticket struct {
	Update Update
	taken  time.Time
	stored chan struct{} // closed when the effects are stored, or the update is given up
	done   chan struct{} // closed when the replies are sent, or the update is given up
	landed func()        // called right after done is closed
	once   sync.Once
	lost   bool // neither handled nor parked; set before stored is closed

	mu     sync.Mutex // held while the update is parked, so that the reasons can't overtake each other
	parked bool       // for another reason than being slow
	slow   bool       // parked as slow while it is still being handled
}

// Stored is closed when the update's effects are stored or it was parked.
func (t *Ticket) Stored() <-chan struct{} { return t.stored }

// Lost reports, once Stored is closed, that the update was neither handled nor
// parked: whoever sent it should send it again.
func (t *Ticket) Lost() bool { return t.lost }

// Done is closed when nothing more will happen for the update.
func (t *Ticket) Done() <-chan struct{} { return t.done }

func (t *Ticket) markStored() { t.once.Do(func() { close(t.stored) }) }
