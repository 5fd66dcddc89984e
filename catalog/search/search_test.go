package search

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"
)

// TestRealQuestions asks what people type, in all the ways they type it.
func TestRealQuestions(t *testing.T) {
	x := trained(t)
	for _, c := range []struct{ question, id string }{
		{"как получить удостоверение личности", "id-card"},
		{"жеке куәлік алайын деп едім", "id-card"},
		{"zheke kualik alu", "id-card"},
		{"jeke kuälik", "id-card"},
		{"eljcnjdthtybt kbxyjcnb", "id-card"},
		{"удостоверене личности", "id-card"},
		{"балабақшаға кезек", "kindergarten-queue"},
		{"балабакшага кезек", "kindergarten-queue"},
		{"balabaqshaga kezek", "kindergarten-queue"},
		{"очередь в садик 😀", "kindergarten-queue"},
		{"ЭЦП", "digital-signature"},
		{"эцп кілтін алу", "digital-signature"},
		{"АСП", "targeted-social-assistance"},
		{"справка о несудимости", "criminal-record-certificate"},
		{"spravka o nesudimosti", "criminal-record-certificate"},
		{"cghfdrf j ytcelbvjcnb", "criminal-record-certificate"},
		{"апз на частный дом", "apz"},
		{"паспорт", "passport"},
		{"внж", "permanent-residence-permit"},
		{"ЖК ашқым келеді", "individual-entrepreneur-registration"},
		{"жүргізуші куәлігін ауыстыру", "driving-licence"},
		{"ж2рг3зуш3 ку2л3г3н ауыстыру", "driving-licence"},
		{"қайтыс болғаны туралы куәлік", "death-registration"},
	} {
		r := x.Search(c.question, 3)
		if !r.Service || len(r.Hits) == 0 || r.Hits[0].ID != c.id {
			t.Errorf("%s: %+v, want %s first", c.question, r, c.id)
		}
	}
}

// TestNoService asks what no public service answers.
func TestNoService(t *testing.T) {
	x := trained(t)
	for _, question := range []string{
		"", "?", "😀😀", "1234567", "какая завтра погода", "ертең ауа райы қандай", "расскажи анекдот",
		"рецепт борща", "кто выиграл матч", "закажи пиццу", "asdfgh qwerty zxcv",
	} {
		if r := x.Search(question, 3); r.Service {
			t.Errorf("%q is taken for %+v", question, r.Hits)
		}
	}
}

// TestWordsAlone asks before the classifier is there.
func TestWordsAlone(t *testing.T) {
	x := untrained(t)
	for question, id := range map[string]string{
		"получить удостоверение личности": "id-card", "балабақшаға кезекке тұру": "kindergarten-queue",
		"справка о несудимости": "criminal-record-certificate", "eljcnjdthtybt kbxyjcnb": "id-card",
	} {
		if r := x.Search(question, 3); !r.Service || r.Hits[0].ID != id {
			t.Errorf("%s: %+v, want %s", question, r, id)
		}
	}
}

// TestSameEveryTime trains twice and compares all answers.
func TestSameEveryTime(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("trains twice")
	}
	a := trained(t)
	b, err := freshlyTrained()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range readQuestions(t) {
		if one, other := a.Search(q.text, 3), b.Search(q.text, 3); !reflect.DeepEqual(one, other) {
			t.Fatalf("%s: %+v and %+v", q.text, one, other)
		}
	}
}

// TestConcurrent searches from many goroutines while the classifier arrives.
func TestConcurrent(t *testing.T) {
	x := untrained(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				x.Search("балабақшаға кезекке тұру", 3)
				x.Explain("потерял удостоверение", 2)
			}
			cancel()
		})
	}
	if err := x.Train(ctx); err != nil && ctx.Err() == nil {
		t.Error(err)
	}
	wg.Wait()
}

// TestExplain shows what the answer rests on.
func TestExplain(t *testing.T) {
	x := trained(t)
	e := x.Explain("gjnthzk eljcnjdthtybt", 1)
	if e.Reading != "потерял удостоверение" {
		t.Errorf("read as %q", e.Reading)
	}
	if len(e.Hits) != 1 || !slices.ContainsFunc(e.Hits[0].Why, func(w Why) bool { return w.Kind == KindWord && w.Word == "удостоверение" }) {
		t.Errorf("the word is not among the reasons: %+v", e.Hits)
	}
	if !slices.ContainsFunc(e.Hits[0].Why, func(w Why) bool { return w.Kind == KindAlike }) {
		t.Errorf("the classifier is not among the reasons: %+v", e.Hits)
	}
	if plain := x.Search("gjnthzk eljcnjdthtybt", 1); plain.Hits[0].Why != nil || plain.Hits[0].ID != e.Hits[0].ID {
		t.Errorf("Search and Explain differ: %+v, %+v", plain, e)
	}
}

func TestTop(t *testing.T) {
	x := trained(t)
	for top := range 5 {
		if n := len(x.Search("пособие", top).Hits); n != top {
			t.Errorf("top %d gives %d", top, n)
		}
	}
	if n := len(x.Search("пособие", -1).Hits); n != 0 {
		t.Errorf("top -1 gives %d", n)
	}
	if n := len(x.Search("пособие", 10000).Hits); n == 0 || n > len(x.ids) {
		t.Errorf("top 10000 gives %d", n)
	}
}
