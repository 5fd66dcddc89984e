package feedback

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/testserver"
)

func TestFeedbackOnBothDialects(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{
		"sqlite":   "sqlite:" + filepath.Join(t.TempDir(), "f.db"),
		"postgres": testserver.Postgres(t),
	} {
		t.Run(name, func(t *testing.T) {
			db, err := database.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
			s := NewStore(db, clock.At(now))
			conform(t, s, now)
		})
	}
}

func conform(t *testing.T, s *Store, now time.Time) {
	t.Helper()
	ctx := t.Context()
	for range 2 { // an update that comes twice
		if err := s.ReportWrong(ctx, 1, "id-card", "ru"); err != nil {
			t.Fatal(err)
		}
		if err := s.ReportMissing(ctx, 3, "kk", "сиырыма паспорт, ЖСН 900101300123", "passport"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Explain(ctx, 1, "срок не 15, а 10 дней. мой тел +7 701 234 56 78 "+strings.Repeat("ы", 2*maxText)); err != nil {
		t.Fatal(err)
	}
	if err := s.Explain(ctx, 99, "no such report"); err != nil {
		t.Fatal(err)
	}
	var wrong []Wrong
	if err := s.EachWrong(ctx, now, now.Add(time.Hour), func(w Wrong) error { wrong = append(wrong, w); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(wrong) != 1 || wrong[0].Service != "id-card" || !strings.HasPrefix(wrong[0].Text, "срок не 15, а 10 дней. мой тел […]") {
		t.Errorf("feedback: %+v", wrong)
	}
	if n := len([]rune(wrong[0].Text)); n > maxText {
		t.Errorf("a text of %d characters was kept", n)
	}
	var missing []Missing
	if err := s.EachMissing(ctx, now, now.Add(time.Hour), func(m Missing) error { missing = append(missing, m); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(missing) != 1 || missing[0].Nearest != "passport" || strings.Contains(missing[0].Question, "900101300123") {
		t.Errorf("missing: %+v", missing)
	}
	if err := s.EachWrong(ctx, now.Add(time.Second), now.Add(time.Hour), func(Wrong) error { t.Error("a row outside the period"); return nil }); err != nil {
		t.Fatal(err)
	}
}
