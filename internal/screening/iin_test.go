package screening

import "testing"

func TestIIN(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]bool{
		"900101300017":  true,
		"880101300020":  true,  // a checksum of 0
		"050229500116":  false, // there was no 29 February 2005
		"040229500113":  false, // a wrong checksum
		"900101300018":  false,
		"901301300017":  false, // the thirteenth month
		"900101700017":  false, // a seventh digit that no century has
		"90010130001":   false,
		"9001013000170": false,
		"90010130001a":  false,
		"":              false,
	} {
		if IsIIN(digits) != want {
			t.Errorf("%q: %v", digits, !want)
		}
	}
}

// The second weights are for numbers whose first sum gives 10.
func TestIINSecondWeights(t *testing.T) {
	t.Parallel()
	found, none := 0, 0
	for n := range 1000 {
		base := "9001013" + string([]byte{'0' + byte(n/1000), '0' + byte(n/100%10), '0' + byte(n/10%10), '0' + byte(n%10)})
		good := 0
		for last := byte('0'); last <= '9'; last++ {
			if IsIIN(base + string(last)) {
				good++
			}
		}
		if weigh(base, 1) == 10 {
			found++
			if weigh(base, 3) == 10 {
				none++
				if good != 0 {
					t.Error(base, "has no last digit, but", good, "were taken")
				}
				continue
			}
		}
		if good != 1 {
			t.Error(base, "has", good, "last digits")
		}
	}
	if found == 0 || none == 0 {
		t.Error("nothing tested:", found, none)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Kind{
		"900101300017": IIN, "900101 300017": IIN, "900-101-300-017": IIN, "ИИН: 900101300017": IIN, "ЖСН 9 0 0 1 0 1 3 0 0 0 1 7": IIN, "9OO1O13OOO17": IIN, "900101З00017": IIN,
		"9\u200b00101\u200b300017": IIN, "９００１０１３０００１７": IIN, "900101300017 05.11.2026": IIN,
		"+7 701 234 56 78": Phone, "87012345678": Phone, "8 (701) 234-56-78": Phone, "+7-777-000-11-22": Phone,
		"4400 4301 2345 6789": Card, "4400430123456789": Card,
		"ivan@mail.ru": Email, "@ivan_petrov": Email, "https://t.me/x": Email,
		"ЖТ-2026-01234567": Nothing, "KZ12ABC00012345": Nothing, "101000123456789": Nothing, "002-17-0004512": Nothing, "900101300018": Nothing, "4400430123456788": Nothing,
		"": Nothing, "12": Nothing, "202601234567": Nothing, "0000000000000000": Nothing,
	} {
		if got := Find(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
