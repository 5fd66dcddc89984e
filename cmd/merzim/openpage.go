package main

import (
	"context"
	"net/http"

	"github.com/merzim/merzim/internal/open"
	"github.com/merzim/merzim/internal/reports"
)

// openHandler is the public page.
func (a *app) openHandler() (http.Handler, error) {
	return open.Handler(open.Options{
		Store: a.open, Reports: a.analysts.Store, Log: a.log,
		Words: func(lang string) reports.Words {
			know := a.knowledge.Load()
			return reports.Words{Catalog: know.Catalog, Language: know.Texts.In(lang)}
		},
	})
}

// publish makes public what is old enough, where figures are published.
func (a *app) publish(ctx context.Context) {
	if a.open == nil {
		return
	}
	quarters, err := a.open.Publish(ctx)
	if err != nil && ctx.Err() == nil {
		a.log.Error("figures not published, trying again tomorrow", "error", err)
	}
	if quarters > 0 {
		a.log.Info("figures published", "quarters", quarters)
	}
}
