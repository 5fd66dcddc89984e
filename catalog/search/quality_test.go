package search

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog"
)

var (
	half   = flag.String("half", "report", "half of the development set: tune or report")
	folder = flag.String("catalog", "", "read the catalogue from this folder instead of the embedded one")
	misses = flag.Bool("misses", false, "print the questions of the half that were missed")
)

// question is a line of testdata/dev.tsv.
type question struct {
	half, lang, kind string
	ids              []string // none: no public service
	text             string
}

func readQuestions(t testing.TB) []question {
	t.Helper()
	file, err := os.Open("testdata/dev.tsv")
	if err != nil {
		t.Skip(err)
	}
	defer file.Close()
	var out []question
	for lines := bufio.NewScanner(file); lines.Scan(); {
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 5 {
			continue
		}
		q := question{half: f[0], lang: f[1], kind: f[2], text: f[4]}
		if f[3] != "-" {
			q.ids = strings.Split(f[3], ",")
		}
		out = append(out, q)
	}
	return out
}

func embedded(t testing.TB) (*catalog.Catalog, fs.FS) {
	t.Helper()
	var c *catalog.Catalog
	if *folder != "" {
		c = lenient(*folder)
	} else {
		var err error
		if c, err = catalog.Load(catalog.Embedded()); err != nil {
			t.Fatal(err)
		}
	}
	data, err := fs.Sub(catalog.Embedded(), "search")
	if err != nil {
		t.Fatal(err)
	}
	return c, data
}

func trained(t testing.TB) *Index {
	t.Helper()
	x, err := New(embedded(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Train(context.Background()); err != nil {
		t.Fatal(err)
	}
	return x
}

// tally counts answers of a kind.
type tally struct{ n, first, third, refused, falseRefused int }

func TestQuality(t *testing.T) {
	x := trained(t)
	by := map[string]*tally{}
	for _, q := range readQuestions(t) {
		if q.half != *half {
			continue
		}
		r := x.Search(q.text, 3)
		at := slices.IndexFunc(r.Hits, func(h Hit) bool { return slices.Contains(q.ids, h.ID) })
		if !r.Service {
			at = -1
		}
		for _, name := range []string{"all", "lang " + q.lang, "kind " + q.kind, "lang+ " + q.lang + "/" + map[bool]string{true: "none", false: "service"}[q.ids == nil]} {
			c := by[name]
			if c == nil {
				c = &tally{}
				by[name] = c
			}
			if q.ids == nil {
				if strings.HasPrefix(name, "lang ") || name == "all" {
					name = "none"
					continue
				}
				c.n++
				if !r.Service {
					c.refused++
				}
				continue
			}
			c.n++
			if at == 0 {
				c.first++
			}
			if at >= 0 {
				c.third++
			}
			if !r.Service {
				c.falseRefused++
			}
		}
		if *misses && (q.ids != nil && at != 0 || q.ids == nil && r.Service) {
			fmt.Printf("%s/%s\t%v\t%s\t%v", q.lang, q.kind, q.ids, q.text, r.Service)
			for _, h := range r.Hits {
				fmt.Printf("\t%s %.2f", h.ID, h.Score)
			}
			fmt.Println()
		}
	}
	var names []string
	for name := range by {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c := by[name]
		t.Logf("%-16s n=%4d  @1 %5.1f  @3 %5.1f  refused %5.1f  falsely refused %5.1f", name, c.n, pc(c.first, c.n), pc(c.third, c.n), pc(c.refused, c.n), pc(c.falseRefused, c.n))
	}
}

func pc(a, b int) float64 { return 100 * float64(a) / max(1, float64(b)) }
