package broadcasts

import (
	"context"
	"strings"
	"time"
)

// Message is what one person gets.
type Message struct {
	Broadcast int64
	Chat      int64
	Language  string // "kk" or "ru"
	Text      string // Telegram's HTML
	File      *File  // nil: none
	MessageID int64  // the message to edit; 0: a new one
}

// content is what a batch says, in both languages.
type content struct {
	texts Texts
	file  *File
}

// content reads what a broadcast says at this moment. label is the beginning of
// a correction, as HTML.
func (s *Store) content(ctx context.Context, b Broadcast, label func(language string, at time.Time) string) (c content, err error) {
	if b.File != 0 {
		if c.file, err = s.file(ctx, b.File); err != nil {
			return content{}, err
		}
	}
	if b.Corrects == 0 {
		c.texts = b.Texts
		return c, nil
	}
	if c.file != nil {
		c.file.Content = nil // an edit uploads nothing
	}
	original, err := find(ctx, s.db, b.Corrects)
	if err != nil {
		return content{}, err
	}
	all, err := fixes(ctx, s.db, b.Corrects, b.ID)
	if err != nil {
		return content{}, err
	}
	if b.StartedAt.IsZero() { // a preview
		all = append(all, Fix{At: s.clock.Now(), Texts: b.Texts})
	}
	c.texts = Texts{KK: withFixes(original.Texts, all, "kk", label), RU: withFixes(original.Texts, all, "ru", label)}
	return c, nil
}

func withFixes(t Texts, all []Fix, language string, label func(string, time.Time) string) string {
	var out strings.Builder
	out.WriteString(t.In(language))
	for _, f := range all {
		out.WriteString("\n\n" + label(language, f.At) + " " + f.Texts.In(language))
	}
	return out.String()
}
