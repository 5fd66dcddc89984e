package tables

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

type jsonlWriter struct {
	w    *bufio.Writer
	keys [][]byte // each with its colon, in the columns' order
}

func newJSONL(w io.Writer, columns []string) Writer {
	out := &jsonlWriter{w: bufio.NewWriter(w)}
	for _, c := range columns {
		key, _ := json.Marshal(c)
		out.keys = append(out.keys, append(key, ':'))
	}
	return out
}

func (j *jsonlWriter) Row(cells ...any) error {
	if len(cells) != len(j.keys) {
		return fmt.Errorf("write jsonl: %d cells for %d columns", len(cells), len(j.keys))
	}
	j.w.WriteByte('{')
	for i, cell := range cells {
		if i > 0 {
			j.w.WriteByte(',')
		}
		value, err := json.Marshal(cell)
		if err != nil {
			return fmt.Errorf("write jsonl: %w", err)
		}
		j.w.Write(j.keys[i])
		j.w.Write(value)
	}
	_, err := j.w.WriteString("}\n")
	return err
}

func (j *jsonlWriter) Close() error { return j.w.Flush() }
