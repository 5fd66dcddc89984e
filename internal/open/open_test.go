package open

import (
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/reports"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = calendar.NewDate(2026, 11, 23).At(10, 0)

var law = embeddedtest.Catalog

var texts = embeddedtest.Texts

func words(lang string) reports.Words {
	return reports.Words{Catalog: law(), Language: texts().In(lang)}
}

// TestGroups: what is shown and what goes into "others".
func TestGroups(t *testing.T) {
	t.Parallel()
	some := func(service string, from, people, each int, late bool) (out []record) {
		for i := range people * each {
			out = append(out, record{chat: int64(from + i%people), service: service, late: late})
		}
		return out
	}
	join := func(all ...[]record) (out []record) {
		for _, some := range all {
			out = append(out, some...)
		}
		return out
	}
	for _, c := range []struct {
		name    string
		records []record
		split   bool
		want    string
	}{
		{"nobody", nil, false, ""},
		{"four people in all", some("a", 1, 4, 10, false), false, ""},
		{"five people", some("a", 1, 5, 1, false), false, "a 5"},
		{"one small group draws in the smallest other", join(some("a", 1, 9, 1, false), some("b", 20, 6, 1, false), some("c", 40, 1, 1, false)), false, "a 9, * 7"},
		{"small ones together are enough", join(some("a", 1, 9, 1, false), some("b", 20, 3, 1, false), some("c", 40, 3, 1, false)), false, "a 9, * 6"},
		{"the same people in two small groups are not more", join(some("a", 1, 9, 1, false), some("b", 20, 3, 1, false), some("c", 20, 4, 1, false)), false, "* 16"},
		{"forgotten people count as one", append(some("a", 1, 4, 1, false), record{service: "a"}, record{service: "a"}, record{service: "a"}), false, "a 7"},
		{"forgotten people alone are too few", []record{{service: "a"}, {service: "a"}, {service: "a"}, {service: "a"}, {service: "a"}}, false, ""},
		{"too few late ones are not told by the rest", join(some("a", 1, 50, 1, false), some("a", 60, 3, 1, true)), true, ""},
		{"both parts of five", join(some("a", 1, 6, 1, false), some("a", 60, 5, 1, true), some("b", 80, 9, 1, false), some("b", 90, 5, 1, true)), true, "b 14, a 11"},
		{"a group always in time goes to the others", join(some("a", 1, 6, 1, false), some("a", 60, 5, 1, true), some("b", 80, 90, 1, false), some("c", 200, 9, 1, false), some("c", 300, 9, 1, true)), true, "c 18, * 101"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			groups, _ := parts(c.records, func(r record) string { return r.service }, c.split)
			var got []string
			for _, g := range groups {
				got = append(got, fmt.Sprint(g.id, " ", g.total()))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("shown %s, want %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}

func TestQuarters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026-1": "2026-01-01 2026-03-31", "2026-4": "2026-10-01 2026-12-31", "2028-1": "2028-01-01 2028-03-31"} {
		q, err := ParseQuarter(text)
		if p := q.Period(); err != nil || fmt.Sprint(p.From, " ", p.To) != want || q.next().first() != p.To+1 {
			t.Error(text, p, err)
		}
	}
	for _, text := range []string{"", "2026", "2026-0", "2026-5", "2026-1x", " 2026-1", "26-1", "2026-01"} {
		if q, err := ParseQuarter(text); err == nil {
			t.Errorf("%q was taken: %v", text, q)
		}
	}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	if _, err := readCorrections(correctionsFile); err != nil {
		t.Error(err)
	}
	got, err := readCorrections([]byte("- {date: 2027-02-01, quarter: 2026-4, ru: ошибка, kk: қате}"))
	if err != nil || len(got) != 1 || got[0].In("kk") != "қате" {
		t.Error(got, err)
	}
	for _, bad := range []string{"- {date: 2027-02-01, quarter: 2026-4, ru: ошибка}", "- {date: 2027-02-01, quarter: now, ru: a, kk: b}", "- {who: 1}"} {
		if got, err := readCorrections([]byte(bad)); err == nil {
			t.Errorf("%s was taken: %v", bad, got)
		}
	}
}
