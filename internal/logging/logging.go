// Package logging makes the program's log: one line an event, without tokens,
// passwords or anything that looks like a person's number.
package logging

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"slices"
	"strings"
)

// New makes a logger. Format is "text" or "json"; secrets never appear in it.
func New(w io.Writer, level slog.Level, format string, secrets ...string) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewTextHandler(w, options)
	if format == "json" {
		h = slog.NewJSONHandler(w, options)
	}
	var pairs []string
	// The longest first: the replacer takes the first that fits.
	for _, s := range slices.SortedFunc(slices.Values(secrets), func(a, b string) int { return len(b) - len(a) }) {
		if s != "" {
			pairs = append(pairs, s, "(secret)")
		}
	}
	return slog.New(&redacting{next: h, secrets: strings.NewReplacer(pairs...)})
}

// longNumber is 10 to 19 digits in a row or with the usual separators: an IIN,
// a phone, a card. It is a second net; nothing of the kind is logged on purpose.
var longNumber = regexp.MustCompile(`\+?\d(?:[ \x{a0}\x{202f}\-\x{2010}-\x{2015}()]{0,3}\d){9,18}`)

// personal is the least whole number that is taken for a phone or an IIN when
// it is logged as a number. Update numbers are below it.
const personal = 10_000_000_000

// redacting cleans messages and values before they are written.
type redacting struct {
	next    slog.Handler
	secrets *strings.Replacer
}

func (r *redacting) Enabled(ctx context.Context, level slog.Level) bool {
	return r.next.Enabled(ctx, level)
}

func (r *redacting) Handle(ctx context.Context, rec slog.Record) error {
	clean := slog.NewRecord(rec.Time, rec.Level, r.text(rec.Message), rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(r.attr(a))
		return true
	})
	return r.next.Handle(ctx, clean)
}

func (r *redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = r.attr(a)
	}
	return &redacting{next: r.next.WithAttrs(clean), secrets: r.secrets}
}

func (r *redacting) WithGroup(name string) slog.Handler {
	return &redacting{next: r.next.WithGroup(name), secrets: r.secrets}
}

func (r *redacting) attr(a slog.Attr) slog.Attr {
	a.Value = a.Value.Resolve()
	switch a.Value.Kind() {
	case slog.KindInt64:
		if n := a.Value.Int64(); n >= personal || n <= -personal {
			return slog.String(a.Key, "(number)")
		}
	case slog.KindUint64:
		if a.Value.Uint64() >= personal {
			return slog.String(a.Key, "(number)")
		}
	case slog.KindString:
		return slog.String(a.Key, r.text(a.Value.String()))
	case slog.KindAny:
		return slog.String(a.Key, r.text(fmt.Sprint(a.Value.Any())))
	case slog.KindGroup:
		var group []any
		for _, inner := range a.Value.Group() {
			group = append(group, r.attr(inner))
		}
		return slog.Group(a.Key, group...)
	}
	return a
}

func (r *redacting) text(s string) string {
	return longNumber.ReplaceAllString(r.secrets.Replace(s), "(number)")
}
