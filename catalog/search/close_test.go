package search

import (
	"slices"
	"testing"
)

// TestClose demands that a second look is asked for where the first hit is
// wrong rather than where it is right.
func TestClose(t *testing.T) {
	x := trained(t)
	var right, rightAsked, wrong, wrongAsked int
	for _, q := range readQuestions(t) {
		if q.half != "tune" || q.ids == nil {
			continue
		}
		r := x.Search(q.text, 3)
		if !r.Service || len(r.Hits) == 0 {
			continue
		}
		if slices.Contains(q.ids, r.Hits[0].ID) {
			right++
			if r.Close {
				rightAsked++
			}
			continue
		}
		wrong++
		if r.Close {
			wrongAsked++
		}
	}
	t.Logf("asks at %.1f%% of right first hits, at %.1f%% of wrong ones", pc(rightAsked, right), pc(wrongAsked, wrong))
	if right > 0 && wrong > 0 && pc(rightAsked, right) > pc(wrongAsked, wrong)/2 {
		t.Error("Close says little")
	}
}

// TestNearSeveral asks in a few plain words what several services answer: that
// is a service, and one to ask back about, never "no such service".
func TestNearSeveral(t *testing.T) {
	x := trained(t)
	for _, question := range []string{
		"пособие на ребёнка", "детские пособия", "справка о доходах", "оформить землю", "балаға жәрдемақы", "жер алу",
		"справка", "лицензия", "прописка", "квартира от государства", "балаға ақша", "жерді рәсімдеу", "үй алу кезегі",
		"пенсия", "зейнетақы", "инвалидность", "мүгедектік", "открыть бизнес", "кәсіп ашу", "диплом потерял", "апостиль",
		"жатақхана", "общежитие", "опека", "армия", "әскер", "земля под дом", "декретные", "куәлік жоғалды",
	} {
		if r := x.Search(question, 3); !r.Service || len(r.Hits) < 2 {
			t.Errorf("%s: %+v", question, r)
		}
	}
	for _, question := range []string{"как получить справку о несудимости", "справка о несудимости", "несудимость керек"} {
		if r := x.Search(question, 1); r.Close || len(r.Hits) != 1 || r.Hits[0].ID != "criminal-record-certificate" {
			t.Errorf("%s: asked back although it says one whole name: %+v", question, r)
		}
	}
	for _, question := range []string{
		"пособие на ребёнка", "справка о доходах", "оформить землю", "балаға жәрдемақы", "справка", "лицензия", "жатақхана",
	} {
		if r := x.Search(question, 3); !r.Close {
			t.Errorf("%s: not asked back: %+v", question, r)
		}
	}
}
