package database

import (
	"sync"
	"testing"
)

func TestRebind(t *testing.T) {
	t.Parallel()
	cases := []struct{ query, want string }{
		{"SELECT 1", "SELECT 1"},
		{"", ""},
		{"SELECT ?", "SELECT $1"},
		{"? ?", "$1 $2"},
		{"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
		{"қызмет = ? AND term = ?", "қызмет = $1 AND term = $2"},
	}
	var r rebinder
	var all sync.WaitGroup
	for range 4 { // also from the memory, also at once
		all.Go(func() {
			for _, c := range cases {
				if got := r.bind(c.query); got != c.want {
					t.Errorf("%q became %q, want %q", c.query, got, c.want)
				}
			}
		})
	}
	all.Wait()
}
