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
	"sync"
	"testing"

	"github.com/merzim/merzim/catalog"
)

var (
	half   = flag.String("half", "report", "part of the development set: tune, fresh (for tuning too) or report")
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
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.Sub(catalog.Embedded(), "search")
	if err != nil {
		t.Fatal(err)
	}
	return c, data
}

// withoutModel hides the file of the model.
type withoutModel struct{ fs.FS }

func (f withoutModel) Open(name string) (fs.File, error) {
	if name == modelFile {
		return nil, fs.ErrNotExist
	}
	return f.FS.Open(name)
}

// untrained gives an index that knows words alone.
func untrained(t testing.TB) *Index {
	t.Helper()
	c, data := embedded(t)
	x, err := New(c, withoutModel{data})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// trained gives an index that all tests share: training takes seconds.
func trained(t testing.TB) *Index {
	t.Helper()
	x, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var shared = sync.OnceValues(freshlyTrained)

func freshlyTrained() (*Index, error) {
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		return nil, err
	}
	data, err := fs.Sub(catalog.Embedded(), "search")
	if err != nil {
		return nil, err
	}
	if underRace { // the file is what training gives: TestModel
		return New(c, data)
	}
	x, err := New(c, withoutModel{data})
	if err != nil {
		return nil, err
	}
	m, err := x.train(context.Background())
	x.model.Store(m)
	return x, err
}

// tally counts answers of a kind.
type tally struct{ n, first, third, refused, falseRefused int }

// Floors that the report half of the development set may not fall below.
const (
	leastFirst   = 93.0
	leastThird   = 97.0
	leastRefused = 89.0
)

// TestQuality asks the development set and demands that most is found. The
// table by language and kind is printed with -v.
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
		for _, name := range []string{"all", "lang " + q.lang, "kind " + q.kind} {
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
		if c.n == 0 {
			continue
		}
		t.Logf("%-16s n=%4d  @1 %5.1f  @3 %5.1f  refused %5.1f  falsely refused %5.1f", name, c.n, pc(c.first, c.n), pc(c.third, c.n), pc(c.refused, c.n), pc(c.falseRefused, c.n))
	}
	if all, none := by["all"], by["kind none"]; all != nil && none != nil {
		if v := pc(all.first, all.n); v < leastFirst {
			t.Errorf("right at 1: %.1f%%, at least %.1f%%", v, leastFirst)
		}
		if v := pc(all.third, all.n); v < leastThird {
			t.Errorf("right within 3: %.1f%%, at least %.1f%%", v, leastThird)
		}
		if v := pc(none.refused, none.n); v < leastRefused {
			t.Errorf("non-services refused: %.1f%%, at least %.1f%%", v, leastRefused)
		}
	}
}

func pc(a, b int) float64 { return 100 * float64(a) / max(1, float64(b)) }
