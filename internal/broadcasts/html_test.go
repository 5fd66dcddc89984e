package broadcasts_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/local"
)

// TestHTML: what is allowed, and what an author is told of the rest.
func TestHTML(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	try := func(text string) *broadcasts.TextFault {
		c := everybody()
		c.Texts.KK = text
		_, err := s.store.Create(t.Context(), author, "", c, nil)
		var fault *broadcasts.TextFault
		if err != nil && !errors.As(err, &fault) {
			t.Fatal(err)
		}
		return fault
	}
	for _, good := range []string{
		"Сәлем", "<b>a</b>", "<b>a <i>b</i></b>", `<a href="https://egov.kz/?a=1&amp;b=2">egov</a>`, "a &lt; b &amp; c &gt; d &quot;e&quot; &#39; &#x41;",
		`<span class="tg-spoiler">a</span>`, "<blockquote expandable>a\nb</blockquote>", "<pre><code>x</code></pre>", "<tg-spoiler>a</tg-spoiler>", "a > b",
		strings.Repeat("а", 4096), strings.Repeat("🪪", 2048), "<b>" + strings.Repeat("&lt;", 4096) + "</b>",
	} {
		if fault := try(good); fault != nil {
			t.Errorf("%.60q: %v", good, fault)
		}
	}
	for bad, want := range map[string]broadcasts.Fault{
		"": broadcasts.Empty, " \n ": broadcasts.Empty, "<b></b>": broadcasts.Empty, "<b>\u200b \u00a0</b>": broadcasts.Empty, "&#32;": broadcasts.Empty,
		"<b>a": broadcasts.Unclosed, "a</b>": broadcasts.BadEnd, "<b><i>a</b></i>": broadcasts.BadEnd, "a < b": broadcasts.BadTag, "<p>a</p>": broadcasts.BadTag,
		"<script>a</script>": broadcasts.BadTag, "<B>a</B>": broadcasts.BadTag, `<b class="x">a</b>`: broadcasts.BadTag, "<br>": broadcasts.BadTag, "<b": broadcasts.BadTag,
		`<a href="javascript:alert(1)">a</a>`: broadcasts.BadTag, `<a href="http://localhost/">a</a>`: broadcasts.BadTag, `<a href='https://a.kz'>a</a>`: broadcasts.BadTag,
		`<a href="https://egov.kz@evil.example/">a</a>`: broadcasts.BadTag, `<a href="tg://user?id=1">a</a>`: broadcasts.BadTag, "<a>a</a>": broadcasts.BadTag,
		"Ромашка & Ко": broadcasts.BadReference, "&nbsp;": broadcasts.BadReference, "&copy;": broadcasts.BadReference, "&#0;": broadcasts.BadReference, "&#xD800;": broadcasts.BadReference,
		"a\x00": broadcasts.BadCharacter, "a\xff": broadcasts.BadCharacter, strings.Repeat("a", 4097): broadcasts.TooLong, strings.Repeat("🪪", 2049): broadcasts.TooLong,
	} {
		if fault := try(bad); fault == nil || fault.What != want || fault.Language != "kk" {
			t.Errorf("%.60q: %v, want %s", bad, fault, want)
		}
	}
	if fault := try("Сәлем <x>"); fault == nil || fault.At != 6 || fault.Part != "<x>" {
		t.Errorf("%+v", fault)
	}
}

// TestTelegramTakesWhatPasses: whatever passes the check, the local Telegram
// takes, and shows as many characters as were counted.
func TestTelegramTakesWhatPasses(t *testing.T) {
	t.Parallel()
	server, err := local.New(local.Options{Record: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	server.Person(1001, local.PersonOptions{Started: true})
	api := server.Client()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	pieces := []string{
		"<b>", "</b>", "<i>", "</i>", "<a href=\"https://egov.kz\">", "</a>", "<", ">", "&", "&amp;", "&#1179;", "&#x1F194;", "қ", "a", "🪪", " ", "\n", "<pre>", "</pre>",
		"<code>", "</code>", "</>", "<span class=\"tg-spoiler\">", "</span>", "<blockquote expandable>", "</blockquote>", "\u200b", ";", "\"", "/",
		"<b>қ</b>", "<i>a &lt; b</i>", "<a href=\"https://egov.kz\">🪪</a>", "<pre><code>x</code></pre>", "<blockquote>a\nb</blockquote>", "<u><s>a</s> b</u>",
	}
	passed, dice := 0, rand.New(rand.NewPCG(1, 2))
	for range 600 {
		text := ""
		for range 1 + dice.IntN(6) {
			text += pieces[dice.IntN(len(pieces))]
		}
		c := everybody()
		c.Texts.KK = text
		b, err := s.store.Create(t.Context(), author, "", c, nil)
		if err != nil {
			continue
		}
		passed++
		answer, err := api.PostForm("http://telegram.test/bot1:a/sendMessage", url.Values{"chat_id": {"1001"}, "parse_mode": {"HTML"}, "text": {text}})
		if err != nil {
			t.Fatal(err)
		}
		var said struct {
			OK          bool
			Description string
			Result      struct{ Text string }
		}
		err = errors.Join(json.NewDecoder(answer.Body).Decode(&said), answer.Body.Close())
		if err != nil || !said.OK {
			t.Fatalf("%q: %v %s", text, err, said.Description)
		}
		if shown := len(utf16.Encode([]rune(said.Result.Text))); shown > b.Texts.Units().KK {
			t.Errorf("%q shows %d characters, counted were %d", text, shown, b.Texts.Units().KK)
		}
	}
	if passed < 50 {
		t.Errorf("only %d texts passed", passed)
	}
}
