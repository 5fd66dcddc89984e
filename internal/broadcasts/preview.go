package broadcasts

import "context"

// Preview sends a broadcast to the actor alone, in both languages, by the way
// that everybody gets it. A file that it carries is with Telegram from then on.
// Errors of Send are returned as they are.
func (e *Engine) Preview(ctx context.Context, by Actor, id int64) error {
	b, err := e.o.Store.Find(ctx, by, id)
	if err != nil {
		return err
	}
	c, err := e.o.Store.content(ctx, b, e.o.Label)
	if err != nil {
		return err
	}
	for _, language := range []string{"kk", "ru"} {
		if e.o.Pace != nil {
			e.o.Pace.Charge(ctx, by.Chat)
		}
		_, fileID, err := e.o.Send(ctx, Message{Broadcast: b.ID, Chat: by.Chat, Language: language, Text: c.texts.In(language), File: c.file})
		if err != nil {
			return err
		}
		if fileID != "" && c.file != nil && c.file.TelegramID == "" {
			if err := e.o.Store.fileKnown(ctx, b.File, fileID); err != nil {
				return err
			}
			c.file = &File{ID: c.file.ID, Kind: c.file.Kind, Name: c.file.Name, TelegramID: fileID}
		}
	}
	return nil
}
