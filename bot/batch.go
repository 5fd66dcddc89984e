package bot

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/segmentio/encoding/json"
)

// parseUpdates reads the result of getUpdates, which is valid JSON, without
// the updates that are known already: while some are being handled, a poll
// brings many of them again. One update that can't be read costs itself alone:
// it comes back as KindOther so that it can be confirmed.
func parseUpdates(raw []byte, known func(id int64) bool) ([]Update, error) {
	items, err := elements(raw)
	if err != nil {
		return nil, fmt.Errorf("read updates: %w", err)
	}
	out := make([]Update, 0, len(items))
	for _, item := range items {
		if id, ok := leadingID(item); ok && known(id) {
			continue
		}
		u, err := ParseUpdate(item)
		if err != nil {
			var only struct {
				ID int64 `json:"update_id"`
			}
			if json.Unmarshal(item, &only) != nil || only.ID <= 0 {
				continue
			}
			u = Update{ID: only.ID, Kind: KindOther}
		}
		if !known(u.ID) {
			out = append(out, u)
		}
	}
	return out, nil
}

// leadingID is the number of an update where it stands first, as Telegram
// writes it; ok is false where one has to read on.
func leadingID(update []byte) (id int64, ok bool) {
	rest, ok := bytes.CutPrefix(update, []byte(`{"update_id":`))
	end := bytes.IndexAny(rest, ",}")
	if !ok || end < 0 {
		return 0, false
	}
	id, err := strconv.ParseInt(string(rest[:end]), 10, 64)
	return id, err == nil
}

// elements parts a JSON list, which must be valid, without decoding what is in it.
func elements(list []byte) (items [][]byte, err error) {
	list = bytes.TrimSpace(list)
	if len(list) < 2 || list[0] != '[' || list[len(list)-1] != ']' {
		return nil, errors.New("not a list")
	}
	list = list[1 : len(list)-1]
	depth, start := 0, 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '"':
			for i++; i < len(list) && list[i] != '"'; i++ {
				if list[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				items = append(items, bytes.TrimSpace(list[start:i]))
				start = i + 1
			}
		}
	}
	if last := bytes.TrimSpace(list[min(start, len(list)):]); len(last) > 0 {
		items = append(items, last)
	}
	return items, nil
}
