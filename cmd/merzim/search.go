package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/handlers"
)

// maxLine bounds one line of standard input, in bytes.
const maxLine = 1 << 20

func newSearch(s streams) *cobra.Command {
	var lang string
	var top int
	var why bool
	cmd := &cobra.Command{
		Use:   "search QUERY | -",
		Short: "which services a question asks for",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkLanguage(lang); err != nil {
				return err
			}
			if top < 1 {
				return usagef("--top %d: expected 1 or more", top)
			}
			source, err := environmentFiles()
			if err != nil {
				return err
			}
			know, index, err := source.loadTrained(cmd.Context())
			if err != nil {
				return err
			}
			if len(args) == 1 && args[0] == "-" {
				return searchLines(s, index, top)
			}
			return searchOne(s, know, index, strings.Join(args, " "), lang, top, why)
		},
	}
	languageFlag(cmd, &lang)
	cmd.Flags().IntVar(&top, "top", 3, "how many services at most")
	cmd.Flags().BoolVar(&why, "why", false, "say why")
	return cmd
}

func searchOne(s streams, know *handlers.Knowledge, index *search.Index, query, lang string, top int, why bool) error {
	found := index.Explain(query, top)
	if !found.Service {
		return nil
	}
	for _, hit := range found.Hits {
		service, ok := know.Catalog.Service(hit.ID)
		if !ok {
			continue
		}
		if _, err := fmt.Fprintf(s.out, "%s\t%s\n", hit.ID, service.Title.In(lang)); err != nil {
			return err
		}
		if !why {
			continue
		}
		for _, reason := range hit.Why {
			if _, err := fmt.Fprintf(s.out, "\t%v\n", reason); err != nil {
				return err
			}
		}
	}
	return nil
}

// searchLines answers a query a line: the query and its services, or nothing
// after the query when it is no service.
func searchLines(s streams, index *search.Index, top int) error {
	return eachLine(s.in, s.out, func(line string, w *bufio.Writer) {
		w.WriteString(strings.ReplaceAll(line, "\t", " "))
		if found := index.Search(line, top); found.Service {
			for _, hit := range found.Hits {
				w.WriteString("\t" + hit.ID)
			}
		}
		w.WriteByte('\n')
	})
}

// eachLine writes one line for each line read, blank ones too.
func eachLine(in io.Reader, out io.Writer, answer func(line string, w *bufio.Writer)) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	w := bufio.NewWriter(out)
	for lines.Scan() {
		answer(strings.TrimSuffix(lines.Text(), "\r"), w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}
