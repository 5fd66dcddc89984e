package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
)

func newBackup(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "write a checked copy of the SQLite base, also while the bot is running",
		Long: "Writes a copy of the SQLite base of DATABASE_URL, as it stands at one moment, to a FILE that must not be there yet.\n" +
			"The bot may go on meanwhile. The copy is checked before it appears; it holds nothing of what was deleted.\n" +
			"To restore: stop the bot, put the copy in the base's place, `merzim restored`, start the bot. PostgreSQL: pg_dump and pg_restore.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return backup(cmd.Context(), s, args[0]) },
	}
}

func backup(ctx context.Context, s streams, file string) error {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	if err := database.Backup(ctx, cfg.DatabaseURL, file); err != nil {
		if errors.Is(err, database.ErrNotSQLite) {
			return errors.New("DATABASE_URL is PostgreSQL: use pg_dump --format=custom, see README.md")
		}
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("look at the copy: %w", err)
	}
	_, err = fmt.Fprintf(s.out, "%s\t%d bytes, checked\n", file, info.Size())
	return err
}
