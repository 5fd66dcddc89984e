package reportpages

import (
	"github.com/merzim/merzim/internal/reports"
)

// listsBody are the lists that nobody else has.
type listsBody struct {
	Form  filterForm
	Lists []figures
}

// lists shows what people asked for in vain, what to automate, and where money
// was asked for.
func (d *desk) lists() error {
	p, _, fault := d.scoped()
	o, all, err := d.listTables(p)
	if err != nil {
		return err
	}
	body := listsBody{Form: d.form(listsPath, o.Period, o.Scope)}
	body.Form.OnlyPeriod, body.Form.Fault = true, d.faultText(fault)
	for _, t := range all {
		body.Lists = append(body.Lists, d.figures(t, listsPath, o.Period, o.Scope))
	}
	d.Draw(status(fault), "lists", d.T("PagesLists"), body)
	return nil
}

// listTables reads the lists of a period. They are of the whole country: a
// question names no region.
func (d *desk) listTables(p reports.Period) (o reports.Overview, out []reports.Table, err error) {
	ctx := d.r.Context()
	if o, err = d.Reports.Overview(ctx, d.words.Catalog, p, reports.Scope{}); err != nil {
		return o, nil, err
	}
	missing, err := d.Reports.Missing(ctx, p)
	if err != nil {
		return o, nil, err
	}
	unanswered, err := d.Reports.Unanswered(ctx, p)
	if err != nil {
		return o, nil, err
	}
	out = append(out, d.words.Asked("missing", missing))
	for _, t := range d.words.Tables(o) {
		if t.ID == "automation" || t.ID == "money" {
			out = append(out, t)
		}
	}
	return o, append(out, d.words.Asked("unanswered", unanswered)), nil
}

// listFile is one list as a file.
func (d *desk) listFile() error {
	p, _, fault := d.scoped()
	if fault != nil {
		return errNotFound
	}
	o, all, err := d.listTables(p)
	if err != nil {
		return err
	}
	return d.sendTable(o, all)
}
