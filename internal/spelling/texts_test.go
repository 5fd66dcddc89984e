package spelling

import (
	"os"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// reviewed reads the lists of the project.
func reviewed(t *testing.T) map[string]Reviewed {
	t.Helper()
	lists := map[string]Reviewed{}
	for _, lang := range []string{kazakhText, russianText} {
		raw, err := os.ReadFile("../../locales/words." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if lists[lang], err = ReadReviewed(string(raw)); err != nil {
			t.Fatalf("locales/words.%s.txt: %v", lang, err)
		}
	}
	return lists
}

// texts are all texts that people read.
func texts(t *testing.T) []Text {
	t.Helper()
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var out []Text
	c.EachString(func(file, where, lang, s string) {
		out = append(out, Text{Place: "catalog/" + file + ": " + where, Language: lang, Text: s, Names: strings.Contains(where, "also_called")})
	})
	for _, lang := range locales.Codes() {
		files, err := locales.FilesOf(locales.Embedded(), lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := locales.Embedded().ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			messages := map[string]any{}
			if err := toml.Unmarshal(raw, &messages); err != nil {
				t.Fatal(err)
			}
			for key, message := range messages {
				forms, counted := message.(map[string]any)
				if !counted {
					forms = map[string]any{"other": message}
				}
				for _, form := range forms {
					out = append(out, Text{Place: "locales/" + file + ": " + key, Language: lang, Text: form.(string)})
				}
			}
		}
	}
	return out
}

// A new word that the dictionary does not know is looked at once: mended, or put
// into locales/words.kk.txt or locales/words.ru.txt.
func TestEveryTextIsSpelledRight(t *testing.T) {
	t.Parallel()
	findings, err := Proofread(t.Context(), texts(t), reviewed(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("%s: %s (if it is right, add it to locales/words.%s.txt)", f.Place, f.What, f.Language)
	}
}

// Words that were typed wrong are found in any form.
func TestMisspellingsAreFound(t *testing.T) {
	t.Parallel()
	wrong := map[string][]string{
		kazakhText: strings.Fields("кужат құжатт шагым қызымет мерзімы куалік куәліқ тапсырганнан өтінішш беруши мемлекетік жұмыз анықтамма " +
			"кужаттарды шагымыңыз қызыметтің баллабақша әкімдиктің тіркеуу Қазакстан төлемакы"),
		russianText: strings.Fields("заявленее росписка документв гражданен услугга пасспорт удостоверенние сроок рабочх регестрация акимта"),
	}
	lists := reviewed(t)
	for lang, words := range wrong {
		var all []Text
		for _, word := range words {
			all = append(all, Text{Place: word, Language: lang, Text: word})
		}
		findings, err := Proofread(t.Context(), all, lists)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, f := range findings {
			found[f.Place] = true
		}
		for _, word := range words {
			if !found[word] {
				t.Errorf("%s: %s passes", lang, word)
			}
		}
	}
}

// Long chains of endings that the dictionary lacks are right; so are endings
// after a name or a number, and a name of the other language in quotes.
func TestRightWordsPass(t *testing.T) {
	t.Parallel()
	findings, err := Proofread(t.Context(), []Text{
		{Language: kazakhText, Text: "өтініштеріңізді шағымыңызды құжаттарыңыздағы ХҚКО-дан eGov-тың 15-күні 35%-ына «Госуслуга или ЦОН» {{.Count}} <b>құжат</b>"},
		{Language: russianText, Text: "госуслуга в ЦОНе, «Қазақстан Республикасы», https://egov.kz/ру {{.Сount}}"},
		{Language: kazakhText, Text: "удостоверение", Names: true},
	}, reviewed(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("%s: %s", f.Language, f.What)
	}
}

func TestAListIsSortedWordsAlone(t *testing.T) {
	t.Parallel()
	for text, fault := range map[string]string{
		"акимат\nюрлицо\n":  "",
		"юрлицо\nакимат\n":  "out of order",
		"акимат\nакимат\n":  "out of order",
		"Акимат\nакимат\n":  "stands twice",
		"акимат области\n":  "not one word",
		"акимат\n\nюрлицо":  "not one word",
		"акимат \nюрлицо\n": "not one word",
	} {
		_, err := ReadReviewed(text)
		if (err == nil) != (fault == "") || err != nil && !strings.Contains(err.Error(), fault) {
			t.Errorf("%q: %v, want %q", text, err, fault)
		}
	}
}
