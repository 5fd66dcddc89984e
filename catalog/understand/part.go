package understand

// Part is what of a service a question asks about.
type Part string

// The parts.
const (
	Papers   Part = "papers"   // which documents
	Fee      Part = "fee"      // what it costs
	Term     Part = "term"     // how long it takes
	Refusals Part = "refusals" // why it may be refused
	Where    Part = "where"    // where one applies
)

// partWords is parts.yaml.
type partWords struct {
	Refusals []string `yaml:"refusals"`
	Papers   []string `yaml:"papers"`
	Fee      []string `yaml:"fee"`
	Term     []string `yaml:"term"`
	Where    []string `yaml:"where"`
	Around   []string `yaml:"around"`
}

// partSignals are the compiled patterns of parts.yaml, in the order in which
// they count.
type partSignals struct {
	parts  []partPatterns
	around patterns
}

type partPatterns struct {
	part Part
	said patterns
}

// longestPart is the number of words above which a question says more.
const longestPart = 9

// part gives the part that a question asks about and nothing else, "" where it
// says more than that. The words stay as they are.
func (s partSignals) part(words []word) (asked Part) {
	if len(words) > longestPart {
		return ""
	}
	mine := make([]word, len(words))
	copy(mine, words)
	for i := range mine {
		mine[i].used = false
	}
	for _, p := range s.parts {
		if p.said.in(mine, true) && asked == "" {
			asked = p.part
		}
	}
	s.around.in(mine, true)
	if left(mine) {
		return ""
	}
	return asked
}
