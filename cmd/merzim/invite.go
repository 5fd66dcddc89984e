package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/roles"
)

// inviteFlags are to what somebody is invited.
type inviteFlags struct{ role, agency, region string }

func newInvite(s streams) *cobra.Command {
	var f inviteFlags
	cmd := &cobra.Command{
		Use:   "invite --role admin|staff|analyst [--agency ID] [--region ID]",
		Short: "a one-time link that gives a role; it holds for three days",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return invite(cmd.Context(), s, f) },
	}
	cmd.Flags().StringVar(&f.role, "role", "", "admin, staff or analyst")
	cmd.Flags().StringVar(&f.agency, "agency", "", "the agency of staff, by its id in agencies.yaml")
	cmd.Flags().StringVar(&f.region, "region", "", "the region of staff of one regional body, by its id in regions.yaml")
	return cmd
}

func invite(ctx context.Context, s streams, f inviteFlags) (err error) {
	if f.role == "" {
		return usagef("--role is missing: admin, staff or analyst")
	}
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	source, err := openFiles(cfg.CatalogDir, cfg.LocalesDir)
	if err != nil {
		return err
	}
	know, _, err := source.load()
	if err != nil {
		return err
	}
	grant := roles.Grant{Role: roles.Role(f.role), Agency: f.agency, Region: f.region}
	if err := checkGrant(grant, know.Catalog); err != nil {
		return err
	}
	link, err := linkMaker(ctx, cfg)
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, token, err := roles.NewStore(db, clock.System()).Invite(ctx, roles.CommandLine(), grant)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, link(token))
	return err
}

// checkGrant tells wrong usage from an id that is not there.
func checkGrant(g roles.Grant, c *catalog.Catalog) error {
	err := g.Check(c)
	var wrong *roles.GrantError
	if !errors.As(err, &wrong) {
		return err
	}
	if wrong.Unknown {
		return fmt.Errorf("--%s %s", wrong.Part, wrong.What)
	}
	return usagef("--%s %s", wrong.Part, wrong.What)
}

// linkMaker makes invitations' addresses. The bot's name is asked of Telegram,
// before anything is kept.
func linkMaker(ctx context.Context, cfg config.Config) (func(token string) string, error) {
	if cfg.Local() {
		return func(token string) string { return localInvitation("http://"+cfg.HTTPAddr, token) }, nil
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	name, err := bot.Me(ctx, bot.NewTelegram(cfg.TelegramToken, cfg.TelegramAPIURL, nil))
	if err != nil {
		return nil, fmt.Errorf("ask Telegram for the bot's name: %w", err)
	}
	return func(token string) string { return invitation(name, token) }, nil
}
