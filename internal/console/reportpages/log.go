package reportpages

import (
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/tables"
	"github.com/merzim/merzim/locales"
)

// logBody is a page of the log of complaints.
type logBody struct {
	Form        filterForm
	Count       string
	Rows        []logRow
	First, Next string
	Files       []link
}

// logRow is one complaint.
type logRow struct {
	URL, Number, At, Kind, Service, Region, State, Overdue string
}

// log shows the complaints that the address asks for.
func (d *desk) log() error {
	ctx, c := d.r.Context(), d.words.Catalog
	f, fault := reports.ParseFilter(c, d.query())
	if fault != nil {
		f = reports.Filter{}
	}
	page, err := d.Reports.Log(ctx, c, f)
	if err != nil {
		return err
	}
	n, exact, err := d.Reports.Count(ctx, c, f)
	if err != nil {
		return err
	}
	labels, err := d.Reports.Labels(ctx)
	if err != nil {
		return err
	}
	body := logBody{Form: d.logForm(f, labels), Count: d.N("ReportComplaints", int(n)), Rows: d.logRows(page.Entries)}
	if !exact {
		body.Count = d.T("PagesComplaintsAtLeast", "Number", locales.Grouped(n))
	}
	body.Form.Fault = d.faultText(fault)
	whole := f
	whole.After = ""
	if f.After != "" {
		body.First = address(logPath, whole.Values())
	}
	for _, format := range []tables.Format{tables.CSV, tables.XLSX} {
		body.Files = append(body.Files, link{Text: d.T("PagesLogFile_" + string(format)), URL: address(logPath+"/file/"+string(format), whole.Values())})
	}
	if page.Next != "" {
		whole.After = page.Next
		body.Next = address(logPath, whole.Values())
	}
	d.Draw(status(fault), "log", d.T("ReportSheetLog"), body)
	return nil
}

func (d *desk) logRows(entries []reports.Entry) (out []logRow) {
	for _, e := range entries {
		row := logRow{
			URL: entryURL(e.ID), Number: e.Number.String(), At: d.Moment(e.At), Kind: d.words.Kind(e.Kind), Service: d.words.Service(e.Service),
			Region: d.words.Region(e.Region), State: d.words.State(e.State),
		}
		if e.Overdue > 0 {
			row.Overdue = d.N("TermWorkingDay", int(e.Overdue))
		}
		out = append(out, row)
	}
	return out
}

func entryURL(id int64) string { return logPath + "/" + strconv.FormatInt(id, 10) }

// logFile streams all complaints of a filter as a file. What breaks on the way
// breaks the download off, so that half a file is never taken for a whole one.
func (d *desk) logFile() error {
	format := tables.Format(d.r.PathValue("format"))
	f, err := reports.ParseFilter(d.words.Catalog, d.query())
	if contentTypes[format] == "" || err != nil {
		return errNotFound
	}
	if err := d.Note(ActionExport, "complaints."+string(format)+" "+f.Values().Encode()); err != nil {
		return err
	}
	d.fileHead(format, "complaints")
	out := http.NewResponseController(d.w)
	err = d.Reports.ExportLog(d.r.Context(), d.words, f, format, d.w, func(int) { _ = out.Flush() })
	if err != nil {
		if d.r.Context().Err() == nil {
			d.Log.Error("log not exported", "format", string(format), "error", err)
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}
