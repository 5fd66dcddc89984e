package catalog

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
	By   Text   `yaml:"by"` // as a department's name needs it: «по Акмолинской области»
	City bool   `yaml:"city"`
}
