package worksheet

import "testing"

func TestAKeyChangesAndTheRestStays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, where, want string
		set               setting
	}{
		"a value": {
			"a:\n  - case: {ru: 'x: y', kk: ә}\n    status: unverified # look\n    n: 1\n", "a[0]",
			"a:\n  - case: {ru: 'x: y', kk: ә}\n    status: act # look\n    n: 1\n", setting{key: "status", value: "act"}},
		"a quoted day keeps its quotes": {
			"checked: '2026-01-01'\nstatus: x\n", "",
			"checked: '2026-11-23' # А.Б.\nstatus: x\n", setting{key: "checked", value: "2026-11-23", remark: "А.Б."}},
		"a remark goes behind the old one": {
			"checked: 2026-01-01 # old\nstatus: x\n", "",
			"checked: 2026-11-23 # old; А.Б.\nstatus: x\n", setting{key: "checked", value: "2026-11-23", remark: "А.Б."}},
		"a missing key": {
			"a:\n- b: 1\n  # why\n  status: x\n", "a[0]",
			"a:\n- b: 1\n  # why\n  length: 5\n  status: x\n", setting{key: "length", value: "5"}},
		"a missing key before the first": {
			"a:\n  - status: x\n    b: 1\n", "a[0]",
			"a:\n  - length: 5\n    status: x\n    b: 1\n", setting{key: "length", value: "5"}},
		"in braces": {
			"a:\n  - {ә: 'ү, }', n: 1, status: x} # ң\n", "a[0]",
			"a:\n  - {ә: 'ү, }', n: 20, status: x} # ң\n", setting{key: "n", value: "20"}},
		"missing in braces": {
			"a:\n  - {ә: 'ү, }', status: x}\n", "a[0]",
			"a:\n  - {ә: 'ү, }', u: 'https://a.kz/b?c=1', status: x}\n", setting{key: "u", value: "https://a.kz/b?c=1"}},
		"instead": {
			"mci: 0.5 # old\nstatus: x\n", "",
			"tenge: 700 # old\nstatus: x\n", setting{key: "tenge", value: "700", instead: "mci"}},
		"an article is a text": {
			"article: 7\nstatus: x\n", "",
			"article: '25'\nstatus: x\n", setting{key: "article", value: "25", text: true}},
		"no value yet": {
			"length:\nstatus: x\n", "",
			"length: 5\nstatus: x\n", setting{key: "length", value: "5"}},
		"Windows lines": {
			"n: 1\r\nstatus: x\r\n", "",
			"n: 2\r\nstatus: x\r\n", setting{key: "n", value: "2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &source{text: []byte(c.text)}
			if err := s.set(c.where, c.set, "status"); err != nil {
				t.Fatal(err)
			}
			if string(s.text) != c.want {
				t.Errorf("got\n%s\nwant\n%s", s.text, c.want)
			}
			again := &source{text: s.text}
			if err := again.set(c.where, c.set, "status"); err != nil || string(again.text) != c.want {
				t.Errorf("the second time: %v\n%s", err, again.text)
			}
		})
	}
}

func TestAListIsNoValue(t *testing.T) {
	t.Parallel()
	s := &source{text: []byte("a:\n  - 1\nstatus: x\n")}
	if err := s.set("", setting{key: "a", value: "1"}, "status"); err == nil {
		t.Error("a list was overwritten")
	}
}
