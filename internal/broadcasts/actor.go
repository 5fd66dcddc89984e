package broadcasts

import "slices"

// Actor is a member of staff and the bounds of their role.
type Actor struct {
	Chat   int64
	Admin  bool
	Agency string // of staff; "" of an admin
	Region string // "": the whole country
}

// writes reports that the actor may write broadcasts at all.
func (a Actor) writes() bool { return a.Chat != 0 && (a.Admin || a.Agency != "") }

// sees reports that a broadcast lies within the actor's bounds: admins see all,
// staff those of their agency and region.
func (a Actor) sees(b *Broadcast) bool {
	return a.Admin || a.Agency != "" && a.Agency == b.Agency && a.Region == b.Region
}

// mayAddress is nil when the actor's role reaches that audience: staff reach
// their own agency, its services and, where the role has one, its region. Who
// of them is meant exactly is settled in SQL; see Audience.
func (s *Store) mayAddress(a Actor, to Audience) error {
	if a.Admin {
		return nil
	}
	switch {
	case to.Agency != "" && to.Agency != a.Agency,
		to.Service != "" && !slices.Contains(s.services(a.Agency), to.Service),
		to.Region != "" && a.Region != "" && to.Region != a.Region:
		return ErrBounds
	}
	return nil
}
