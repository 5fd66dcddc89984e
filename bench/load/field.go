package main

import "bytes"

// field names a parameter of a Bot API method in each form that a library may send it in.
type field struct{ form, json, part []byte }

func newField(name string) field {
	return field{
		form: []byte(name + "="),
		json: []byte(`"` + name + `":`),
		part: []byte(`name="` + name + `"`),
	}
}

var (
	fieldChat    = newField("chat_id")
	fieldMessage = newField("message_id")
	fieldOffset  = newField("offset")
	fieldLimit   = newField("limit")
	fieldTimeout = newField("timeout")
)

// number finds the field's whole number in the body (a form, a JSON object or multipart parts) or else in the query.
// It scans bytes and decodes nothing: the first match counts, which holds for what the libraries send.
func (f field) number(body, query []byte) (int64, bool) {
	switch {
	case len(body) > 0 && body[0] == '{':
		if i := bytes.Index(body, f.json); i >= 0 {
			return leadingNumber(bytes.TrimLeft(body[i+len(f.json):], " \"\t\r\n"))
		}
	case bytes.HasPrefix(body, []byte("--")):
		if i := bytes.Index(body, f.part); i >= 0 {
			rest := body[i+len(f.part):]
			if j := bytes.Index(rest, []byte("\r\n\r\n")); j >= 0 {
				return leadingNumber(rest[j+4:])
			}
		}
	default:
		if n, ok := f.inForm(body); ok {
			return n, true
		}
	}
	return f.inForm(query)
}

func (f field) inForm(form []byte) (int64, bool) {
	for at := 0; at < len(form); {
		i := bytes.Index(form[at:], f.form)
		if i < 0 {
			break
		}
		i += at
		at = i + len(f.form)
		if i == 0 || form[i-1] == '&' {
			return leadingNumber(form[at:])
		}
	}
	return 0, false
}

// leadingNumber reads the decimal number that b starts with.
func leadingNumber(b []byte) (int64, bool) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	var n int64
	digits := 0
	for ; digits < len(b) && digits < 18 && b[digits] >= '0' && b[digits] <= '9'; digits++ {
		n = n*10 + int64(b[digits]-'0')
	}
	if negative {
		n = -n
	}
	return n, digits > 0
}
