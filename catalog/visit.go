package catalog

import (
	"fmt"
	"reflect"
	"strings"
)

// EachText calls visit with every text of the catalogue that exists in both
// languages, its file and its place there: "services/id-card.yaml",
// "terms[0].case". Texts that the files leave out are not visited.
func (c *Catalog) EachText(visit func(file, where string, t Text)) {
	for _, part := range c.written() {
		eachText(part.value, func(where string, t Text) { visit(part.file, where, t) })
	}
}

// EachString calls visit with every sentence and name of the catalogue, one
// language at a time: what EachText gives, and the names by which people call a
// service. Phrases are not among them.
func (c *Catalog) EachString(visit func(file, where, lang, s string)) {
	for _, part := range c.written() {
		eachText(part.value, func(where string, t Text) {
			for _, lang := range Languages() {
				visit(part.file, dotted(where, lang), lang, t.In(lang))
			}
		})
		eachNames(part.value, func(where string, n Names) {
			for _, lang := range Languages() {
				for i, name := range n.In(lang) {
					visit(part.file, fmt.Sprintf("%s[%d]", dotted(where, lang), i), lang, name)
				}
			}
		})
	}
}

// written lists the files that hold texts, with what was read from them.
func (c *Catalog) written() []lawPart {
	parts := []lawPart{
		{"sectors.yaml", c.Sectors},
		{"events.yaml", c.Events},
		{"agencies.yaml", c.Agencies},
		{"regions.yaml", c.Regions},
	}
	parts = append(parts, c.Law.parts()...)
	for _, s := range c.Services {
		parts = append(parts, lawPart{s.File, s})
	}
	return parts
}

// eachText visits the texts of a value in the order of its fields.
func eachText(value any, visit func(where string, t Text)) {
	walk(value, func(x reflect.Value, where string) bool {
		var t Text
		switch text := x.Interface().(type) {
		case Text:
			t = text
		case Value:
			t = Text{text.RU, text.KK}
		case Note:
			t = Text{text.RU, text.KK}
		default:
			return true
		}
		if t != (Text{}) {
			visit(where, t)
		}
		return false
	})
}

// eachNames visits the lists of names of a value.
func eachNames(value any, visit func(where string, n Names)) {
	walk(value, func(x reflect.Value, where string) bool {
		n, ok := x.Interface().(Names)
		if ok {
			visit(where, n)
		}
		return !ok
	})
}

// walk visits every struct inside a value, the outer ones first, with its place
// in the notation of the files; it enters a struct when visit says so.
func walk(value any, visit func(x reflect.Value, where string) bool) {
	walkAt(reflect.ValueOf(value), "", visit)
}

func walkAt(x reflect.Value, where string, visit func(x reflect.Value, where string) bool) {
	switch x.Kind() {
	case reflect.Pointer:
		if !x.IsNil() {
			walkAt(x.Elem(), where, visit)
		}
	case reflect.Slice:
		for i := range x.Len() {
			walkAt(x.Index(i), fmt.Sprintf("%s[%d]", where, i), visit)
		}
	case reflect.Struct:
		if !visit(x, where) {
			return
		}
		for i := range x.NumField() {
			field := x.Type().Field(i)
			key, option, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			switch {
			case !field.IsExported() || key == "-":
			case option == "inline":
				walkAt(x.Field(i), where, visit)
			default:
				walkAt(x.Field(i), dotted(where, key), visit)
			}
		}
	}
}

// dotted is the place of a key inside a place.
func dotted(where, key string) string {
	if where == "" {
		return key
	}
	return where + "." + key
}
