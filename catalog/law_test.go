package catalog_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// embedded is the embedded catalogue, read once for all tests.
var embedded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(catalog.Embedded()) })

func loaded(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheLadderHasTheTermsOfTheLaw(t *testing.T) {
	t.Parallel()
	l := loaded(t).Law.Ladder
	for name, p := range map[string]struct {
		period catalog.Period
		want   string
		start  catalog.PeriodStart
	}{
		"provider":         {l.Provider, "5wd", catalog.FromRegistration},
		"agency":           {l.Agency, "15wd", catalog.FromRegistration},
		"court":            {l.Court, "1mo", catalog.FromDecision},
		"extension":        {l.Extension.Period, "10wd", catalog.FromAnswerDue},
		"extension notice": {l.ExtensionNotice, "3wd", catalog.FromExtension},
		"pass on":          {l.PassOn, "3wd", catalog.FromReceipt},
		"complain":         {l.Complain, "3mo", catalog.FromLearning},
		"complain unnamed": {l.ComplainUnnamed, "6mo", catalog.FromLearning},
	} {
		if got := p.period.Rule().String(); got != p.want || p.period.Start != p.start || !p.period.Verified() {
			t.Errorf("%s: %s from %s, verified %v; want %s from %s", name, got, p.period.Start, p.period.Verified(), p.want, p.start)
		}
		if number := strings.TrimRight(p.want, "wdmo"); !strings.Contains(p.period.Text.RU, number) || !strings.Contains(p.period.Text.KK, number) {
			t.Errorf("%s: the texts do not say %s", name, number)
		}
	}
}

func TestWhoMayExtend(t *testing.T) {
	t.Parallel()
	l := loaded(t).Law.Ladder
	for _, p := range []struct {
		step, agency string
		want         bool
	}{
		{catalog.StepProvider, "akimat-land", true},
		{catalog.StepProvider, "state-corporation", false},
		{catalog.StepProvider, "polyclinic", false},
		{catalog.StepAgency, "state-corporation", true},
		{catalog.StepCourt, "akimat-land", false},
	} {
		if got := l.MayExtend(p.step, p.agency); got != p.want {
			t.Errorf("%s, %s: %v", p.step, p.agency, got)
		}
	}
}

func TestCite(t *testing.T) {
	t.Parallel()
	f := loaded(t).Law.Facts
	for _, p := range []struct {
		law             catalog.LawText
		article, ru, kk string
	}{
		{f.Title, "25", "статья 25 Закона Республики Казахстан «О государственных и социально ответственных услугах»", "Қазақстан Республикасы Заңының 25-бабы"},
		{f.Title, "19-1(2)(3)", "пункт 2 статьи 19-1 Закона Республики Казахстан «", "19-1-бабының 2-тармағы"},
		{f.Procedure, "91", "статья 91 Административного процедурно-процессуального кодекса Республики Казахстан", "Қазақстан Республикасы Әкімшілік рәсімдік-процестік кодексінің 91-бабы"},
		{f.Procedure, "91(5), 136(1)", "часть 5 статьи 91, часть 1 статьи 136 Административного", "кодексінің 91-бабының 5-бөлігі, 136-бабының 1-бөлігі"},
	} {
		if got := p.law.Cite(p.article, catalog.Russian); !strings.HasPrefix(got, p.ru) {
			t.Errorf("ru %s: %s", p.article, got)
		}
		if got := p.law.Cite(p.article, catalog.Kazakh); !strings.HasSuffix(got, p.kk) {
			t.Errorf("kk %s: %s", p.article, got)
		}
	}
}

func TestADepartmentIsNamedForItsRegion(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	agency, ok := c.Law.Body(catalog.QualityAgency)
	if !ok {
		t.Fatal("no quality agency")
	}
	want := map[string]catalog.Text{
		"akmola": {RU: "Департамент Агентства Республики Казахстан по делам государственной службы по Акмолинской области", KK: "Қазақстан Республикасы Мемлекеттік қызмет істері агенттігінің Ақмола облысы бойынша департаменті"},
		"astana": {RU: "Департамент Агентства Республики Казахстан по делам государственной службы по городу Астане", KK: "Қазақстан Республикасы Мемлекеттік қызмет істері агенттігінің Астана қаласы бойынша департаменті"},
		"abai":   {RU: "Департамент Агентства Республики Казахстан по делам государственной службы по области Абай", KK: "Қазақстан Республикасы Мемлекеттік қызмет істері агенттігінің Абай облысы бойынша департаменті"},
	}
	for _, r := range c.Regions {
		if w, ok := want[r.ID]; ok && agency.DepartmentIn(r) != w {
			t.Errorf("%s: %+v", r.ID, agency.DepartmentIn(r))
		}
		if !strings.HasPrefix(r.By.RU, "по ") || !strings.HasSuffix(r.By.KK, " бойынша") {
			t.Errorf("%s: by %+v", r.ID, r.By)
		}
		if to := agency.ToIn(r); !strings.HasPrefix(to.RU, "В Департамент ") || !strings.HasSuffix(to.KK, " департаментіне") {
			t.Errorf("%s: to %+v", r.ID, to)
		}
	}
}

func TestWhatIsNotConfirmedIsUnverified(t *testing.T) {
	t.Parallel()
	l := loaded(t).Law
	line, _ := l.Line("1424")
	monopolies, _ := l.Body(catalog.MonopoliesRegulator)
	for name, p := range map[string]catalog.Proof{
		"1424":                      line.Proof,
		"monopolies regulator":      monopolies.Proof,
		"permit counts as issued":   l.Permits.Issued.Proof,
		"Kazakh title of the Law":   l.Facts.Title.Proof,
		"seventh ground of refusal": l.Rights.Refusals[6].Proof,
		"hours":                     l.Hours.Provider.Proof,
	} {
		if p.Verified() {
			t.Errorf("%s is told as verified", name)
		}
	}
}

func TestFinesAreForPermitsOnly(t *testing.T) {
	t.Parallel()
	l := loaded(t).Law
	if !l.Permits.Covers("notary-licence") || l.Permits.Covers("id-card") {
		t.Error("a notary's licence is a permit, an identity card is none")
	}
	if got := l.Permits.Fines[0].Tenge(l.MCI, calendar.NewDate(2026, 11, 23)); got != 86_500 {
		t.Errorf("20 MCI of 2026 are %d tenge, want 86,500", got)
	}
}

// The count knows the hours by itself; what people read must be the same.
func TestTheHoursAreThoseOfTheCount(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	h := c.Law.Hours.Provider
	minute := func(clock string) int {
		f, err := calendar.ParseFiling("2026-11-23 " + clock)
		if err != nil {
			t.Fatal(err)
		}
		return f.Minute
	}
	monday := calendar.NewDate(2026, 11, 23)
	accepted := func(at int) calendar.Date {
		due, err := c.Calendar.Due(calendar.Rule{Length: 1, Unit: calendar.WorkingDays}, calendar.Filing{Date: monday, Minute: at})
		if err != nil {
			t.Fatal(err)
		}
		return due.Accepted
	}
	if accepted(minute(h.AcceptsTo)-1) != monday || accepted(minute(h.AcceptsTo)) != monday+1 {
		t.Errorf("papers are accepted until %s, not so in the count", h.AcceptsTo)
	}
	ends := func(minutes int) int {
		due, err := c.Calendar.Due(calendar.Rule{Length: minutes, Unit: calendar.Minutes}, calendar.Filing{Date: monday, Minute: minute(h.From)})
		if err != nil {
			t.Fatal(err)
		}
		return due.DueMinute
	}
	morning := minute(h.BreakFrom) - minute(h.From)
	day := morning + minute(h.To) - minute(h.BreakTo)
	if ends(morning) != minute(h.BreakFrom) || ends(morning+1) != minute(h.BreakTo)+1 || ends(day) != minute(h.To) {
		t.Errorf("hours %+v are not those of the count: %d, %d, %d", h, ends(morning), ends(morning+1), ends(day))
	}
}

func TestAPlantedFaultOfTheLawIsFoundByLoad(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]struct{ file, old, with, want string }{
		"unknown key":           {"law/ladder.yaml", "  length: 5\n", "  length: 5\n  days: 5\n", "law/ladder.yaml:"},
		"unknown status":        {"law/ladder.yaml", "status: act", "status: sure", `provider.status: unknown word "sure"`},
		"no length":             {"law/ladder.yaml", "  length: 5\n", "", "provider.length: 0 is not a length"},
		"unknown unit":          {"law/ladder.yaml", "unit: working_day", "unit: week", `provider.unit: unknown word "week"`},
		"unknown start":         {"law/ladder.yaml", "start: registration", "start: whenever", "provider.start: unknown word"},
		"no text":               {"law/ladder.yaml", "    kk: Қызмет берушінің басшысына шағым\n", "", "provider.title: missing in kk"},
		"no source":             {"law/ladder.yaml", "  source: https://adilet.zan.kz/rus/docs/Z1300000088\n", "", "provider: without source"},
		"no owner":              {"law/ladder.yaml", "  owner: catalogue maintainer\n", "", "provider.owner: missing"},
		"no review":             {"law/ladder.yaml", "  review: before release\n", "", "provider.review: missing"},
		"wrong review":          {"law/ladder.yaml", "review: before release", "review: soon", "law/ladder.yaml:"},
		"unknown act":           {"law/ladder.yaml", "act: services_law", "act: some_law", "provider.act: no act"},
		"ill-formed article":    {"law/ladder.yaml", "\n  article: 25(2)", "\n  article: ст. 25", "provider.article:"},
		"knowledge as an act":   {"law/rights.yaml", "  source: https://adilet.zan.kz/rus/docs/Z1300000088\n", "  source: knowledge\n", "but its source is knowledge"},
		"unknown extender":      {"law/ladder.yaml", "by: [quality-body,", "by: [anybody,", "extension.by[0]: unknown word"},
		"unknown agency":        {"law/ladder.yaml", "    - nit\n", "    - nobody\n", "extension.not[1]: unknown agency"},
		"pattern":               {"law/authorities.yaml", "службы {region}", "службы", "bodies[0].department: {region} is missing"},
		"unknown line":          {"law/authorities.yaml", "lines: [e-otinish,", "lines: [letter,", "bodies[0].lines[0]: unknown line"},
		"body missing":          {"law/authorities.yaml", "id: anti-corruption", "id: other-body", "bodies: anti-corruption is missing"},
		"no number, no address": {"law/authorities.yaml", "    number: \"109\"\n", "", "has neither number nor address"},
		"fine":                  {"law/permits.yaml", "mci: 20", "mci: 0", "fines[0].mci: 0 is no amount"},
		"permit":                {"law/permits.yaml", "[notary-licence]", "[no-licence]", `services[0]: "no-licence" is unknown`},
		"hour":                  {"law/hours.yaml", `accepts_to: "17:30"`, `accepts_to: "25:30"`, "provider.accepts_to:"},
		"index out of order":    {"law/mci.yaml", "from: 2020-01-01", "from: 2018-01-01", "rows[1].from: 2018-01-01 is not after"},
		"index without status":  {"law/mci.yaml", "status: unverified, ", "", "rows[0].status: unknown word"},
		"region without form":   {"regions.yaml", ", by: {ru: по городу Астане, kk: Астана қаласы бойынша}", "", "regions.yaml:3: [0].by: missing in ru"},
		"unknown service":       {"events.yaml", "    - notary-licence\n", "    - no-licence\n", `events.yaml:6: [0].services[2]: unknown service "no-licence"`},
		"service twice":         {"events.yaml", "    - notary-licence\n", "    - id-card\n", "events.yaml:6: [0].services[2]: service id-card stands twice"},
		"agency's monitoring":   {"agencies.yaml", "monitoring: police,", "monitoring: sheriff,", "agencies.yaml:4: [1].monitoring: unknown word"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := smallTree(t)
			plant(t, tree, p.file, p.old, p.with)
			_, err := catalog.Load(tree)
			if err == nil || !strings.Contains(err.Error(), p.file+":") || !strings.Contains(err.Error(), p.want) {
				t.Errorf("want %s with %q, got %v", p.file, p.want, err)
			}
		})
	}
}

func TestEachTextVisitsEverything(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	seen := map[string]string{}
	c.EachText(func(file, where string, text catalog.Text) { seen[file+" "+where] = text.RU })
	for _, place := range []string{
		"events.yaml [0].title", "regions.yaml [4].by", "law/ladder.yaml extension.text", "law/rights.yaml refusals[0].text",
		"law/permits.yaml fines[0].text", "services/id-card.yaml title", "services/id-card.yaml terms[0].case",
		"services/id-card.yaml dimensions[0].values[0]", "services/id-card.yaml notes[0]", "services/izhs-land-grant.yaml terms[0].note",
	} {
		if seen[place] == "" {
			t.Errorf("%s is not visited", place)
		}
	}
	names := 0
	c.EachString(func(file, where, lang, s string) {
		if strings.Contains(where, "also_called."+lang) {
			names++
		}
	})
	if names == 0 {
		t.Error("names are not visited")
	}
}
