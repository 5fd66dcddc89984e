package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/merzim/merzim/bot"
)

func TestPressData(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		verb   string
		fields []string
		want   string // "" when it is refused
	}{
		{"a verb", "help", nil, "1|help"},
		{"fields", "card", []string{"id-card", "2"}, "1|card|id-card|2"},
		{"empty fields", "card", []string{"", ""}, "1|card||"},
		{"not Latin", "қызмет", nil, "1|қызмет"},
		{"as long as can be", "v", []string{strings.Repeat("x", 60)}, "1|v|" + strings.Repeat("x", 60)},
		{"too long", "v", []string{strings.Repeat("x", 61)}, ""},
		{"too long in bytes", "v", []string{strings.Repeat("қ", 31)}, ""},
		{"no verb", "", []string{"x"}, ""},
		{"a separator in a field", "v", []string{"a|b"}, ""},
		{"a separator in the verb", "a|b", nil, ""},
	}
	for _, c := range cases {
		data, err := bot.EncodePress(c.verb, c.fields...)
		if data != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", c.name, data, err, c.want)
		}
	}
}

// TestOldButtons: what this version did not make is never taken for something.
func TestOldButtons(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		"", "1", "1|", "1||x", "|", "|help", "0|help", "2|help", "01|help", "help", "1:help", " 1|help", "1|" + strings.Repeat("x", 63), `{"v":1}`,
	} {
		if verb, fields, err := bot.DecodePress(data); !errors.Is(err, bot.ErrOldButton) || verb != "" || fields != nil {
			t.Errorf("%q was read as %q %q, %v", data, verb, fields, err)
		}
	}
}

// TestPressRoundTrip: whatever a button carries comes back as it was.
func TestPressRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z0-9қ: -]{0,12}`)
		verb, fields := text.Draw(t, "verb"), rapid.SliceOfN(text, 0, 5).Draw(t, "fields")
		data, err := bot.EncodePress(verb, fields...)
		if err != nil {
			if size := len("1|" + strings.Join(append([]string{verb}, fields...), "|")); verb != "" && size <= bot.MaxData {
				t.Fatal(err)
			}
			return
		}
		gotVerb, gotFields, err := bot.DecodePress(data)
		if err != nil || gotVerb != verb || !slices.Equal(gotFields, fields) {
			t.Fatalf("%q %q became %q and came back as %q %q, %v", verb, fields, data, gotVerb, gotFields, err)
		}
	})
}

// FuzzDecodePress: data from outside is either what EncodePress makes, or an
// old button.
func FuzzDecodePress(f *testing.F) {
	for _, data := range []string{"", "1|help", "1|card|id-card|2", "1|card||", "2|help", "1|\xff|\x00", "1|" + strings.Repeat("x", 62), strings.Repeat("|", 64)} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		verb, fields, err := bot.DecodePress(data)
		if err != nil {
			if !errors.Is(err, bot.ErrOldButton) {
				t.Fatal(err)
			}
			return
		}
		if again, err := bot.EncodePress(verb, fields...); err != nil || again != data {
			t.Fatalf("%q was read as %q %q, which makes %q, %v", data, verb, fields, again, err)
		}
	})
}
