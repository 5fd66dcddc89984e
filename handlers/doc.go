// Package handlers holds the conversations, one file a verb: an update and the
// chat's session go in, replies and the new session come out.
//
// It knows neither Telegram nor SQL. Its stores are the small interfaces in
// stores.go; what it knows of services and texts is one Knowledge, which is
// exchanged as a whole when the files change.
package handlers
