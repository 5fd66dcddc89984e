package search

import (
	"os"
	"path/filepath"
	"sort"

	"github.com/goccy/go-yaml"

	"github.com/merzim/merzim/catalog"
)

func lenient(dir string) *catalog.Catalog {
	c := &catalog.Catalog{}
	names, _ := filepath.Glob(dir + "/services/*.yaml")
	sort.Strings(names)
	for _, n := range names {
		raw, _ := os.ReadFile(n)
		s := &catalog.Service{}
		if err := yaml.Unmarshal(raw, s); err != nil {
			panic(err)
		}
		raw, err := os.ReadFile(dir + "/phrases/" + s.ID + ".yaml")
		if err == nil {
			if err := yaml.Unmarshal(raw, &s.Phrases); err != nil {
				panic(err)
			}
		}
		c.Services = append(c.Services, s)
	}
	raw, _ := os.ReadFile(dir + "/events.yaml")
	if err := yaml.Unmarshal(raw, &c.Events); err != nil {
		panic(err)
	}
	return c
}
