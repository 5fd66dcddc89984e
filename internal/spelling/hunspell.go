package spelling

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// dictionaries are hunspell's names of the languages' dictionaries.
var dictionaries = map[string]string{"kk": "kk_KZ", "ru": "ru_RU"}

// Unknown asks hunspell about all words at once and gives those that its
// dictionary of the language does not know.
func Unknown(ctx context.Context, lang string, words []string) (map[string]bool, error) {
	if _, err := exec.LookPath("hunspell"); err != nil {
		return nil, fmt.Errorf("hunspell is missing: install hunspell, hunspell-kk and hunspell-ru (`make tools`)")
	}
	cmd := exec.CommandContext(ctx, "hunspell", "-l", "-i", "utf-8", "-d", dictionaries[lang])
	cmd.Stdin = strings.NewReader(strings.Join(words, "\n") + "\n")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil || strings.Contains(errs.String(), "Can't open") {
		return nil, fmt.Errorf("hunspell %s: %v %s: is the dictionary there? install hunspell-%s (`make tools`)", dictionaries[lang], err, strings.TrimSpace(errs.String()), lang)
	}
	unknown := map[string]bool{}
	for word := range strings.FieldsSeq(string(out)) {
		unknown[word] = true
	}
	return unknown, nil
}
