package search

import (
	"fmt"
	"testing"
)

func TestOne(t *testing.T) {
	x := trained(t)
	for _, q := range []string{"садик", "паспорт", "ЭЦП", "права", "пособие", "асп", "ип", "жер", "зейнетақы", "развод", "eljcnjdthtybt", "gfcgjhn", "balabaqsha", "wheelchair", "погода", "привет", "нотариус", "машина", "0ызмет", "ж2рдема0ы", "усз", "жекекуәлік", "пенсия", "кредит", "ЦОН", "егов", "", "?", "😀", "жк", "вид на жительство", "внж", "zheke kualik", "jeke kuälik", "áleýmettik kómek", "soqqyryq", "справка", "кукик", "ndshfznm", "rjycecnfylh"} {
		e := x.Explain(q, 3)
		fmt.Printf("%-16s %-5v close=%v %.2f read %q", q, e.Service, e.Close, e.Certainty, e.Reading)
		for _, h := range e.Hits {
			fmt.Printf(" %s %.2f", h.ID, h.Score)
		}
		fmt.Println()
	}
}
