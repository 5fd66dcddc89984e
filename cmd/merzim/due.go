package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/handlers/card"
)

// dueFlags are what `merzim due` was asked.
type dueFlags struct {
	rule, filed, lang string
	number            int
	asJSON            bool
}

func newDue(s streams) *cobra.Command {
	var f dueFlags
	cmd := &cobra.Command{
		Use:   "due (SERVICE [--case N] | --rule 5wd|30cd|1mo|1y|4h|20min) --filed \"YYYY-MM-DD[ HH:MM]\"",
		Short: "the due date and how it is counted",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkLanguage(f.lang); err != nil {
				return err
			}
			return due(s, f, args)
		},
	}
	languageFlag(cmd, &f.lang)
	cmd.Flags().StringVar(&f.rule, "rule", "", "a term instead of a service: 5wd 30cd 1mo 1y 4h 20min")
	cmd.Flags().StringVar(&f.filed, "filed", "", "when it was filed: YYYY-MM-DD or \"YYYY-MM-DD HH:MM\"")
	cmd.Flags().IntVar(&f.number, "case", 1, "row of the service's terms, from 1")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print JSON")
	return cmd
}

// dueAnswer is what --json prints.
type dueAnswer struct {
	Filed       string    `json:"filed"`
	Accepted    *string   `json:"accepted"`
	Due         *string   `json:"due"`
	OverdueFrom *string   `json:"overdue_from"`
	Kind        string    `json:"kind"`
	Provisional bool      `json:"provisional"`
	Steps       []dueStep `json:"steps"`
}

type dueStep struct {
	Date   string `json:"date"`
	Counts bool   `json:"counts"`
	Why    string `json:"why"`
}

func due(s streams, f dueFlags, args []string) error {
	if (len(args) == 1) == (f.rule != "") {
		return usagef("name a SERVICE or give --rule, one of the two")
	}
	if f.filed == "" {
		return usagef("--filed is missing: when was it filed?")
	}
	filing, err := calendar.ParseFiling(f.filed)
	if err != nil {
		return usagef("--filed %s: %v", f.filed, err)
	}
	source, err := environmentFiles()
	if err != nil {
		return err
	}
	know, _, err := source.load()
	if err != nil {
		return err
	}
	w := card.Writer{Catalog: know.Catalog, Language: know.Texts.In(f.lang), Now: filing.Date.At(0, 0)}
	rule, kind, err := askedRule(know, f, args)
	if err != nil {
		return err
	}
	if rule == nil {
		return printNoClock(s, f, w, filing, kind)
	}
	count, err := know.Catalog.Calendar.Count(*rule, filing)
	if err != nil {
		return err
	}
	if f.asJSON {
		return printDueJSON(s, w, count, kind)
	}
	_, err = fmt.Fprintln(s.out, plainText(w.Working(count, rule.Unit, kind)))
	return err
}

// askedRule finds the rule that is asked about and its kind. A nil rule is a
// term without a clock.
func askedRule(know *handlers.Knowledge, f dueFlags, args []string) (*calendar.Rule, catalog.TermKind, error) {
	if f.rule != "" {
		rule, err := calendar.ParseRule(f.rule)
		if err != nil {
			return nil, "", usagef("--rule %s: %v", f.rule, err)
		}
		return &rule, catalog.Rendering, nil
	}
	service, ok := know.Catalog.Service(args[0])
	if !ok {
		return nil, "", unknownService(args[0])
	}
	if len(service.Terms) == 0 && f.number == 1 {
		return nil, "none", nil
	}
	if f.number < 1 || f.number > len(service.Terms) {
		return nil, "", usagef("--case %d: %s has rows 1 to %d", f.number, service.ID, len(service.Terms))
	}
	t := &service.Terms[f.number-1]
	if !t.Counts() {
		return nil, t.Kind, nil
	}
	closes, err := service.ClosingMinute()
	if err != nil {
		return nil, "", err
	}
	rule, err := t.Rule(closes)
	return &rule, t.Kind, err
}

func unknownService(id string) error {
	return fmt.Errorf("unknown service %q: `merzim search` finds the id", id)
}

func printNoClock(s streams, f dueFlags, w card.Writer, filing calendar.Filing, kind catalog.TermKind) error {
	if f.asJSON {
		return json.NewEncoder(s.out).Encode(dueAnswer{Filed: filing.Date.String(), Kind: string(kind), Steps: []dueStep{}})
	}
	_, err := fmt.Fprintln(s.out, w.Language.T("DueNoClock"))
	return err
}

func printDueJSON(s streams, w card.Writer, c calendar.Count, kind catalog.TermKind) error {
	accepted, dueDay, from := c.Accepted.String(), c.Due.String(), c.OverdueFrom.String()
	answer := dueAnswer{
		Filed: c.Filed.String(), Accepted: &accepted, Due: &dueDay, OverdueFrom: &from,
		Kind: string(kind), Provisional: c.Provisional, Steps: []dueStep{},
	}
	for _, step := range c.Steps {
		answer.Steps = append(answer.Steps, dueStep{Date: step.Date.String(), Counts: step.Counts, Why: strings.TrimSpace(w.Why(step))})
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(answer)
}
