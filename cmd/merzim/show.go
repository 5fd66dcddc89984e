package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/handlers/card"
)

func newShow(s streams) *cobra.Command {
	var lang, now string
	cmd := &cobra.Command{
		Use:   "show SERVICE",
		Short: "the whole card as text, all cases",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkLanguage(lang); err != nil {
				return err
			}
			at, err := parseTime(now)
			if err != nil {
				return err
			}
			source, err := environmentFiles()
			if err != nil {
				return err
			}
			know, _, err := source.load()
			if err != nil {
				return err
			}
			service, ok := know.Catalog.Service(args[0])
			if !ok {
				return unknownService(args[0])
			}
			w := card.Writer{Catalog: know.Catalog, Language: know.Texts.In(lang), Now: at}
			_, err = fmt.Fprintln(s.out, plainText(w.Whole(service)))
			return err
		},
	}
	languageFlag(cmd, &lang)
	nowFlag(cmd, &now)
	return cmd
}

var (
	htmlLink = regexp.MustCompile(`<a href="([^"]*)">(.*?)</a>`)
	htmlTag  = regexp.MustCompile(`</?[a-z][^>]*>`)
)

// plainText turns a card's HTML into plain text: links keep their address,
// no-break spaces become spaces.
func plainText(s string) string {
	s = htmlLink.ReplaceAllString(s, "$2 ($1)")
	s = html.UnescapeString(htmlTag.ReplaceAllString(s, ""))
	return strings.ReplaceAll(s, "\u00a0", " ")
}
