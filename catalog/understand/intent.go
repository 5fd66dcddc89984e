package understand

// Intent is what the writer of a sentence wants.
type Intent string

// The intents. The words decide, not the calendar: a request that was filed
// and is still waited for is a complaint, whether or not it is late.
const (
	Find     Intent = "find"     // asks what is needed for a service
	Track    Intent = "track"    // filed a request
	Complain Intent = "complain" // filed and waits, or was refused
	Money    Intent = "money"    // was asked for a bribe
	Status   Intent = "status"   // asks where the request is
	Talk     Intent = "talk"     // greets or thanks
	None     Intent = "none"     // nothing of these
)

// cues is which of the signals of intents.yaml a sentence has.
type cues struct {
	money, waiting, refused, status, filed, future, need, greeting, thanks bool
}

// decide says what a sentence wants. service: it names one; rest: it holds
// words besides greetings and thanks.
func (c cues) decide(service, rest bool) Intent {
	switch {
	case c.money:
		return Money
	case c.refused, c.waiting && c.filed:
		return Complain
	case c.status && !c.waiting:
		return Status
	case c.waiting && !c.future:
		return Complain
	case c.filed && !c.future:
		return Track
	case (c.greeting || c.thanks) && !rest:
		return Talk
	case c.future:
		return None
	case c.need && service, service:
		return Find
	case c.greeting || c.thanks:
		return Talk
	}
	return None
}
