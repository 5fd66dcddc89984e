// Package card writes a service as text for a phone: the first screen, the
// screens behind its buttons and the whole card. It turns facts into
// sentences; it decides nothing and knows neither sessions nor buttons.
package card
