package bot

import (
	"bytes"

	"github.com/segmentio/encoding/json"
)

// resultKept is what the library reads in place of an answer with a result.
const resultKept = `{"ok":true}`

// plainResult is the result in an answer that says nothing else, as nearly all
// do; nil for any other answer.
func plainResult(answer []byte) []byte {
	rest, ok := bytes.CutPrefix(answer, []byte(`{"ok":true,"result":`))
	result, closed := bytes.CutSuffix(bytes.TrimSpace(rest), []byte("}"))
	if !ok || !closed || !json.Valid(result) {
		return nil
	}
	return result
}
