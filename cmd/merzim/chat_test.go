package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/testserver"
)

// known is what the bot knows, read once for all conversations. Its search is
// not trained, which takes long under the race detector: what depends on the
// search is asked of the program itself.
var known = sync.OnceValues(func() (*handlers.Knowledge, error) {
	source, err := openFiles("", "")
	if err != nil {
		return nil, err
	}
	know, _, err := source.load()
	return know, err
})

// A conversation is a file: its first line holds the flags of `merzim chat`,
// the others are typed, "#Label" presses the button of that label. What the bot
// says stands in the .golden file beside it, after each line typed.
func TestConversations(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/chat/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			got := shortened(converse(t, string(text), inMemory))
			golden := strings.TrimSuffix(script, ".txt") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the bot says something else than %s (go test ./cmd/merzim -run TestConversations -update writes it anew):\n%s",
					golden, difference(string(want), got))
			}
		})
	}
}

// The conversations that keep something go the same way on PostgreSQL.
func TestConversationsOnPostgreSQL(t *testing.T) {
	t.Parallel()
	server := testserver.Postgres(t)
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	for i, name := range []string{"ru-case", "kk-case", "ru-track", "kk-track", "ru-complain", "kk-complain"} {
		base := fmt.Sprintf("conversation%d", i)
		if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+base); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile("testdata/chat/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("testdata/chat/" + name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		got := shortened(converse(t, string(text), strings.Replace(server, "/postgres?", "/"+base+"?", 1)))
		if got != string(want) {
			t.Errorf("%s on PostgreSQL:\n%s", name, difference(string(want), got))
		}
	}
}

// converse plays a script on a base and returns what was typed and said.
func converse(t *testing.T, script, database string) string {
	t.Helper()
	head, typed, _ := strings.Cut(script, "\n")
	f := chatFlags{database: database}
	flags := flag.NewFlagSet("chat", flag.ContinueOnError)
	flags.StringVar(&f.lang, "lang", "ru", "")
	flags.StringVar(&f.now, "now", "2026-11-23 10:00", "")
	flags.StringVar(&f.as, "as", "citizen", "")
	flags.BoolVar(&f.asJSON, "json", false, "")
	if err := flags.Parse(strings.Fields(head)); err != nil {
		t.Fatal(err)
	}
	at, err := parseTime(f.now)
	if err != nil {
		t.Fatal(err)
	}
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	d := &dialogue{lines: strings.SplitAfter(typed, "\n")}
	if err := play(t.Context(), streams{in: d, out: &d.said, err: &d.said}, f, at, know); err != nil {
		t.Fatal(err)
	}
	if d.fault != "" {
		t.Fatal(d.fault)
	}
	return d.said.String()
}

// shortened names an answer that was given before instead of repeating it.
func shortened(said string) string {
	given := map[string]string{}
	turns := strings.SplitAfter(said, "\n\n> ")
	for i, turn := range turns {
		line, answer, _ := strings.Cut(turn, "\n")
		if before, ok := given[answer]; ok && len(answer) > 200 {
			turns[i] = fmt.Sprintf("%s\n(as after %q)\n\n> ", line, before)
		} else {
			given[answer] = line
		}
	}
	return strings.Join(turns, "")
}

// dialogue types the next line when the bot has answered the last one, and
// notes what was typed between the answers.
type dialogue struct {
	lines []string
	said  bytes.Buffer
	fault string
}

// Read gives one line; a button's label becomes its number under the newest
// keyboard that was printed.
func (d *dialogue) Read(p []byte) (int, error) {
	if len(d.lines) == 0 || d.lines[0] == "" {
		return 0, io.EOF
	}
	line := d.lines[0]
	d.lines = d.lines[1:]
	fmt.Fprintf(&d.said, "> %s", line)
	if label, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "?#"); ok { // where there is such a button
		if line = "\n"; d.button(label) != "" {
			line = "#" + d.button(label) + "\n"
		}
		return copy(p, line), nil
	}
	if label, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "#"); ok && strings.Trim(label, "0123456789") != "" {
		number := d.button(label)
		if number == "" {
			d.fault = fmt.Sprintf("no button %q in:\n%s", label, d.said.String())
			return 0, io.EOF
		}
		line = "#" + number + "\n"
	}
	return copy(p, line), nil
}

func (d *dialogue) button(label string) string {
	lines := strings.Split(d.said.String(), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if number, ok := strings.CutSuffix(lines[i], "] "+label); ok && strings.HasPrefix(number, "[") {
			return number[1:]
		}
	}
	return ""
}

// difference shows the first line that is not as wanted, and its neighbours.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	show := func(lines []string) string {
		return strings.Join(lines[min(max(0, i-2), len(lines)):min(i+5, len(lines))], "\n")
	}
	return "want\n" + show(w) + "\ngot\n" + show(g)
}

func TestAQuestionIsAnsweredWithPapersFeeAndDueDate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lang, question string
		want           []string
	}{
		"Russian": {"ru", "как получить удостоверение личности", []string{
			"Удостоверение личности\n", "до 14 декабря 2026, пн", "15 рабочих дней", "Что взять:\n 1. ", "Стоит: ", "Проверено ", "] Документы\n", "] Қазақша\n",
		}},
		"Kazakh": {"kk", "жеке куәлікті қалай аламын", []string{
			"Жеке куәлік\n", "2026 жылғы 14 желтоқсанға дейін", "15 жұмыс күні", " 1. ", "] Құжаттар\n", "] Русский\n",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := outside(t, c.question+"\n", "chat", "--lang", c.lang, "--now", "2026-11-23 10:00").must(t)
			holds(t, got.out, c.want...)
		})
	}
}

// asked is what a person reads whose lines the program answers.
func asked(t *testing.T, lang, lines string) string {
	t.Helper()
	return outside(t, lines+"\n", "chat", "--lang", lang, "--now", "2026-11-23 10:00").must(t).out
}

func TestAKazakhQuestionIsAnsweredInKazakhWhateverTelegramSays(t *testing.T) {
	t.Parallel()
	kazakh, russian, _ := strings.Cut(asked(t, "ru", "жеке куәлікті қалай аламын\n/settings\n#2\nкак получить удостоверение личности"), "Жауап тілі")
	holds(t, kazakh, "Жеке куәлік\n", "14 желтоқсанға дейін", "] Русский\n")
	_, russian, _ = strings.Cut(russian, "Мы не государственный орган")
	holds(t, russian, "Удостоверение личности\n", "до 14 декабря 2026")
	lacks(t, russian, "] Қазақша\n") // chosen, so not offered again
}

func TestAServiceThatDoesNotExistIsNotInvented(t *testing.T) {
	t.Parallel()
	for lang, c := range map[string]struct{ question, want string }{
		"ru": {"как приготовить борщ со сметаной", "Такой государственной услуги я не нашёл"},
		"kk": {"бесбармақты қалай пісіреді", "Мұндай мемлекеттік қызметті таппадым"},
	} {
		got := asked(t, lang, c.question)
		holds(t, got, c.want, "1414")
		lacks(t, got, "14 декабря", "14 желтоқсан")
	}
}

func TestNearServicesAreOfferedAsAChoice(t *testing.T) {
	t.Parallel()
	got := asked(t, "ru", "справка")
	if n := strings.Count(got, "\n["); n < 3 {
		t.Errorf("%d buttons for a word that several services share:\n%s", n, got)
	}
	lacks(t, got, "Если подать сегодня")
}

func TestOddLinesAreMessages(t *testing.T) {
	t.Parallel()
	for _, line := range []string{`<b>&"`, `\#1`, "@testdata/chat/none.csv", "#", "+1x", "&lt;i&gt;", "/"} {
		got := converse(t, "--lang ru\n/start\n"+line+"\n", inMemory)
		_, answer, _ := strings.Cut(got, "> "+line+"\n")
		holds(t, answer, "[1] ")
		lacks(t, answer, "no such button", "до 14 декабря", "&lt;", "&amp;")
	}
}

func TestATextThatIsTooLongIsRefusedKindly(t *testing.T) {
	t.Parallel()
	story := strings.Repeat("долгий рассказ ", 333)
	got := strings.ReplaceAll(converse(t, "--lang ru\n"+story+"\n", inMemory), story, "")
	holds(t, got, "Это слишком длинно", "до 1000 знаков", "По жизненной ситуации")
	lacks(t, got, "долгий рассказ")
}

func TestJSONPrintsEachCallOnALine(t *testing.T) {
	t.Parallel()
	got := outside(t, "/settings\n#1\n", "chat", "--json", "--lang", "ru", "--now", "2026-11-23 10:00").must(t)
	var methods []string
	for _, line := range got.lines() {
		var call struct {
			Method string         `json:"method"`
			Params map[string]any `json:"params"`
		}
		if err := json.Unmarshal([]byte(line), &call); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		methods = append(methods, call.Method)
		if call.Params["chat_id"] == nil && call.Params["callback_query_id"] == nil {
			t.Errorf("%s without its parameters: %s", call.Method, line)
		}
	}
	if got, want := strings.Join(methods, " "), "sendMessage answerCallbackQuery editMessageText"; got != want {
		t.Errorf("calls %s, want %s", got, want)
	}
}

func TestChatRefusesWrongFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"chat", "--lang", "en"}, {"chat", "--now", "tomorrow"}, {"chat", "--as", "tsar"}, {"chat", "--as", "staff"}, {"chat", "--as", "admin:court"}, {"chat", "hello"}, {"chat", "--speed"},
	} {
		if r := inside(t, "", args...); r.status != statusUsage || strings.Count(r.err, "\n") != 1 || r.out != "" {
			t.Errorf("%s: status %d, standard error %q, want 2 and one line", args, r.status, r.err)
		}
	}
	if r := inside(t, "", "chat", "--as", "staff:nonsense"); r.status != statusFault || !strings.Contains(r.err, "agencies.yaml") || r.out != "" {
		t.Errorf("an unknown agency: status %d, standard error %q", r.status, r.err)
	}
}
