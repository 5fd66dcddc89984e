// Package local is the local Telegram: a strict Bot API server with people who can be driven by code,
// by HTTP or by hand on a chat page. Merzim talks to it through the same client as to Telegram; only the
// base URL differs. It runs local mode, the terminal chat, and every test, load and kill test.
//
// It must never know what Merzim is: no service, no handler, no store of ours is imported here.
//
// # The Bot API side
//
// [Server.API] answers /bot<token>/<method> and /file/bot<token>/<path>. There is one bot, whose number
// is the digits of the token; each well-formed token is accepted. Parameters by query, form, JSON body or
// multipart mean the same. Checks, error codes and descriptions are Telegram's.
//
// # The people's side
//
// In Go: [Server.Person], [Server.Group], [Server.Chat], [Server.Calls], [Server.Subscribe],
// [Server.Fault], [Server.Idle], [Server.AdvanceClock].
//
// From another process, JSON under /local/api/ (served by [Server.Page], loopback hosts only). Each POST takes
// a JSON object (Content-Type: application/json) and answers a JSON object; a fault of the caller answers
// 400 {"error":"…"}, an unknown chat or message 404.
//
//	GET  page?lang=ru                  bot, personas, texts, now, zone: what the page needs to draw itself
//	POST person  {id, lang, first_name, last_name, username, started}
//	POST people  {from, to, lang, started}           many people with numbers from..to, at most 1,000,000
//	POST group   {id, title}                         a group that the bot is in
//	POST send    {chat, text}                        a person writes; {person, chat, text} writes in a group
//	POST send    multipart: chat, kind (document, photo, voice), file
//	POST send    {chat, kind}                        kind: voice, photo, sticker, contact
//	POST edit    {chat, message, text}               a person edits their own message
//	POST press   {chat, message, data}               an inline button by its data, or {…, button: N} from 1
//	             {…, forged: true}                   data that no button holds
//	             {chat, key: N}                      the N-th button of the reply keyboard, from 1
//	POST inline  {chat, query}
//	POST block   {chat}, unblock {chat}, deactivate {chat}
//	POST fault   a [Fault]; DELETE fault forgets the planted ones
//	GET  clock, POST clock {advance: "24h"} | {working_day: true} | {to: RFC 3339} | {real: true}
//	GET  chats                                       every chat with its last message's number
//	GET  messages?chat=ID&after=N                    the chat's messages above N
//	GET  commands?chat=ID                            the commands menu as that person sees it
//	GET  calls?after=SEQ&method=M&chat=ID&limit=N    recorded calls; "next" is the cursor; polls=1: getUpdates too; refused=1
//	GET  idle?timeout=10s                            {"idle":true} once each update is confirmed and no call runs
//	GET  counters                                    updates, pending, calls by method and status
//	GET  events?chat=ID&kinds=message,edit           [Event]s by Server-Sent Events; without chat or kinds: all
//	GET  file/{id}                                   the bytes of a file that was sent
//
// # What lasts
//
// With [Options.Path] set, chats, people, messages, numbers, unconfirmed updates, the webhook and the
// clock's offset survive kill -9: see journal.go. Calls are kept in memory only.
package local
