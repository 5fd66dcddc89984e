package broadcasts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// FileKind is how Telegram shows a file.
type FileKind string

// The kinds of file.
const (
	Photo    FileKind = "photo"
	Document FileKind = "document"
)

// Sizes in bytes that Telegram takes from a bot.
const (
	maxPhoto    = 10 << 20
	maxDocument = 20 << 20 // kept in the base: below Telegram's 50 MB
	maxName     = 120      // bytes
)

// File is a picture or document of a broadcast.
type File struct {
	ID   int64
	Kind FileKind
	Name string
	// TelegramID is what Telegram calls the file; "" before it was uploaded,
	// and only then there is Content.
	TelegramID string
	Content    []byte
}

// NewFile is a picture or document to attach: its bytes, or what Telegram calls
// one that somebody sent to the bot.
type NewFile struct {
	Kind       FileKind
	Name       string
	Content    []byte
	TelegramID string
}

func (f *NewFile) valid() bool {
	limit := maxDocument
	if f.Kind == Photo {
		limit = maxPhoto
	}
	return (f.Kind == Photo || f.Kind == Document) && (f.TelegramID != "" || len(f.Content) > 0) && len(f.Content) <= limit &&
		0 < len(f.Name) && len(f.Name) <= maxName && !strings.ContainsAny(f.Name, "/\\\x00\r\n\"")
}

// keepFile keeps a file, if there is one, and returns its id.
func (s *Store) keepFile(ctx context.Context, tx *database.Tx, f *NewFile) (id int64, err error) {
	if f == nil {
		return 0, nil
	}
	if !f.valid() {
		return 0, ErrFile
	}
	err = tx.QueryRow(ctx, `INSERT INTO broadcast_files (kind, name, content, telegram_id, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id`,
		string(f.Kind), f.Name, append([]byte{}, f.Content...), f.TelegramID, s.clock.Now().Unix()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("keep file: %w", err)
	}
	return id, nil
}

// file reads a file; its bytes only while Telegram does not have it.
func (s *Store) file(ctx context.Context, id int64) (*File, error) {
	f := File{ID: id}
	err := s.db.QueryRow(ctx, `SELECT kind, name, telegram_id, CASE WHEN telegram_id = '' THEN content END FROM broadcast_files WHERE id = ?`, id).
		Scan(&f.Kind, &f.Name, &f.TelegramID, &f.Content)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrFile
	}
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return &f, nil
}

// fileKnown keeps what Telegram calls a file, so that it is uploaded once.
func (s *Store) fileKnown(ctx context.Context, id int64, telegramID string) error {
	if _, err := s.db.Exec(ctx, `UPDATE broadcast_files SET telegram_id = ? WHERE id = ? AND telegram_id = ''`, telegramID, id); err != nil {
		return fmt.Errorf("keep the name of a file: %w", err)
	}
	return nil
}
