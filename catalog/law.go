package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// Law is what the law itself sets, apart from single services: law/*.yaml.
type Law struct {
	MCI         MCITable    // law/mci.yaml
	MCIReview   Review      // when the next row of it is looked for
	Facts       Facts       // law/facts.yaml
	Ladder      Ladder      // law/ladder.yaml
	Authorities Authorities // law/authorities.yaml
	Rights      Rights      // law/rights.yaml
	Permits     Permits     // law/permits.yaml
	Hours       Hours       // law/hours.yaml
}

// Proof is what every fact of the law carries: where it stands, how well it is
// known, who keeps it true and when it is looked at again.
type Proof struct {
	Act     string        `yaml:"act"`     // key of an act in law/facts.yaml, where an act sets it
	Article string        `yaml:"article"` // "25(2)"; several are parted by ", "
	Source  string        `yaml:"source"`
	Status  Status        `yaml:"status"`
	Checked calendar.Date `yaml:"checked"`
	Owner   string        `yaml:"owner"`
	Review  Review        `yaml:"review"`
}

// Verified reports that the fact may be told without a word of doubt, and its
// article printed.
func (p Proof) Verified() bool { return p.Status == StatusAct || p.Status == StatusPage }

// Facts are the titles of laws and the line that texts for people need.
type Facts struct {
	Title       LawText `yaml:"services_law"`     // the Law on public services, current title
	Procedure   LawText `yaml:"procedure_code"`   // АППК
	Infractions LawText `yaml:"infractions_code"` // КоАП
	Permits     LawText `yaml:"permits_law"`
	Identity    LawText `yaml:"identity_law"`
	Contact     Line    `yaml:"contact_centre"` // 1414
}

// LawText is the title of a law and the words with which it is cited.
type LawText struct {
	Name   Text   `yaml:"name"`
	Number string `yaml:"number"`
	Adilet string `yaml:"adilet_id"`
	Of     Text   `yaml:"of"`     // genitive: «Закона Республики Казахстан»
	Part   Text   `yaml:"part"`   // what a part of an article is called: пункт, часть
	Quoted bool   `yaml:"quoted"` // the title stands in quotes beside Of
	Proof  `yaml:",inline"`
}

// URL is the law's page in the state's base of legal acts, or "".
func (l LawText) URL(lang string) string {
	return (&Act{AdiletID: l.Adilet}).URL(lang)
}

// Act finds the act that a proof names.
func (f Facts) Act(key string) (LawText, bool) {
	switch key {
	case "services_law":
		return f.Title, true
	case "procedure_code":
		return f.Procedure, true
	case "infractions_code":
		return f.Infractions, true
	case "permits_law":
		return f.Permits, true
	case "identity_law":
		return f.Identity, true
	}
	return LawText{}, false
}

// Key finds the key of an act by its id in the state's base of legal acts.
func (f Facts) Key(adiletID string) (string, bool) {
	for _, key := range []string{"services_law", "procedure_code", "infractions_code", "permits_law", "identity_law"} {
		if act, _ := f.Act(key); act.Adilet == adiletID {
			return key, true
		}
	}
	return "", false
}

// Cite names articles of a law for a letter: «пункт 2 статьи 25 Закона …».
// Points below the part are left out.
func (l LawText) Cite(article, lang string) string {
	var parts []string
	for _, a := range strings.Split(article, ", ") {
		number, rest, _ := strings.Cut(a, "(")
		part, _, _ := strings.Cut(rest, ")")
		switch {
		case lang == Kazakh && part == "":
			parts = append(parts, number+"-бабы")
		case lang == Kazakh:
			parts = append(parts, fmt.Sprintf("%s-бабының %s-%s", number, part, l.Part.KK))
		case part == "":
			parts = append(parts, "статья "+number)
		default:
			parts = append(parts, fmt.Sprintf("%s %s статьи %s", l.Part.RU, part, number))
		}
	}
	cited, name := strings.Join(parts, ", "), ""
	if l.Quoted {
		name = "«" + l.Name.In(lang) + "»"
	}
	order := []string{cited, l.Of.RU, name}
	if lang == Kazakh {
		order = []string{name, l.Of.KK, cited}
	}
	order = slices.DeleteFunc(order, func(s string) bool { return s == "" })
	return strings.Join(order, " ")
}

// Authorities are the bodies that a complaint concerns and the ways to reach
// them. The line 1414 stands in Facts.
type Authorities struct {
	Bodies []Authority `yaml:"bodies"`
	Lines  []Line      `yaml:"lines"`
}

// Authority is a body above the providers.
type Authority struct {
	ID         string   `yaml:"id"`
	Name       Text     `yaml:"name"`
	Short      *Text    `yaml:"short"`
	Text       Text     `yaml:"text"` // what it is for
	Department *Text    `yaml:"department"`
	To         *Text    `yaml:"to"` // Department as a letter addresses it
	Lines      []string `yaml:"lines"`
	Proof      `yaml:",inline"`
}

// The bodies that the code asks for by name.
const (
	QualityAgency       = "quality-agency"
	StateCorporation    = "state-corporation"
	AntiCorruption      = "anti-corruption"
	MonopoliesRegulator = "monopolies-regulator"
)

// Line is a telephone line, a portal or a bot.
type Line struct {
	ID      string   `yaml:"id"`
	Number  string   `yaml:"number"`
	Address string   `yaml:"address"`
	Also    []string `yaml:"also"` // other numbers of the same line
	Name    Text     `yaml:"name"`
	Hours   Text     `yaml:"hours"`
	Text    Text     `yaml:"text"`    // what it is for
	NotFor  *Text    `yaml:"not_for"` // what people wrongly bring there
	Files   bool     `yaml:"files"`   // a complaint about a service can be filed there
	Proof   `yaml:",inline"`
}

// Body finds an authority by its id.
func (l *Law) Body(id string) (Authority, bool) {
	i := slices.IndexFunc(l.Authorities.Bodies, func(a Authority) bool { return a.ID == id })
	if i < 0 {
		return Authority{}, false
	}
	return l.Authorities.Bodies[i], true
}

// Lines lists the lines, 1414 first.
func (l *Law) Lines() []Line { return append([]Line{l.Facts.Contact}, l.Authorities.Lines...) }

// Line finds a line by its id.
func (l *Law) Line(id string) (Line, bool) {
	lines := l.Lines()
	i := slices.IndexFunc(lines, func(x Line) bool { return x.ID == id })
	if i < 0 {
		return Line{}, false
	}
	return lines[i], true
}

// DepartmentIn names the body's department in a region; the body itself where
// it has none.
func (a Authority) DepartmentIn(r Region) Text { return a.inRegion(a.Department, r) }

// ToIn addresses a letter to the body's department in a region.
func (a Authority) ToIn(r Region) Text { return a.inRegion(a.To, r) }

// regionMark stands for the region's words in a pattern.
const regionMark = "{region}"

func (a Authority) inRegion(pattern *Text, r Region) Text {
	if pattern == nil {
		return a.Name
	}
	return Text{
		RU: strings.ReplaceAll(pattern.RU, regionMark, r.By.RU),
		KK: strings.ReplaceAll(pattern.KK, regionMark, r.By.KK),
	}
}
