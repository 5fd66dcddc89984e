package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/local"
)

const (
	patience   = 2 * time.Minute // for anything that a test waits for
	token      = "4242:AA-secret-of-the-bot"
	hookSecret = "hook-secret"
)

// process is the program running as it does on a server.
type process struct {
	t        *testing.T
	cmd      *exec.Cmd
	address  string // http://host:port
	out, err output
	ended    chan struct{}
}

// output gathers what a process prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// launch starts a command line; it ends with the test.
func launch(t *testing.T, dir string, env []string, args ...string) *process {
	t.Helper()
	return start(t, binary, dir, env, args...)
}

// start runs a program; it ends with the test.
func start(t *testing.T, program, dir string, env []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(program, args...), ended: make(chan struct{})}
	p.cmd.Dir, p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = dir, cleanEnv(env...), &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	t.Cleanup(p.kill)
	return p
}

// serving starts `merzim serve` on a free port and waits until it is well.
func serving(t *testing.T, dir string, env ...string) *process {
	t.Helper()
	address := freeAddress(t)
	p := launch(t, dir, append([]string{"HTTP_ADDR=" + address, "LOG_LEVEL=debug"}, env...), "serve")
	return p.well(address)
}

// well waits until the process serves on an address.
func (p *process) well(address string) *process {
	p.t.Helper()
	p.address = "http://" + address
	eventually(p.t, "the program to be well", func() bool {
		resp, err := http.Get(p.address + "/healthz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	}, p)
	return p
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// end asks the process to stop and gives its status.
func (p *process) end() int {
	p.t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("still running %s after SIGTERM:\n%s", patience, p.err.String())
	}
	return p.cmd.ProcessState.ExitCode()
}

// running reports that the process did not end.
func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// printed waits for a text on standard output and gives its first group.
func (p *process) printed(pattern string) string {
	p.t.Helper()
	re := regexp.MustCompile(pattern)
	eventually(p.t, pattern, func() bool { return re.MatchString(p.out.String()) }, p)
	return re.FindStringSubmatch(p.out.String())[1]
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, ok func() bool, processes ...*process) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !ok() {
		ended := false
		for _, p := range processes {
			ended = ended || !p.running()
		}
		if ended || time.Now().After(deadline) {
			for _, p := range processes {
				t.Logf("standard error of the program (running %t):\n%s", p.running(), p.err.String())
			}
			t.Fatalf("waited in vain for %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// freeAddress is a loopback address that is free now.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// telegram is the local Telegram in this process, over HTTP.
type telegram struct {
	*local.Server
	t   *testing.T
	url string
}

func newLocal(t *testing.T) telegram {
	t.Helper()
	server, err := local.New(local.Options{Record: true})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server.API())
	t.Cleanup(func() {
		server.Close()
		web.CloseClientConnections()
		web.Close()
	})
	return telegram{server, t, web.URL}
}

// env are the settings of a bot at this Telegram.
func (s telegram) env() []string {
	return []string{"TELEGRAM_TOKEN=" + token, "TELEGRAM_API_URL=" + s.url}
}

// person is somebody who writes, with a Russian Telegram unless told.
func (s telegram) person(id int64, lang string) *local.Person {
	return s.Person(id, local.PersonOptions{Lang: lang, FirstName: `<b>&"`})
}

// says does something and gives the message that the bot writes or changes
// after it.
func (s telegram) says(p *local.Person, do func()) local.Message {
	s.t.Helper()
	last := s.lastCall()
	do()
	var said local.Message
	eventually(s.t, "an answer", func() bool {
		for _, c := range s.Calls(local.CallFilter{After: last, Chat: p.ID()}) {
			if c.Status == http.StatusOK && (c.Method == "sendMessage" || c.Method == "editMessageText") {
				var answer struct {
					Result local.Message `json:"result"`
				}
				if err := json.Unmarshal(c.Response, &answer); err != nil {
					s.t.Fatal(err)
				}
				said = answer.Result
				return true
			}
		}
		return false
	})
	return said
}

func (s telegram) lastCall() int64 {
	var last int64
	for _, c := range s.Calls(local.CallFilter{Polls: true}) {
		last = c.Seq
	}
	return last
}

// writes sends a text and gives the answer.
func (s telegram) writes(p *local.Person, text string) local.Message {
	s.t.Helper()
	return s.says(p, func() { p.Send(text) })
}

// presses presses the button of a label and gives the answer.
func (s telegram) presses(p *local.Person, m local.Message, label string) local.Message {
	s.t.Helper()
	data := dataOf(s.t, m, label)
	return s.says(p, func() { p.Forge(m.MessageID, data) })
}

// dataOf is the data of the button of a label.
func dataOf(t *testing.T, m local.Message, label string) string {
	t.Helper()
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.InlineKeyboard {
			for _, b := range row {
				if b.Text == label {
					return b.CallbackData
				}
			}
		}
	}
	t.Fatalf("no button %q under:\n%s", label, m.Text)
	return ""
}

// labels are a message's buttons, in reading order.
func labels(m local.Message) string {
	var all []string
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.InlineKeyboard {
			for _, b := range row {
				all = append(all, b.Text)
			}
		}
	}
	return strings.Join(all, " ")
}

// post sends a body to the webhook as Telegram would.
func (p *process) post(secret, body string) int {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.address+"/telegram/webhook", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// textUpdate is a written message as Telegram sends it.
func textUpdate(id, chat int64, text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	entities := "[]"
	if command, _, _ := strings.Cut(text, " "); strings.HasPrefix(command, "/") {
		entities = fmt.Sprintf(`[{"type":"bot_command","offset":0,"length":%d}]`, len(command))
	}
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1795413600,"chat":{"id":%d,"type":"private"},`+
		`"from":{"id":%d,"is_bot":false,"first_name":"A","language_code":"ru"},"text":%s,"entities":%s}}`, id, id, chat, chat, raw, entities)
}

// pressUpdate is a pressed button as Telegram sends it.
func pressUpdate(id, chat, message int64, data string) string {
	return fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","chat_instance":"1","data":%q,`+
		`"from":{"id":%d,"is_bot":false,"first_name":"A","language_code":"ru"},`+
		`"message":{"message_id":%d,"date":1795413600,"chat":{"id":%d,"type":"private"},"text":"x"}}}`, id, id, data, chat, message, chat)
}
