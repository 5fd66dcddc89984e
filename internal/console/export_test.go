package console

import "github.com/merzim/merzim/internal/roles"

// Patterns are all addresses for people with a role, with who may use them.
func Patterns() map[string][]roles.Role {
	out := map[string][]roles.Role{}
	for _, r := range own() {
		out[r.pattern] = r.roles
	}
	return out
}
