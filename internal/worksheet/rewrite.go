package worksheet

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"

	"github.com/goccy/go-yaml"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// rewritten is a file with one answer in it and the status that the fact gets.
func rewritten(text []byte, a Answer, f catalog.Fact, c *catalog.Catalog, today calendar.Date) ([]byte, catalog.Status, error) {
	p, err := prove(a, f, today)
	if err != nil {
		return nil, "", err
	}
	values, err := settings(a, f)
	if err != nil {
		return nil, "", err
	}
	s := &source{text: bytes.Clone(text)}
	for _, x := range values {
		if err := s.set(f.Where, x, "status"); err != nil {
			return nil, "", err
		}
	}
	if err := s.setProof(p, f, c); err != nil {
		return nil, "", err
	}
	return s.text, p.status, onlyThere(text, s.text, f, values)
}

// setProof writes status, article, source and day.
func (s *source) setProof(p proof, f catalog.Fact, c *catalog.Catalog) error {
	if p.status == catalog.StatusAct {
		if err := s.setArticle(p, f, c); err != nil {
			return err
		}
	}
	for _, x := range []setting{
		{key: "status", value: string(p.status)},
		{key: "source", value: p.source},
		{key: "checked", value: p.checked.String(), remark: p.remark},
	} {
		if err := s.set(f.Where, x, "status"); err != nil {
			return err
		}
	}
	return nil
}

// setArticle names the article in the way of the fact's file: law with code and
// article in a service, act and article in a file of the law.
func (s *source) setArticle(p proof, f catalog.Fact, c *catalog.Catalog) error {
	switch {
	case f.Kind == catalog.FactMCI || isTitle(f):
		return nil
	case f.Kind == catalog.FactLaw:
		key, ok := c.Law.Facts.Key(p.code)
		if !ok {
			return fmt.Errorf("code %s is no act of law/facts.yaml: add the act there first", p.code)
		}
		if err := s.set(f.Where, setting{key: "act", value: key}, "source"); err != nil {
			return err
		}
		return s.set(f.Where, setting{key: "article", value: p.article, text: true}, "source")
	}
	entries, err := s.entries(f.Where)
	if err != nil {
		return err
	}
	if _, ok := find(entries, "law"); !ok {
		value := "{code: " + quoted(p.code, "", true, true) + ", article: " + quoted(p.article, "", true, true) + "}"
		return s.set(f.Where, setting{key: "law", value: value}, "source")
	}
	if err := s.set(f.Where+".law", setting{key: "code", value: p.code}, "article"); err != nil {
		return err
	}
	return s.set(f.Where+".law", setting{key: "article", value: p.article, text: true}, "code")
}

// onlyThere reads both texts and demands that nothing changed but the fact.
func onlyThere(before, after []byte, f catalog.Fact, values []setting) error {
	var was, is any
	if err := yaml.Unmarshal(before, &was); err != nil {
		return fmt.Errorf("%s: not readable: %w", f.File, err)
	}
	if err := yaml.Unmarshal(after, &is); err != nil {
		return fmt.Errorf("%s: the answer would break the file: write it by hand", f.File)
	}
	wasThere, isThere := at(was, f.Where), at(is, f.Where)
	if wasThere == nil || isThere == nil {
		return fmt.Errorf("%s: %s is not there", f.File, f.Where)
	}
	for _, x := range values {
		if got := fmt.Sprint(isThere[x.key]); got != x.value {
			return fmt.Errorf("%s: %s would become %q: write it by hand", f.File, x.key, got)
		}
		delete(wasThere, x.instead)
		delete(isThere, x.instead)
		delete(wasThere, x.key)
		delete(isThere, x.key)
	}
	for _, key := range []string{"status", "source", "checked", "law", "act", "article"} {
		delete(wasThere, key)
		delete(isThere, key)
	}
	if !reflect.DeepEqual(was, is) {
		return fmt.Errorf("%s: the answer would change more than its fact: write it by hand", f.File)
	}
	return nil
}

var step = regexp.MustCompile(`([a-z_]+)|\[(\d+)\]`)

// at is the mapping at a place such as "terms[0]" of what YAML was read into.
func at(value any, where string) map[string]any {
	for _, m := range step.FindAllStringSubmatch(where, -1) {
		switch v := value.(type) {
		case map[string]any:
			value = v[m[1]]
		case []any:
			var i int
			if _, err := fmt.Sscan(m[2], &i); err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	m, _ := value.(map[string]any)
	return m
}

var textLine = regexp.MustCompile(`\b(?:ru|kk): `)

// naming lists the lines of texts that name a number.
func naming(text []byte, number string) []int {
	word := regexp.MustCompile(`(?:^|[^\d,.])` + regexp.QuoteMeta(number) + `(?:$|[^\d,]|,\D)`)
	var out []int
	for i, line := range bytes.Split(text, []byte("\n")) {
		if textLine.Match(line) && word.Match(line) {
			out = append(out, i+1)
		}
	}
	return out
}
