package catalog_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

var checkDay = calendar.NewDate(2026, 11, 23)

// smallTree is the embedded catalogue with three services in one life event.
func smallTree(t *testing.T) fstest.MapFS {
	t.Helper()
	kept := []string{"id-card", "marriage-registration", "notary-licence"}
	tree := fstest.MapFS{}
	err := fs.WalkDir(catalog.Embedded(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		folder, base, _ := strings.Cut(name, "/")
		if folder == "services" || folder == "phrases" {
			keep := false
			for _, id := range kept {
				keep = keep || base == id+".yaml"
			}
			if !keep {
				return nil
			}
		}
		data, err := fs.ReadFile(catalog.Embedded(), name)
		tree[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tree["events.yaml"] = &fstest.MapFile{Data: []byte(
		"- id: one\n  title: {ru: Событие, kk: Оқиға}\n  services:\n    - id-card\n    - marriage-registration\n    - notary-licence\n")}
	plant(t, tree, "law/permits.yaml", ", advocate-licence, construction-licence, alcohol-retail-licence, medical-licence, pharmacy-licence", "")
	return tree
}

// plant replaces the first occurrence of a text in a file of the tree.
func plant(t *testing.T, tree fstest.MapFS, file, old, with string) {
	t.Helper()
	text := string(tree[file].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	tree[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, with, 1))}
}

func TestTheEmbeddedCatalogueHasNoFault(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	faults, warnings := c.Check(checkDay)
	for _, fault := range faults {
		t.Error(fault)
	}
	for _, w := range warnings {
		if _, err := fs.Stat(catalog.Embedded(), w.File); err != nil && !strings.HasPrefix(w.File, "calendar/") {
			t.Errorf("warning about a file that is not there: %s", w)
		}
	}
	for _, w := range warnings {
		if w.File == "events.yaml" {
			t.Error(w)
		}
	}
	if len(c.Services) != 171 {
		t.Errorf("%d services, want 171", len(c.Services))
	}
}

func TestTheSmallTreeIsClean(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(smallTree(t))
	if err != nil {
		t.Fatal(err)
	}
	if faults, _ := c.Check(checkDay); len(faults) > 0 {
		t.Fatal(faults)
	}
}

func TestAPlantedFaultIsFoundByCheck(t *testing.T) {
	t.Parallel()
	const wedding = "services/marriage-registration.yaml"
	const title = "title:\n  ru: Регистрация брака\n  kk: Неке қию (некені тіркеу)"
	const about = "Заявление подают вдвоём, а расписывают на 15-й день, не раньше."
	const toMarry = "      - id: marriage\n        ru: пожениться\n        kk: неке қию\n"
	const toMend = "      - id: fix\n        ru: исправить запись о браке\n        kk: неке жазбасын түзету\n"
	const marriageFirst, fixFirst = toMarry + toMend, toMend + toMarry
	for name, p := range map[string]struct {
		file, old, with string
		want            string
	}{
		"language missing":         {wedding, "  kk: Неке қию (некені тіркеу)\n", "", wedding + ":3: title.kk: missing"},
		"text missing":             {wedding, title + "\n", "", wedding + ": title: missing"},
		"same in both":             {wedding, "Өтінішті екеуі бірге береді, ал неке 15-күні қиылады, одан ерте емес.", about, "about: the same in both languages"},
		"Latin in a Cyrillic word": {wedding, "Заявление подают", "Зaявление подают", "about.ru: word Зaявление mixes Latin and Cyrillic"},
		"Cyrillic in a Latin word": {wedding, "Заявление подают", "Заявление в eGоv подают", "about.ru: word eGоv mixes"},
		"Latin preposition":        {wedding, "Заявление подают", "Заявление c паспортом подают", "about.ru: word c is a Latin letter"},
		"Latin letter in a name":   {wedding, "- роспись в ЗАГСе", "- роспиcь в ЗАГСе", "also_called.ru[1]: word роспиcь mixes"},
		"Latin abbreviation":       {wedding, "Заявление подают", "Заявление в PK подают", "about.ru: word PK is in Latin letters"},
		"double space":             {wedding, "Заявление подают", "Заявление  подают", "about.ru: double space"},
		"no-break space":           {wedding, "Заявление подают", "Заявление\u00a0подают", "about.ru: double space"},
		"space before a comma":     {wedding, "вдвоём, а", "вдвоём , а", "about.ru: stray space"},
		"space at the end":         {wedding, about, "'" + about + " '", "about.ru: space at an end"},
		"unbalanced quotes":        {wedding, "Заявление подают", "«Заявление подают", "about.ru: unbalanced «»"},
		"unbalanced brackets":      {wedding, "(некені тіркеу)", "(некені тіркеу", "title.kk: unbalanced ()"},
		"straight quotes":          {wedding, "Заявление подают", `Заявление "вдвоём" подают`, "about.ru: straight quotes"},
		"HTML":                     {wedding, "Заявление подают", "Заявление <b> подают", "about.ru: < is not allowed"},
		"other number":             {wedding, "ал неке 15-күні", "ал неке 14-күні", "about: numbers differ: ru 15, kk 14"},
		"other act":                {wedding, "Заявление подают", "По приказу № абв подают", "about: acts differ"},
		"long title":               {wedding, "ru: Регистрация брака", "ru: " + strings.Repeat("Брак ", 13), "title.ru: 64 characters, at most 60"},
		"long label":               {wedding, "ru: пожениться", "ru: " + strings.Repeat("женитьба", 6), "dimensions[0].values[0].ru: 48 characters, at most 40"},
		"long event":               {"events.yaml", "Событие", strings.Repeat("Событие", 6), "events.yaml:2: [0].title.ru: 42 characters"},
		"few phrases":              {"phrases/id-card.yaml", "\nkk:\n", "\n", "phrases/id-card.yaml: kk: 0 phrases, at least 10"},
		"phrase twice":             {"phrases/id-card.yaml", "  - поменять удостоверение\n", "  - Получить  удостоверение личности\n", "phrases/id-card.yaml:3: ru[1]: "},
		"first row":                {wedding, marriageFirst, fixFirst, "terms[0].when: row 1 does not hold"},
		"unreachable value":        {wedding, "      - id: fix\n", "      - id: other\n        ru: другое\n        kk: басқа\n      - id: fix\n", "dimensions[0].values[1].id: no choice leads to other"},
		"calendar":                 {"calendar/2026.yaml", "{date: 2026-01-01, reason: holiday, holiday: new-year", "{date: 2026-01-05, reason: holiday, holiday: new-year", "calendar/2026.yaml:"},
		"region":                   {"regions.yaml", "ru: по области Абай", "ru: по  области Абай", "regions.yaml:6: [3].by.ru: double space"},
		"law":                      {"law/rights.yaml", "Отказ отправляют", "Отkaз отправляют", "law/rights.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := smallTree(t)
			plant(t, tree, p.file, p.old, p.with)
			c, err := catalog.Load(tree)
			if err != nil {
				t.Fatalf("Load: %v", err)
			}
			faults, _ := c.Check(checkDay)
			for _, fault := range faults {
				if strings.HasPrefix(fault.Error(), p.file) && strings.Contains(fault.Error(), p.want) {
					return
				}
			}
			t.Errorf("want %q, got %v", p.want, faults)
		})
	}
}

func TestWhatGrowsOldIsAWarning(t *testing.T) {
	t.Parallel()
	const card, wedding = "services/id-card.yaml", "services/marriage-registration.yaml"
	const secondRow = "  - {case: {ru: ещё, kk: тағы}, length: 3, unit: working_day, kind: rendering, status: unverified, source: knowledge, checked: 2026-11-23}\ndocuments:\n"
	for name, p := range map[string]struct {
		file, old, with string
		today           calendar.Date
		want            string
	}{
		"stale card":              {"", "", "", calendar.NewDate(2027, 11, 24), wedding + ": not checked for 12 months: the card (2026-11-23), terms[0]"},
		"stale law":               {"", "", "", calendar.NewDate(2027, 11, 24), "law/ladder.yaml: not checked for 12 months: provider, agency"},
		"review passed":           {"", "", "", calendar.NewDate(2027, 6, 2), "law/ladder.yaml: review is due: agency (2027-06-01)"},
		"before release":          {"", "", "", checkDay, "law/ladder.yaml: review before release: provider"},
		"index of next year":      {"", "", "", calendar.NewDate(2026, 12, 1), "law/mci.yaml: the index of 2027 is missing: look for the budget law"},
		"index of this year":      {"", "", "", calendar.NewDate(2027, 1, 1), "law/mci.yaml: the index of 2027 is missing: fees"},
		"pilot over":              {"", "", "", checkDay, card + ": notes[0] was to end on 2026-03-31"},
		"provisional calendar":    {"", "", "", checkDay, "calendar/2027.yaml: the calendar of 2027 is provisional"},
		"no event":                {"events.yaml", "    - notary-licence\n", "", checkDay, "events.yaml: notary-licence stands under no life event"},
		"phrase of two services":  {"phrases/id-card.yaml", "- поменять удостоверение\n", "- получить лицензию нотариуса\n", checkDay, "phrases/notary-licence.yaml: \"получить лицензию нотариуса\" stands in id-card too"},
		"body of the agency":      {card, "monitoring: police\n", "", checkDay, "agencies.yaml: police-migration is migration-service in the monitoring, these services name no body: id-card"},
		"agency without services": {"", "", "", checkDay, "agencies.yaml: enpf renders no service"},
		"two rows at once":        {"services/notary-licence.yaml", "documents:\n", secondRow, checkDay, "services/notary-licence.yaml: rows 1, 2 of the terms hold at once, row 1 is taken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := smallTree(t)
			if p.file != "" {
				plant(t, tree, p.file, p.old, p.with)
			}
			c, err := catalog.Load(tree)
			if err != nil {
				t.Fatalf("Load: %v", err)
			}
			_, warnings := c.Check(p.today)
			for _, w := range warnings {
				if strings.Contains(w.String(), p.want) {
					return
				}
			}
			t.Errorf("want %q, got %v", p.want, warnings)
		})
	}
}

func TestAFreshCatalogueIsNotStale(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(smallTree(t))
	if err != nil {
		t.Fatal(err)
	}
	_, warnings := c.Check(calendar.NewDate(2027, 11, 23))
	for _, w := range warnings {
		if strings.Contains(w.Text, "not checked for") {
			t.Error(w)
		}
	}
}

func TestSummaryAddsUp(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	s := c.Summary()
	status, kind := 0, 0
	for _, n := range s.TermsByStatus {
		status += n
	}
	for _, n := range s.TermsByKind {
		kind += n
	}
	if s.Services != len(c.Services) || s.Terms == 0 || status != s.Terms || kind != s.Terms {
		t.Errorf("%+v does not add up: %d by status, %d by kind", s, status, kind)
	}
	terms, fees, law := 0, 0, 0
	for _, f := range c.Unverified() {
		if f.Status != catalog.StatusUnverified || f.File == "" || f.Where == "" {
			t.Errorf("%+v", f)
		}
		switch f.Kind {
		case catalog.FactTerm:
			terms++
		case catalog.FactFee:
			fees++
		case catalog.FactLaw:
			law++
		}
	}
	if terms != s.TermsByStatus[catalog.StatusUnverified] || fees != s.FeesByStatus[catalog.StatusUnverified] || law != s.LawFactsByStatus[catalog.StatusUnverified] {
		t.Errorf("unverified: %d terms, %d fees, %d of the law; summary %+v", terms, fees, law, s)
	}
}

func TestUnverifiedNamesTheRowAndTheAct(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	facts := c.Unverified()
	if facts[0].Kind != catalog.FactLaw || facts[len(facts)-1].Kind != catalog.FactMCI {
		t.Errorf("order: first %v, last %v", facts[0].Kind, facts[len(facts)-1].Kind)
	}
	for _, f := range facts {
		if f.Service == "izhs-land-grant" && f.Row == 2 {
			if f.Kind != catalog.FactTerm || f.Value != "28" || f.Unit != "working_day" || f.Where != "terms[1]" || f.Act != "https://adilet.zan.kz/rus/docs/V2000021366" {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Error("row 2 of izhs-land-grant is not listed")
}
