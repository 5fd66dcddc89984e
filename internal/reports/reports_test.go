package reports_test

import (
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/reports"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// now is 10:00 on Monday, 23 November 2026.
var now = calendar.NewDate(2026, 11, 23).At(10, 0)

// law is the catalogue, read once.
var law = embeddedtest.Catalog

var texts = embeddedtest.Texts

func words(lang string) reports.Words {
	return reports.Words{Catalog: law(), Language: texts().In(lang)}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
