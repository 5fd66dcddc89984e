package broadcasts

import "fmt"

// Limits of Telegram, in UTF-16 units after entities are parsed.
const (
	maxText    = 4096
	maxCaption = 1024 // with a picture or file
	// labelRoom is kept for the words that a correction begins with.
	labelRoom = 64
)

// Fault is what may be wrong with a text.
type Fault string

// The faults.
const (
	Empty        Fault = "empty"
	TooLong      Fault = "too_long"
	BadTag       Fault = "bad_tag" // Telegram does not know it, or it is not whole
	BadEnd       Fault = "bad_end" // closes what was not opened last
	Unclosed     Fault = "unclosed"
	BadReference Fault = "bad_reference" // a lone &: write &amp;
	BadCharacter Fault = "bad_character"
)

// TextFault says what is wrong with a text, for its author to mend.
type TextFault struct {
	Language string // "kk" or "ru"
	What     Fault
	Part     string // the faulty place, where there is one
	At       int    // UTF-16 units before it
	Units    int    // with TooLong: the length
	Limit    int    // with TooLong: the longest
}

func (f *TextFault) Error() string {
	return fmt.Sprintf("text in %s: %s %q at %d (length %d, limit %d)", f.Language, f.What, f.Part, f.At, f.Units, f.Limit)
}

// check reports the first fault of a text in both languages as a *TextFault;
// taken units are in the message already.
func (t Texts) check(withFile bool, taken Units) error {
	limit := maxText
	if withFile {
		limit = maxCaption
	}
	for _, one := range []struct {
		language, text string
		taken          int
	}{{"kk", t.KK, taken.KK}, {"ru", t.RU, taken.RU}} {
		units, fault := checkHTML(one.text)
		if fault == nil && units+one.taken > limit {
			fault = &TextFault{What: TooLong, Units: units + one.taken, Limit: limit}
		}
		if fault != nil {
			fault.Language = one.language
			return fault
		}
	}
	return nil
}

// Units are the lengths of a text in both languages, as Telegram counts them.
type Units struct{ KK, RU int }

// Units measures a text; a faulty one is 0 long.
func (t Texts) Units() (u Units) {
	u.KK, _ = checkHTML(t.KK)
	u.RU, _ = checkHTML(t.RU)
	return u
}
