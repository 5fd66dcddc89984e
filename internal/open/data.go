package open

import (
	"errors"
	"io"
	"net/http"

	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/tables"
)

// data is all that was published as one table.
func (p *page) data(w http.ResponseWriter, r *http.Request) {
	words := p.words(r)
	all, err := p.Store.All(r.Context())
	demo := false
	if err == nil {
		demo, err = p.Reports.Demo(r.Context())
	}
	if err != nil {
		p.away(w, r, words, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="merzim-open-data.csv"`)
	if err := writeData(w, words, all, demo); err != nil && r.Context().Err() == nil {
		p.Log.Warn("open data not written", "error", err)
	}
}

func writeData(out io.Writer, words reports.Words, all []Publication, demo bool) error {
	w, err := tables.New(tables.CSV, out, "open", []string{"quarter", "by", "id", "title", "total", "on_time", "made_up"})
	if err != nil {
		return err
	}
	for _, p := range all {
		for _, t := range p.Tables {
			for _, row := range t.Rows {
				var onTime any
				if t.By == "on_time" {
					onTime = row.OnTime
				}
				if err := w.Row(p.Quarter, t.By, row.ID, title(words, t.By, row.ID), row.Total, onTime, demo); err != nil {
					return errors.Join(err, w.Close())
				}
			}
		}
	}
	return w.Close()
}
