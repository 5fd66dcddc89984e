// Package logging makes the program's log: one line an event, without tokens,
// passwords or anything that looks like a person's number.
package logging

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"regexp"
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
	for _, s := range secrets {
		if s != "" {
			pairs = append(pairs, s, "(secret)")
		}
	}
	return slog.New(&redacting{next: h, secrets: strings.NewReplacer(pairs...)})
}

// longNumber is 10 to 19 digits in a row or with the usual separators: an IIN,
// a phone, a card. It is a second net; nothing of the kind is logged on purpose.
var longNumber = regexp.MustCompile(`\+?\d(?:[ \-()]?\d){9,18}`)

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
	switch a.Value.Kind() {
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
