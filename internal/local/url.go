package local

import (
	"net/url"
	"strings"
)

// checkedURL gives an address in the form that Telegram keeps, false when it would refuse it.
func checkedURL(address string) (string, bool) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") && !strings.HasPrefix(address, "tg:") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "tg":
		return address, true
	case "http", "https":
	default:
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	if host == "" || !strings.Contains(host, ".") || strings.HasPrefix(host, "127.") || strings.HasSuffix(host, ".") ||
		strings.HasPrefix(host, ".") || strings.ContainsAny(host, " _<>\"") {
		return "", false
	}
	if u.Path == "" && u.RawQuery == "" {
		u.Path = "/"
	}
	return u.String(), true
}
