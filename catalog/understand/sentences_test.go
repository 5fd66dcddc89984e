package understand

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
)

var (
	half   = flag.String("half", "report", "half of the sentences: tune or report")
	misses = flag.Bool("misses", false, "print what was misread")
)

// leastRight is the share of sentences whose intent and day must be right.
const leastRight = 94.0

// reader gives a reader that all tests share: training takes seconds.
func reader(t testing.TB) *Reader {
	t.Helper()
	r, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var shared = sync.OnceValues(freshReader)

func freshReader() (*Reader, error) {
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		return nil, err
	}
	data, err := fs.Sub(catalog.Embedded(), "search")
	if err != nil {
		return nil, err
	}
	x, err := search.New(c, data)
	if err != nil {
		return nil, err
	}
	if err := x.Train(context.Background()); err != nil {
		return nil, err
	}
	return New(x, c.Calendar, data)
}

// TestSentences reads the sentences of the development set and demands that
// intents and days are right in most.
func TestSentences(t *testing.T) {
	r := reader(t)
	var lines []string
	for _, name := range []string{"sentences.tsv", "sentences_more.tsv"} {
		raw, err := os.ReadFile("../search/testdata/" + name)
		if err != nil {
			t.Skip(err)
		}
		lines = append(lines, strings.Split(string(raw), "\n")...)
	}
	var n, intents, days, both, services, named int
	for _, line := range lines {
		f := strings.Split(line, "\t")
		if len(f) != 6 || f[0] != *half {
			continue
		}
		now, err := time.ParseInLocation("2006-01-02 15:04", f[1], calendar.Zone())
		if err != nil {
			t.Fatal(err)
		}
		m := r.Read(f[5], now)
		filed := "-"
		if m.Filed != nil {
			filed = m.Filed.String()
		}
		n++
		if string(m.Intent) == f[2] {
			intents++
		}
		if filed == f[4] {
			days++
		}
		if string(m.Intent) == f[2] && filed == f[4] {
			both++
		}
		right := f[3] == "-" && len(m.Services) == 0
		if f[3] != "-" {
			named++
			if len(m.Services) > 0 && slices.Contains(strings.Split(f[3], ","), m.Services[0]) {
				services++
				right = true
			}
		}
		if *misses && (string(m.Intent) != f[2] || filed != f[4] || !right) {
			fmt.Printf("%s/%s/%s\tgot %s/%s/%v\t%s\t%s\n", f[2], f[4], f[3], m.Intent, filed, m.Services, f[1], f[5])
		}
	}
	part := func(a, b int) float64 { return 100 * float64(a) / float64(max(1, b)) }
	t.Logf("%s half, %d sentences: intent %.1f%%, day %.1f%%, both %.1f%%; service first %.1f%%", *half, n, part(intents, n), part(days, n), part(both, n), part(services, named))
	if v := part(both, n); v < leastRight {
		t.Errorf("intent and day right in %.1f%%, at least %.1f%%", v, leastRight)
	}
}
