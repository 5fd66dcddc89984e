package main

import (
	"bufio"
	"encoding/json"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/handlers"
)

// understood is what one sentence means, as it is printed.
type understood struct {
	Text     string   `json:"text"`
	Intent   string   `json:"intent"`
	Services []string `json:"services"` // at most 3, best first
	Filed    *string  `json:"filed"`    // YYYY-MM-DD, or null
}

func newUnderstand(s streams) *cobra.Command {
	var now string
	cmd := &cobra.Command{
		Use:   "understand TEXT | -",
		Short: "intent, services and filing day of a sentence, as JSON",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := parseTime(now)
			if err != nil {
				return err
			}
			source, err := environmentFiles()
			if err != nil {
				return err
			}
			know, _, err := source.loadTrained(cmd.Context())
			if err != nil {
				return err
			}
			reader := know.Reader
			if len(args) == 1 && args[0] == "-" {
				return eachLine(s.in, s.out, func(line string, w *bufio.Writer) { writeUnderstood(w, reader, line, at) })
			}
			w := bufio.NewWriter(s.out)
			writeUnderstood(w, reader, strings.Join(args, " "), at)
			return w.Flush()
		},
	}
	nowFlag(cmd, &now)
	return cmd
}

func writeUnderstood(w *bufio.Writer, reader handlers.Reader, text string, now time.Time) {
	m := reader.Read(text, now)
	out := understood{Text: text, Intent: string(m.Intent), Services: m.Services}
	if out.Services == nil {
		out.Services = []string{}
	}
	if m.Filed != nil {
		day := m.Filed.String()
		out.Filed = &day
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(out) // the writer keeps its error for Flush
}
