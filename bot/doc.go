// Package bot is the messenger's side of Merzim: updates come in, replies go
// out. It keeps the order within a chat, bounds the work across chats, drops
// what was handled before and turns Telegram's failures into typed errors.
//
// It knows no service, no deadline and no text for people: what to answer is
// decided by the Conversation it is given. Telegram's own types stop in
// telegram.go; everything else here works on Update and Reply.
package bot
