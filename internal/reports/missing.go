package reports

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"github.com/merzim/merzim/catalog/search/kazakh"
)

// Asked is what several people asked for in vain.
type Asked struct {
	Count    int
	Examples []string       // screened, at most three
	Kazakh   int            // how many asked in Kazakh
	Nearest  map[string]int // service to how often it came nearest
}

// enough is how many must have asked alike before anybody sees it.
const enough = 5

// examples is how many wordings are shown of one group.
const examples = 3

// Missing groups the reports of services that the register lacks.
func (s *Store) Missing(ctx context.Context, p Period) ([]Asked, error) {
	return s.asked(ctx, "missing_services", p)
}

// Unanswered groups the questions that found no card, with the card that came
// nearest: what to improve the search with.
func (s *Store) Unanswered(ctx context.Context, p Period) ([]Asked, error) {
	return s.asked(ctx, "unanswered_questions", p)
}

func (s *Store) asked(ctx context.Context, table string, p Period) ([]Asked, error) {
	groups := map[string]*Asked{}
	err := s.each(ctx, "read questions", `SELECT question, language, nearest FROM `+table+` WHERE created_at >= ? AND created_at < ? ORDER BY created_at, update_id`,
		[]any{p.From.At(0, 0).Unix(), p.To.AddDays(1).At(0, 0).Unix()}, func(rows *sql.Rows) error {
			var question, language, nearest string
			if err := rows.Scan(&question, &language, &nearest); err != nil {
				return err
			}
			key := alike(question)
			if key == "" {
				return nil
			}
			g := groups[key]
			if g == nil {
				g = &Asked{Nearest: map[string]int{}}
				groups[key] = g
			}
			g.Count++
			if language == "kk" {
				g.Kazakh++
			}
			if nearest != "" {
				g.Nearest[nearest]++
			}
			if len(g.Examples) < examples && !slices.Contains(g.Examples, question) {
				g.Examples = append(g.Examples, question)
			}
			return nil
		})
	var out []Asked
	for _, g := range groups {
		if g.Count >= enough {
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(a, b Asked) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Examples[0], b.Examples[0])) })
	return out, err
}

// nearest is the service that came nearest most often; "" for none.
func (a Asked) nearest() (id string) {
	for service, n := range a.Nearest {
		if n > a.Nearest[id] || n == a.Nearest[id] && service < id {
			id = service
		}
	}
	return id
}

// alike is the same for questions of the same words: in any order, with or
// without the Kazakh letters, with or without signs.
func alike(question string) string {
	folded := strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); r == 'ё' {
			return 'е'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ' '
		}
		return kazakh.Fold(r)
	}, question)
	words := strings.Fields(folded)
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// Asked writes a list of questions; id is missing or unanswered.
func (w Words) Asked(id string, all []Asked) Table {
	t := w.newTable(id, "question", "asked", "kazakh", "nearest")
	for _, a := range all {
		nearest := ""
		if service := a.nearest(); service != "" {
			nearest = w.Service(service)
		}
		t.add(strings.Join(a.Examples, " · "), a.Count, a.Kazakh, nearest)
	}
	return t
}
