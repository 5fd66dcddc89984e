package calendar_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/catalog/calendar"
)

// data is the calendar's files, to be broken by a test.
func data(t testing.TB) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// replace swaps the one occurrence of a text in a file and gives its line.
func replace(t testing.TB, files fstest.MapFS, name, old, with string) {
	t.Helper()
	text := string(files[name].Data)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s holds %q %d times", name, old, strings.Count(text, old))
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, with, 1))}
}

func TestFaultsOfTheHolidaysNameTheLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ old, with, at, want string }{
		"day":       {"on: [12-01]", "on: [12-32]", "on: [12-32]", `day "12-32": want MM-DD`},
		"span":      {"from: 2012, until: 2021", "from: 2012, until: 2002", "until: 2002", "until 2002 is before from 2012"},
		"flag":      {"kk: Жаңа жыл\n    moved: true", "kk: Жаңа жыл\n    moved: maybe", "moved: maybe", `want true or false, found "maybe"`},
		"twice":     {"ru: День Победы", "ru: День Победы\n    id: unity-day", "    id: unity-day", `mapping key "id" already defined`},
		"same id":   {"id: first-president-day", "id: victory-day # again", "id: victory-day # again", `holiday "victory-day" is listed twice`},
		"name":      {"    kk: Тұңғыш Президент күні\n", "", "id: first-president-day", `missing key "kk"`},
		"rule":      {"  act: holidays-law-5\n", "  act: habit\n", "  act: habit", `unknown act "habit"`},
		"moon date": {"{date: 2029-04-24, estimated: true}", "{date: 2028-05-05}", "{date: 2028-05-05}", "2028-05-05 is listed twice"},
		"year":      {"on: [07-06], from: 2009", "on: [07-06], from: always", "from: always", `want a year, found "always"`},
		"key":       {"on: [07-06], from: 2009", "on: [07-06], since: 2009, from: 2009", "since: 2009", `unknown key "since"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := data(t)
			replace(t, files, "holidays.yaml", tc.old, tc.with)
			_, err := calendar.Load(files)
			if err == nil {
				t.Fatal("loaded")
			}
			before, _, _ := strings.Cut(string(files["holidays.yaml"].Data), tc.at)
			want := fmt.Sprintf("holidays.yaml:%d: %s", 1+strings.Count(before, "\n"), tc.want)
			if !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%v\nwant %s", err, want)
			}
		})
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	files := data(t)
	replace(t, files, "2026.yaml", "date: 2026-05-27, reason: holiday", "date: 2026-05-27, reason: feast")
	replace(t, files, "2026.yaml", "date: 2026-12-16", "date: 2025-12-16")
	files["2031.yaml"] = &fstest.MapFile{Data: []byte("year: [2031\n")}
	files["notes.yaml"] = &fstest.MapFile{Data: []byte("a: b\n")}
	_, err := calendar.Load(files)
	if err == nil {
		t.Fatal("loaded")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[0], "2026.yaml:") || !strings.HasPrefix(lines[1], "2026.yaml:") ||
		!strings.HasPrefix(lines[2], "2031.yaml:1: ") || !strings.HasPrefix(lines[3], "notes.yaml:1: ") {
		t.Errorf("want two faults of 2026.yaml, one of 2031.yaml and notes.yaml each:\n%v", err)
	}
	delete(files, "holidays.yaml")
	if _, err := calendar.Load(files); err == nil || !strings.Contains(err.Error(), "holidays.yaml is missing") {
		t.Errorf("without holidays.yaml: %v", err)
	}
}

func TestTheVersionFollowsTheDays(t *testing.T) {
	t.Parallel()
	version := func(files fstest.MapFS) string {
		c, err := calendar.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		return c.Version()
	}
	before := version(data(t))
	if again := version(data(t)); again != before || len(before) != 12 {
		t.Errorf("versions %s and %s of the same days", before, again)
	}
	files := data(t)
	files["2026.yaml"].Data = append(files["2026.yaml"].Data, "# a remark\n"...)
	if version(files) != before {
		t.Error("a comment changed the version")
	}
	replace(t, files, "2027.yaml", "status: provisional", "status: official")
	official := version(files)
	replace(t, files, "2027.yaml", "days_off:\n", "days_off:\n  - {date: 2027-05-11, reason: special, act: labour-code-85}\n")
	if special := version(files); official == before || special == official {
		t.Errorf("versions %s, %s, %s of three calendars", before, official, special)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(table(newYear, none))
	f.Add("year: 2030\nstatus: &a official\ndays_off: *a\n")
	f.Add("? [a]\n: !!set {b}\n--- \n- |\n x\n")
	files := data(f)
	f.Fuzz(func(t *testing.T, text string) {
		broken := fstest.MapFS{"holidays.yaml": files["holidays.yaml"], "2030.yaml": {Data: []byte(text)}}
		if c, err := calendar.Load(broken); (c == nil) == (err == nil) {
			t.Errorf("calendar %v and error %v", c, err)
		}
	})
}
