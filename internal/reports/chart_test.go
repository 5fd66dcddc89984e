package reports_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"image"
	_ "image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/reports"
)

// screenshotsEnv names a folder into which the pictures are written, for
// looking at them.
const screenshotsEnv = "MERZIM_SCREENSHOTS"

// TestCharts: each picture is drawn in both languages and formats, full or
// empty, bears the period in words, and stands over a table with its figures.
func TestCharts(t *testing.T) {
	t.Parallel()
	full := databasetest.Open(t, "sqlite::memory:")
	empty := databasetest.Open(t, "sqlite::memory:")
	for name, db := range map[string]*database.DB{"full": full, "empty": empty} {
		store := reports.NewStore(empty, clock.At(now))
		if name == "full" {
			store = seeded(t, db, 3000)
		}
		o, err := store.Overview(context.Background(), law(), reports.Last(84, calendar.DateIn(now)), reports.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"kk", "ru"} {
			for _, chart := range words(lang).Charts(o) {
				t.Run(name+"/"+lang+"/"+chart.ID, func(t *testing.T) {
					drawn(t, chart, name+"-"+lang, words(lang).Period(o.Period), o.Demo)
				})
			}
		}
	}
}

func drawn(t *testing.T, chart reports.Chart, name, period string, demo bool) {
	png, err := chart.Draw(reports.PNG)
	if err != nil {
		t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(png))
	if err != nil || picture.Bounds().Dx() < 900 || len(png) > 10<<20 {
		t.Fatal(err, len(png))
	}
	if colours := colours(picture); colours < 3 {
		t.Errorf("%d colours: nothing is drawn", colours)
	}
	svg, err := chart.Draw(reports.SVG)
	if err != nil {
		t.Fatal(err)
	}
	text := letters(t, svg)
	for _, want := range []string{chart.Title, period} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not stand in the picture: %s", want, text)
		}
	}
	if made := strings.Contains(text, "ойдан") || strings.Contains(text, "Ойдан") || strings.Contains(text, "Выдуман"); made != demo {
		t.Errorf("says that it is made up: %v, is: %v", made, demo)
	}
	if strings.Contains(text, "Report") || bytes.Contains(svg, []byte("<script")) || bytes.Contains(svg, []byte("http://")) && !bytes.Contains(svg, []byte("http://www.w3.org/")) {
		t.Error("no clean picture:", text)
	}
	if len(chart.Table.Rows) == 0 && strings.HasPrefix(name, "full") {
		t.Error("no table under the picture")
	}
	if folder := os.Getenv(screenshotsEnv); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "chart-"+chart.ID+"-"+name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// colours are how many different ones a picture has, up to ten.
func colours(p image.Image) int {
	seen := map[[3]uint32]bool{}
	for y := p.Bounds().Min.Y; y < p.Bounds().Max.Y; y += 3 {
		for x := p.Bounds().Min.X; x < p.Bounds().Max.X && len(seen) < 10; x += 3 {
			r, g, b, _ := p.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}

// letters is the text of an SVG.
func letters(t *testing.T, svg []byte) string {
	t.Helper()
	var out []string
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(out, "\n")
		}
		if err != nil {
			t.Fatal("no XML:", err)
		}
		if data, ok := token.(xml.CharData); ok && strings.TrimSpace(string(data)) != "" {
			out = append(out, strings.TrimSpace(string(data)))
		}
	}
}

// TestDigest: the paragraph names the figures of the overview in both languages,
// with two pictures and the workbook.
func TestDigest(t *testing.T) {
	t.Parallel()
	store := seeded(t, databasetest.Open(t, "sqlite::memory:"), 3000)
	p := reports.LastDigest(law().Calendar, now).Period
	o, err := store.Overview(t.Context(), law(), p, reports.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	for lang, made := range map[string]string{"kk": "ойдан шығарған", "ru": "выдуманы"} {
		d, err := store.Compose(t.Context(), words(lang), p)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(d.Text)
		for _, want := range []string{made, words(lang).Period(p), words(lang).Percent(o.Requests), itoa(o.Complaints.Now), itoa(o.Overdue)} {
			if !strings.Contains(d.Text, want) {
				t.Errorf("%q is not told: %s", want, d.Text)
			}
		}
		if strings.Contains(d.Text, "Report") || strings.Contains(d.Text, "{{") || len([]rune(d.Text)) > 1024 {
			t.Error("no caption:", d.Text)
		}
		if len(d.Charts) != 2 || !strings.HasSuffix(d.Workbook.Name, ".xlsx") || len(d.Workbook.Data) == 0 {
			t.Error(len(d.Charts), d.Workbook.Name)
		}
	}
}

func TestUnusual(t *testing.T) {
	t.Parallel()
	group := func(id string, before, now int64) reports.Group {
		return reports.Group{ID: id, Complaints: reports.Change{Now: now, Before: before}}
	}
	got := reports.Unusual([]reports.Group{
		group("steady", 1000, 1050), group("few", 0, 9), group("grew", 20, 60), group("fell", 400, 200), group("new", 0, 30), group("rose", 100, 400), group("noise", 10, 20),
	})
	var ids []string
	for _, g := range got {
		ids = append(ids, g.ID)
	}
	if !slices.Equal(ids, []string{"rose", "fell", "new"}) {
		t.Error(ids)
	}
}
