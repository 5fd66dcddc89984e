package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/merzim/merzim/internal/local"
)

// terminal plays one person's side of a chat, a line at a time.
type terminal struct {
	server *local.Server
	person *local.Person
	out    *bufio.Writer
	hands  hands
	asJSON bool
	saveTo string

	calls    int64 // number of the last call printed
	keyboard int64 // message that holds the last keyboard
}

var pressLine = regexp.MustCompile(`^#(\d+)$`)

// converse reads lines until the input ends; replies are flushed before the
// next line is read.
func (t *terminal) converse(ctx context.Context, in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	for lines.Scan() {
		t.skipCalls()
		if err := t.line(ctx, strings.TrimSuffix(lines.Text(), "\r")); err != nil {
			return err
		}
		if err := t.wait(ctx); err != nil {
			return err
		}
		if err := t.print(); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}

// line does what one line of input says.
func (t *terminal) line(ctx context.Context, line string) error {
	switch m := pressLine.FindStringSubmatch(line); {
	case strings.TrimSpace(line) == "":
		return nil
	case m != nil:
		return t.press(m[1])
	case clockLine.MatchString(line):
		return t.move(ctx, line)
	case strings.HasPrefix(line, "@"):
		if content, err := os.ReadFile(line[1:]); err == nil {
			_, err = t.person.SendFile(filepath.Base(line[1:]), content)
			return err
		}
	}
	t.person.Send(strings.TrimPrefix(line, `\`))
	return nil
}

func (t *terminal) press(digits string) error {
	n, err := strconv.Atoi(digits)
	if err != nil || t.keyboard == 0 {
		_, err := fmt.Fprintln(t.out, "(no such button)")
		return err
	}
	if _, err := t.person.PressButton(t.keyboard, n); err != nil {
		_, err := fmt.Fprintln(t.out, "(no such button)")
		return err
	}
	return nil
}

// move moves the clock on by days, hours or minutes.
func (t *terminal) move(ctx context.Context, line string) error {
	by, err := clockMove(line)
	if err != nil {
		return err
	}
	return t.hands.move(ctx, by)
}

// skipCalls passes over what the bot did before the next line of input.
func (t *terminal) skipCalls() {
	for _, c := range t.server.Calls(local.CallFilter{After: t.calls}) {
		t.calls = c.Seq
	}
}

// print shows what the bot did since the last line.
func (t *terminal) print() error {
	for _, c := range t.server.Calls(local.CallFilter{After: t.calls}) {
		t.calls = c.Seq
		if c.Method == "setMyCommands" || c.Method == "deleteMyCommands" || c.Method == "getMe" {
			continue
		}
		if err := t.printCall(c); err != nil {
			return err
		}
	}
	return t.out.Flush()
}

func (t *terminal) printCall(c local.Call) error {
	if t.asJSON {
		encoder := json.NewEncoder(t.out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(map[string]any{"method": c.Method, "params": c.Params}); err != nil {
			return err
		}
	}
	if c.Status != 200 {
		return nil
	}
	if c.Method == "answerCallbackQuery" {
		if text, ok := c.Params["text"].(string); ok && text != "" && !t.asJSON {
			_, err := fmt.Fprintf(t.out, "(%s)\n\n", text)
			return err
		}
		return nil
	}
	var answer struct {
		Result local.Message `json:"result"`
	}
	if json.Unmarshal(c.Response, &answer) != nil || answer.Result.MessageID == 0 {
		return nil
	}
	return t.printMessage(answer.Result)
}

func (t *terminal) printMessage(m local.Message) error {
	if m.ReplyMarkup != nil && len(m.ReplyMarkup.InlineKeyboard) > 0 {
		t.keyboard = m.MessageID
	}
	file := m.Document
	if n := len(m.Photo); n > 0 { // a photo has no name but on the server
		name, _, _ := t.server.FileBytes(m.Photo[n-1].FileID)
		file = &local.Document{FileID: m.Photo[n-1].FileID, FileName: name, FileSize: m.Photo[n-1].FileSize}
	}
	if file != nil {
		if err := t.save(file); err != nil {
			return err
		}
	}
	if t.asJSON {
		return nil
	}
	for _, text := range []string{m.Text, m.Caption} {
		if text != "" {
			fmt.Fprintln(t.out, strings.ReplaceAll(text, "\u00a0", " "))
		}
	}
	if file != nil {
		fmt.Fprintf(t.out, "(file %s %d)\n", file.FileName, file.FileSize)
	}
	if m.ReplyMarkup != nil {
		n := 0
		for _, row := range m.ReplyMarkup.InlineKeyboard {
			for _, b := range row {
				n++
				fmt.Fprintf(t.out, "[%d] %s\n", n, b.Text)
			}
		}
	}
	_, err := fmt.Fprintln(t.out)
	return err
}

// save keeps a file that the bot sent.
func (t *terminal) save(d *local.Document) error {
	if t.saveTo == "" {
		return nil
	}
	_, data, ok := t.server.FileBytes(d.FileID)
	if !ok {
		return fmt.Errorf("file %s is gone", d.FileName)
	}
	if err := os.MkdirAll(t.saveTo, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(t.saveTo, filepath.Base(d.FileName)), data, 0o644)
}
