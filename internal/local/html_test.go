package local

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in, text string
		entities []Entity
	}{
		{"plain", "plain", nil},
		{"a &lt;b&gt; &amp;&quot; &#1179;&#x49B; &nbsp; & &#0;", "a <b> &\" ққ &nbsp; & &#0;", nil},
		{"<b>ә😀</b>x", "ә😀x", []Entity{{Type: "bold", Length: 3}}},
		{"<b>a<i>b</i></b>", "ab", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{"<STRONG>a</strong><em>b</em><ins>c</ins><strike>d</strike>", "abcd", []Entity{
			{Type: "bold", Length: 1}, {Type: "italic", Offset: 1, Length: 1},
			{Type: "underline", Offset: 2, Length: 1}, {Type: "strikethrough", Offset: 3, Length: 1},
		}},
		{`<a href="https://egov.kz/?a=1&amp;b=2">e</a>`, "e", []Entity{{Type: "text_link", Length: 1, URL: "https://egov.kz/?a=1&b=2"}}},
		{"<a href='egov.kz'>e</a>", "e", []Entity{{Type: "text_link", Length: 1, URL: "http://egov.kz/"}}},
		{`<a href="http://localhost/">e</a>`, "e", nil},
		{"<pre><code class=\"language-go\">x</code></pre>", "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
		{"<code>1</code> <tg-spoiler>2</tg-spoiler><span class=\"tg-spoiler\">3</span>", "1 23", []Entity{
			{Type: "code", Length: 1}, {Type: "spoiler", Offset: 2, Length: 1}, {Type: "spoiler", Offset: 3, Length: 1},
		}},
		{"<blockquote expandable>q</blockquote><blockquote>r</blockquote>", "qr", []Entity{{Type: "expandable_blockquote", Length: 1}, {Type: "blockquote", Offset: 1, Length: 1}}},
		{"<b></b>a<b >b</b >", "ab", []Entity{{Type: "bold", Offset: 1, Length: 1}}},
	}
	for _, c := range cases {
		text, entities, err := parseHTML(c.in)
		if err != nil || text != c.text || !sameEntities(entities, c.entities) {
			t.Errorf("%s: %q %+v %v", c.in, text, entities, err)
		}
	}
}

func TestHTMLRefused(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<b>a":                `Can't find end tag corresponding to start tag "b"`,
		"a</b>":               "Unexpected end tag at byte offset 1",
		"<b><i>a</b></i>":     `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"a < b":               "Unsupported start tag \"\" at byte offset 2",
		"5<6":                 "Unclosed start tag at byte offset 1",
		"<br>":                `Unsupported start tag "br" at byte offset 0`,
		"<b":                  "Unclosed start tag at byte offset 0",
		"<b>a</b":             "Unclosed end tag at byte offset 4",
		"<span>a</span>":      `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"<a href>a</a>":       `Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`,
		"<a =1>a</a>":         `Empty attribute name in the tag "a" at byte offset 0`,
		`<a href="x>a</a>`:    "Unclosed start tag at byte offset 0",
		"<script>1</script>":  `Unsupported start tag "script" at byte offset 0`,
		"<b>1<img src=x></b>": `Unsupported start tag "img" at byte offset 4`,
	} {
		_, _, err := parseHTML(in)
		if err == nil || err.description != "Bad Request: can't parse entities: "+want {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestFoundEntities(t *testing.T) {
	t.Parallel()
	got := withFound("😀 /find@bot_1 x http://a.kz/b. /usr/bin /ж", nil)
	want := []Entity{{Type: "bot_command", Offset: 3, Length: 11}, {Type: "url", Offset: 17, Length: 13}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	text, entities := trim("\n  <b>", []Entity{{Type: "bold", Offset: 0, Length: 6}, {Type: "italic", Offset: 0, Length: 3}})
	if text != "<b>" || len(entities) != 1 || entities[0].Length != 3 {
		t.Errorf("%q %+v", text, entities)
	}
}

// FuzzHTML holds the parser to its promises: no panic, and entities inside the text, properly nested.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "<a href=\"x.y\">&#x1F600;</a>", "<pre><code class=\"language-x\">", "&#99999999999;", "<b a='", "</", "<blockquote expandable>", "&#x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		text, entities, err := parseHTML(in)
		if err != nil {
			if !strings.HasPrefix(err.description, "Bad Request: can't parse entities: ") {
				t.Fatal(err)
			}
			return
		}
		if utf8.ValidString(in) && !utf8.ValidString(text) {
			t.Fatalf("%q became invalid", in)
		}
		for _, e := range entities {
			if e.Length <= 0 || e.Offset < 0 || e.Offset+e.Length > units(text) {
				t.Fatalf("%q: %+v outside of %q", in, e, text)
			}
			for _, o := range entities {
				crosses := e.Offset < o.Offset && o.Offset < e.Offset+e.Length && e.Offset+e.Length < o.Offset+o.Length
				if crosses {
					t.Fatalf("%q: %+v crosses %+v", in, e, o)
				}
			}
		}
		trim(text, withFound(text, entities))
	})
}
