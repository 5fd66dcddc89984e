package catalog

import "github.com/merzim/merzim/catalog/calendar"

// Service is one entry of the catalogue: what a citizen sees on a card.
type Service struct {
	ID              string        `yaml:"id"`
	RegisterCode    string        `yaml:"register_code"` // eight digits of the state's register, where known
	Title           Text          `yaml:"title"`         // what people call it
	OfficialName    Text          `yaml:"official_name"`
	AlsoCalled      Names         `yaml:"also_called"`
	About           Text          `yaml:"about"`
	Agency          string        `yaml:"agency"` // id in agencies.yaml
	Provider        Text          `yaml:"provider"`
	Sector          string        `yaml:"sector"`
	Monitoring      string        `yaml:"monitoring"` // the body as the 2019 corruption monitoring names it
	Problem         string        `yaml:"problem"`
	Route           Route         `yaml:"route"`
	Automation      string        `yaml:"automation"`
	For             []string      `yaml:"for"`
	Channels        []string      `yaml:"channels"`
	Closes          string        `yaml:"closes"` // hour from which a filing counts as after hours, "17:30" when empty
	Dimensions      []Dimension   `yaml:"dimensions"`
	Terms           []Term        `yaml:"terms"`
	Documents       []Document    `yaml:"documents"`
	Fee             Fee           `yaml:"fee"`
	Result          Text          `yaml:"result"`
	Refusals        []Text        `yaml:"refusals"`
	Validity        *Text         `yaml:"validity"`
	Notes           []Note        `yaml:"notes"`
	Act             *Act          `yaml:"act"`
	Sources         []Source      `yaml:"sources"`
	Confidence      string        `yaml:"confidence"`
	Checked         calendar.Date `yaml:"checked"`
	MaintainerNotes string        `yaml:"maintainer_notes"`

	Phrases Names  `yaml:"-"` // from phrases/<id>.yaml
	File    string `yaml:"-"` // where it was read from
}

// Route says where a complaint about the service goes.
type Route string

// The routes of a complaint.
const (
	RouteLadder      Route = "ladder"      // provider, then the Agency for Civil Service Affairs, then court
	RouteInformation Route = "information" // an information service: no complaint of delay
	RouteMonopolies  Route = "monopolies"  // a utility: the monopolies regulator
	RoutePrivate     Route = "private"     // a private body's product
)

// Dimension is a question whose answer makes terms, fees or papers differ.
// The first value is the usual one.
type Dimension struct {
	ID     string  `yaml:"id"`
	Ask    Text    `yaml:"ask"`
	Values []Value `yaml:"values"`
}

// Value is one answer to a dimension.
type Value struct {
	ID string `yaml:"id"`
	RU string `yaml:"ru"`
	KK string `yaml:"kk"`
}

// In returns the value's label in a language.
func (v Value) In(lang string) string { return Text{v.RU, v.KK}.In(lang) }

// When names the values for which a row holds; a dimension it does not name
// does not matter to the row.
type When map[string][]string

// Document is a paper to bring.
type Document struct {
	Text  Text      `yaml:"text"`
	When  When      `yaml:"when"`
	If    *Text     `yaml:"if"` // a condition that no dimension asks for
	Form  string    `yaml:"form"`
	Lives *Lifetime `yaml:"lives"` // how long the paper is valid: fetch it last
}

// Lifetime is how long a paper stays valid after it was issued.
type Lifetime struct {
	Value int           `yaml:"value"`
	Unit  calendar.Unit `yaml:"unit"`
}

// Note is something a citizen must know. Ends is the end of a pilot or of a
// temporary rule: after that day the card says that it was to end.
type Note struct {
	RU   string         `yaml:"ru"`
	KK   string         `yaml:"kk"`
	Ends *calendar.Date `yaml:"ends"`
}

// In returns the note in a language.
func (n Note) In(lang string) string { return Text{n.RU, n.KK}.In(lang) }

// Act is the legal act that sets the service's order.
type Act struct {
	Title    string `yaml:"title"` // official, in Russian
	Number   string `yaml:"number"`
	Date     string `yaml:"date"`
	AdiletID string `yaml:"adilet_id"`
}

// URL is the act's page in the state's base of legal acts, or "".
func (a *Act) URL(lang string) string {
	if a == nil || a.AdiletID == "" {
		return ""
	}
	section := "rus"
	if lang == Kazakh {
		section = "kaz"
	}
	return "https://adilet.zan.kz/" + section + "/docs/" + a.AdiletID
}

// Source is a page on which facts of the service were seen.
type Source struct {
	URL      string `yaml:"url"`
	Shows    string `yaml:"shows"`
	PageDate string `yaml:"page_date"`
}
