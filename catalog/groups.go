package catalog

import "github.com/merzim/merzim/catalog/calendar"

// Sector is a shelf of the catalogue on which a person would look.
type Sector struct {
	ID    string `yaml:"id"`
	Title Text   `yaml:"title"`
}

// Event is a life event with its services in the order in which a person
// needs them.
type Event struct {
	ID       string   `yaml:"id"`
	Title    Text     `yaml:"title"`
	Services []string `yaml:"services"`
}

// Agency renders services.
type Agency struct {
	ID         string `yaml:"id"`
	Name       Text   `yaml:"name"`
	Monitoring string `yaml:"monitoring"` // its name in the 2019 corruption monitoring
	Regional   bool   `yaml:"regional"`   // it has bodies in the regions
}

// Region is a region or a city of republican significance.
type Region struct {
	ID   string `yaml:"id"`
	Name Text   `yaml:"name"`
	City bool   `yaml:"city"`
}

// Law is what the law itself sets, apart from single services.
type Law struct {
	MCI   MCITable
	Facts Facts
}

// Facts are names and lines that texts for people need: each with its source.
type Facts struct {
	Title   LawText `yaml:"services_law"`   // the Law on public services, current title
	Contact Line    `yaml:"contact_centre"` // 1414
}

// LawText is the title of a law.
type LawText struct {
	Name    Text          `yaml:"name"`
	Number  string        `yaml:"number"`
	Adilet  string        `yaml:"adilet_id"`
	Source  string        `yaml:"source"`
	Status  Status        `yaml:"status"`
	Checked calendar.Date `yaml:"checked"`
}

// Line is a telephone line.
type Line struct {
	Number  string        `yaml:"number"`
	Name    Text          `yaml:"name"`
	Hours   Text          `yaml:"hours"`
	Source  string        `yaml:"source"`
	Status  Status        `yaml:"status"`
	Checked calendar.Date `yaml:"checked"`
}
