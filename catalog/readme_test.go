package catalog_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/catalog"
)

// The example of the maintainers' guide is a service that loads.
func TestTheGuidesExampleIsAService(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	tree := smallTree(t)
	tree["services/example-certificate.yaml"] = &fstest.MapFile{Data: []byte(example)}
	phrases := ""
	for _, lang := range catalog.Languages() {
		phrases += lang + ":\n"
		for i := range 10 {
			phrases += fmt.Sprintf("  - пример %d\n", i)
		}
	}
	tree["phrases/example-certificate.yaml"] = &fstest.MapFile{Data: []byte(phrases)}
	c, err := catalog.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	if faults, _ := c.Check(checkDay); len(faults) > 0 {
		t.Error(faults)
	}
	s, ok := c.Service("example-certificate")
	if !ok || len(s.Terms) != 2 || len(s.Documents) != 1 || s.Documents[0].Lives == nil || s.Notes[0].Ends == nil || s.Act == nil {
		t.Errorf("the example was not read whole: %+v", s)
	}
}

// Every file of the law is told in the guide.
func TestTheGuideNamesEveryFileOfTheLaw(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"facts", "ladder", "authorities", "rights", "permits", "hours", "mci"} {
		if !strings.Contains(string(guide), "`law/"+name+".yaml`") {
			t.Errorf("law/%s.yaml is not in the guide", name)
		}
	}
}
