// Package request writes a tracked request as text: how it stands today, what
// its date rests on, what happened to it. It knows no buttons, no store and no
// chat.
package request
