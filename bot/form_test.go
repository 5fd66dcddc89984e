package bot_test

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/merzim/merzim/bot"
)

// TestForm: the body of a call is what a form with these values is, to the
// byte, whatever the values hold.
func TestForm(t *testing.T) {
	t.Parallel()
	same := func(t interface{ Errorf(string, ...any) }, params map[string]string) {
		values := url.Values{}
		for name, value := range params {
			values.Set(name, value)
		}
		if got, want := string(bot.Form(params)), values.Encode(); got != want {
			t.Errorf("%q was written as %s, want %s", params, got, want)
		}
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, params := range []map[string]string{
		nil, {}, {"": ""}, {"text": ""}, {"a b": "c+d&e=f;g"}, {"text": string(every)}, {"text": "Жәрдемақы — 50 %, <b>₸</b> 🏛", "chat_id": "-7"},
	} {
		same(t, params)
	}
	rapid.Check(t, func(r *rapid.T) {
		same(r, rapid.MapOf(rapid.String(), rapid.String()).Draw(r, "params"))
	})
}
