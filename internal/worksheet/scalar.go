package worksheet

import (
	"regexp"
	"strings"
)

// scalarEnd is where a value that begins at from ends on its line.
func scalarEnd(line string, from int, flow bool) int {
	rest := line[from:]
	if rest == "" {
		return from
	}
	if quote := rest[0]; quote == '\'' || quote == '"' {
		for i := 1; i < len(rest); i++ {
			switch {
			case quote == '"' && rest[i] == '\\':
				i++
			case rest[i] == quote && quote == '\'' && i+1 < len(rest) && rest[i+1] == quote:
				i++
			case rest[i] == quote:
				return from + i + 1
			}
		}
		return len(line)
	}
	end := len(rest)
	if strings.HasPrefix(rest, "#") {
		end = 0
	} else if i := strings.Index(rest, " #"); i >= 0 {
		end = i
	}
	if flow {
		if i := strings.IndexAny(rest[:end], ",}]"); i >= 0 {
			end = i
		}
	}
	return from + len(strings.TrimRight(rest[:end], " \r"))
}

var (
	plainValue = regexp.MustCompile(`^[\p{L}\d_][\p{L}\d_/.()?=&%~+-]*$`)
	plainURL   = regexp.MustCompile(`^https?://[\w/.()?=&%~+;:@-]*[\w/]$`)
	mappedFlow = regexp.MustCompile(`^\{[a-z]+: .*\}$`)
	numeral    = regexp.MustCompile(`^[\d.]+$`)
)

// quoted writes a value as the one before it was written: numbers and words
// plain, what YAML could misread in single quotes.
func quoted(value, before string, flow, text bool) string {
	if mappedFlow.MatchString(value) {
		return value
	}
	was := strings.HasPrefix(before, "'") || strings.HasPrefix(before, `"`)
	if !was && !(text && numeral.MatchString(value)) && (plainValue.MatchString(value) || !flow && plainURL.MatchString(value)) {
		return value
	}
	quote := "'"
	if strings.HasPrefix(before, `"`) && !strings.ContainsAny(value, `"\`) {
		quote = `"`
	}
	return quote + strings.ReplaceAll(value, "'", "''") + quote
}

// remarked adds a remark for colleagues to the rest of a line, after the remark
// that is there. A line in braces goes on and takes none.
func remarked(rest, remark string, flow bool) string {
	if remark == "" || flow || strings.Contains(rest, remark) {
		return rest
	}
	rest = strings.TrimRight(rest, " \r")
	if rest == "" {
		return " # " + remark
	}
	return rest + "; " + remark
}
