package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/internal/poster"
	"github.com/merzim/merzim/locales"
)

// bothLanguages is the --lang of a poster in two languages side by side.
const bothLanguages = "both"

// posterFlags are what `merzim poster` was asked.
type posterFlags struct{ lang, out, bot, now string }

func newPoster(s streams) *cobra.Command {
	var f posterFlags
	cmd := &cobra.Command{
		Use:   "poster SERVICE --bot NAME -o FILE.pdf",
		Short: "an A4 page with a QR code for the wall of a service centre",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return writePoster(f, args[0])
		},
	}
	cmd.Flags().StringVar(&f.lang, "lang", locales.Russian, "language: kk, ru or both")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "the PDF file to write")
	cmd.Flags().StringVar(&f.bot, "bot", "", "the bot's name in Telegram, as in t.me/NAME")
	nowFlag(cmd, &f.now)
	return cmd
}

func writePoster(f posterFlags, id string) error {
	codes := []string{locales.Kazakh, locales.Russian}
	if f.lang != bothLanguages {
		if f.lang != locales.Kazakh && f.lang != locales.Russian {
			return usagef("--lang %s: expected kk, ru or both", f.lang)
		}
		codes = []string{f.lang}
	}
	if f.out == "" {
		return usagef("-o is missing: which file shall the page be written to?")
	}
	link, err := serviceLink(f.bot, id)
	if err != nil {
		return err
	}
	at, err := parseTime(f.now)
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
	service, ok := know.Catalog.Service(id)
	if !ok {
		return unknownService(id)
	}
	var pdf bytes.Buffer
	if err := poster.Write(&pdf, posterPage(know, service, codes, link, at)); err != nil {
		return fmt.Errorf("poster of %s: %w", id, err)
	}
	if err := os.WriteFile(f.out, pdf.Bytes(), 0o644); err != nil {
		return fmt.Errorf("poster not written: %w", err)
	}
	return nil
}

// posterPage is the page of a service in the given languages.
func posterPage(know *handlers.Knowledge, service *catalog.Service, codes []string, link string, at time.Time) poster.Page {
	page := poster.Page{Link: link, Written: at}
	for _, code := range codes {
		p := card.Writer{Catalog: know.Catalog, Language: know.Texts.In(code), Now: at}.Poster(service)
		page.Columns = append(page.Columns, poster.Column{
			Language: code, Title: p.Title, Invite: p.Invite, Aside: p.Case, Small: p.Small,
			Sections: []poster.Section{poster.Section(p.Term), poster.Section(p.Fee), poster.Section(p.Documents)},
		})
	}
	return page
}

// serviceLink opens a service in the bot. The name is asked for and never
// guessed: a poster with another bot's name is worse than none.
func serviceLink(bot, id string) (string, error) {
	name := strings.TrimPrefix(bot, "@")
	if name == "" {
		return "", usagef("--bot is missing: the bot's name as in t.me/NAME")
	}
	if !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{4,31}$`).MatchString(name) {
		return "", usagef("--bot %s: a name is 5 to 32 Latin letters, digits and _", bot)
	}
	return "https://t.me/" + name + "?start=s_" + id, nil
}
