package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
)

// question is a line of the development set.
type question struct {
	lang, kind, text string
	ids              []string // none: no public service
}

func readQuestions(name, half string) ([]question, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var out []question
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 5 || half != "all" && f[0] != half {
			continue
		}
		q := question{lang: f[1], kind: f[2], text: f[4]}
		if f[3] != "-" {
			q.ids = strings.Split(f[3], ",")
		}
		out = append(out, q)
	}
	return out, lines.Err()
}

// tally sums an engine's answers to questions of one sort.
type tally struct {
	services, first, third int
	reciprocal             float64
	none, refused          int
}

func (t *tally) add(q question, found []string) {
	if q.ids == nil {
		t.none++
		if len(found) == 0 {
			t.refused++
		}
		return
	}
	t.services++
	at := slices.IndexFunc(found, func(id string) bool { return slices.Contains(q.ids, id) })
	if at < 0 {
		return
	}
	t.third++
	t.reciprocal += 1 / float64(at+1)
	if at == 0 {
		t.first++
	}
}

// printQuality prints recall at 1 and 3, the mean reciprocal rank of the first
// three and the share of non-services refused, by language and kind.
func printQuality(engines []engine, asked []question) {
	var sorts []string
	rows := map[string][]tally{}
	for i, e := range engines {
		for _, q := range asked {
			found := e.find(q.text)
			for _, sort := range []string{"all", "lang " + q.lang, "kind " + q.kind} {
				if rows[sort] == nil {
					rows[sort] = make([]tally, len(engines))
					sorts = append(sorts, sort)
				}
				rows[sort][i].add(q, found)
			}
		}
	}
	slices.Sort(sorts)
	fmt.Printf("%-16s %5s", "", "n")
	for _, e := range engines {
		fmt.Printf("  | %-25s", e.name)
	}
	fmt.Printf("\n%-16s %5s", "", "")
	for range engines {
		fmt.Printf("  | %5s %5s %5s %7s", "@1", "@3", "MRR", "refused")
	}
	fmt.Println()
	for _, sort := range sorts {
		fmt.Printf("%-16s %5d", sort, rows[sort][0].services+rows[sort][0].none)
		for _, t := range rows[sort] {
			fmt.Printf("  | %5s %5s %5s %7s", part(float64(t.first), t.services), part(float64(t.third), t.services), part(t.reciprocal, t.services), part(float64(t.refused), t.none))
		}
		fmt.Println()
	}
}

// part is a share in percent, "-" of nothing.
func part(a float64, n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", 100*a/float64(n))
}
