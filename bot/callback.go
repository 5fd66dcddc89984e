package bot

import (
	"errors"
	"fmt"
	"strings"
)

// callbackVersion stands before every button's data. It changes when the
// meaning of the fields does; buttons of other versions are answered kindly.
const callbackVersion = "1"

// callbackSep parts the fields of callback data; no field may hold it.
const callbackSep = "|"

// ErrOldButton says that callback data is not of this version: an old button,
// or data that we never made.
var ErrOldButton = errors.New("button of another version")

// EncodePress makes the callback data of a button: a verb and its fields.
func EncodePress(verb string, fields ...string) (string, error) {
	parts := append([]string{callbackVersion, verb}, fields...)
	if verb == "" {
		return "", errors.New("encode press: no verb")
	}
	for _, p := range parts[1:] {
		if strings.Contains(p, callbackSep) {
			return "", fmt.Errorf("encode press %s: a field holds %q", verb, callbackSep)
		}
	}
	data := strings.Join(parts, callbackSep)
	if len(data) > MaxData {
		return "", fmt.Errorf("encode press %s: %d bytes, at most %d", verb, len(data), MaxData)
	}
	return data, nil
}

// DecodePress takes callback data apart. Anything that EncodePress did not
// make is ErrOldButton.
func DecodePress(data string) (verb string, fields []string, err error) {
	if len(data) > MaxData {
		return "", nil, ErrOldButton
	}
	parts := strings.Split(data, callbackSep)
	if len(parts) < 2 || parts[0] != callbackVersion || parts[1] == "" {
		return "", nil, ErrOldButton
	}
	return parts[1], parts[2:], nil
}
