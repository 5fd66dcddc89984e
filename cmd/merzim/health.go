package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/internal/config"
)

// newHealth is the container's health check: it asks the running program.
func newHealth(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    "health",
		Short:  "ask the running program whether it is well",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			addr := os.Getenv("HTTP_ADDR")
			if addr == "" {
				addr = config.DefaultHTTPAddr
			}
			host, port, err := net.SplitHostPort(addr)
			if err != nil {
				return fmt.Errorf("HTTP_ADDR: %w", err)
			}
			if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
				host = "127.0.0.1"
			}
			client := &http.Client{Timeout: 2 * healthTimeout}
			resp, err := client.Get("http://" + net.JoinHostPort(host, port) + "/healthz")
			if err != nil {
				return errors.New("no answer from the program")
			}
			defer resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				return fmt.Errorf("unwell: %s", resp.Status)
			}
			_, err = fmt.Fprintln(s.out, "ok")
			return err
		},
	}
}
