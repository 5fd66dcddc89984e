package bot

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Settings of the webhook.
const (
	WebhookPath    = "/telegram/webhook"
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token"
	maxWebhookBody = 1 << 20          // bytes; Telegram's updates are a few kilobytes
	storePatience  = 25 * time.Second // below Telegram's own limit; then it is told to come again
)

// Webhook takes updates by HTTP. It answers 200 only when the update's effects
// are stored, and 401 to whoever does not know the secret.
func Webhook(secret string, d *Dispatcher, log *slog.Logger) http.Handler {
	want := sha256.Sum256([]byte(secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
		if secret == "" || subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
			http.Error(w, "secret token missing or wrong", http.StatusUnauthorized)
			return
		}
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "only POST", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhookBody))
		if err != nil {
			var tooLarge *http.MaxBytesError
			if errors.As(err, &tooLarge) {
				http.Error(w, "update too large", http.StatusRequestEntityTooLarge)
			} else {
				http.Error(w, "update not read", http.StatusBadRequest)
			}
			return
		}
		u, err := ParseUpdate(body)
		if err != nil {
			log.Warn("webhook body is no update", "bytes", len(body))
			http.Error(w, "not an update", http.StatusBadRequest)
			return
		}
		ticket := d.Submit(r.Context(), u)
		patience := time.NewTimer(storePatience)
		defer patience.Stop()
		select {
		case <-ticket.Stored():
			if ticket.Lost() {
				http.Error(w, "not stored", http.StatusServiceUnavailable)
				return
			}
			w.WriteHeader(http.StatusOK)
		case <-patience.C:
			http.Error(w, "not stored in time", http.StatusServiceUnavailable)
		case <-r.Context().Done():
		}
	})
}
