package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
)

// modelFile is the trained classifier of the catalogue that the binary carries,
// so that the search is at its best at once. It is written and proved to be
// what training gives by
//
//	go test ./catalog/search -run TestModel [-update]
//
// It holds, numbers as unsigned varints: the mark, the fingerprint of what it
// was trained on, the largest weights and the bias as little-endian float32,
// the number of features, and for each feature the distance of its hash from
// the last one's, twice the number of services that have it, one more where
// fewer weights than these are kept and then how many, its weight for "a public
// service" (a byte), and for each weight kept the distance of its service from
// the last one's and the weight (a byte).
const modelFile = "model.bin"

const modelMark = "merzim search model 1\n"

// fingerprint is a hash of everything that training depends on, other than the
// code: services, texts, and the words of the vocabulary with all their keys.
func (x *Index) fingerprint() [sha256.Size]byte {
	var b bytes.Buffer
	line := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
			b.WriteByte(0)
		}
		b.WriteByte('\n')
	}
	line(x.ids...)
	for _, t := range x.texts() {
		line(fmt.Sprint(t.service), t.words)
	}
	for _, list := range [][][]string{x.lexicon.meanings, x.lexicon.kinds} {
		for _, words := range list {
			line(words...)
		}
	}
	line(x.lexicon.latin.YAfterVowel)
	for _, latin := range slices.Sorted(maps.Keys(x.lexicon.latin.Letters)) {
		line(latin, x.lexicon.latin.Letters[latin])
	}
	for _, k := range x.lexicon.keyboards {
		line(k.ID, k.Latin, k.Cyrillic)
	}
	line(x.words.keys...)
	return sha256.Sum256(b.Bytes())
}

// readModel gives the model of the file where it is of this very catalogue, nil
// where it is of another one or there is none.
func (x *Index) readModel(data fs.FS) (*classifier, error) {
	raw, err := fs.ReadFile(data, modelFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: not read: %w", modelFile, err)
	}
	print := x.fingerprint()
	body, ok := bytes.CutPrefix(raw, append([]byte(modelMark), print[:]...))
	if !ok {
		return nil, nil
	}
	m := unpack(body, len(x.ids))
	if m == nil {
		return nil, fmt.Errorf("%s: broken", modelFile)
	}
	return m, nil
}

// pack writes a model as the file holds it.
func (m *classifier) pack(print [sha256.Size]byte) []byte {
	out := append([]byte(modelMark), print[:]...)
	for _, v := range []float32{m.weightOf.most, m.domainOf.most, m.bias} {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	out = binary.AppendUvarint(out, uint64(len(m.hashes)))
	var last uint32
	for row, h := range m.hashes {
		out = binary.AppendUvarint(out, uint64(h-last))
		last = h
		from, to := m.from[row], m.from[row+1]
		if members, kept := uint64(m.members[row]), uint64(to-from); members == kept {
			out = binary.AppendUvarint(out, members<<1)
		} else {
			out = binary.AppendUvarint(out, members<<1|1)
			out = binary.AppendUvarint(out, kept)
		}
		out = append(out, byte(m.domain[row]))
		var before uint16
		for i := from; i < to; i++ {
			out = binary.AppendUvarint(out, uint64(m.services[i]-before))
			before = m.services[i]
			out = append(out, byte(m.weights[i]))
		}
	}
	return out
}

// unpack reads what pack wrote; nil where it is broken.
func unpack(body []byte, services int) *classifier {
	u := unpacker{rest: body}
	m := &classifier{}
	m.weightOf, m.domainOf, m.bias = newQuanta(u.float()), newQuanta(u.float()), u.float()
	n := u.number(len(body))
	m.hashes, m.members, m.domain = make([]uint32, n), make([]uint16, n), make([]int8, n)
	m.from = make([]int32, n+1)
	m.services, m.weights = make([]uint16, 0, len(body)/2), make([]int8, 0, len(body)/2)
	var hash uint32
	for row := range n {
		hash += uint32(u.number(math.MaxUint32))
		m.hashes[row] = hash
		members := u.number(2*services + 1)
		kept := members >> 1
		m.members[row] = uint16(kept)
		if members&1 != 0 {
			kept = u.number(services)
		}
		m.domain[row] = int8(u.byte())
		service := 0
		for range kept {
			service += u.number(services - 1 - service)
			m.services = append(m.services, uint16(service))
			m.weights = append(m.weights, int8(u.byte()))
		}
		if u.broken {
			return nil
		}
		m.from[row+1] = int32(len(m.services))
	}
	if u.broken || len(u.rest) > 0 || !slices.IsSorted(m.hashes) {
		return nil
	}
	m.services, m.weights = slices.Clip(slices.Clone(m.services)), slices.Clip(slices.Clone(m.weights))
	m.index()
	m.weigh(services)
	return m
}

// unpacker reads numbers; after the first fault it gives zeros.
type unpacker struct {
	rest   []byte
	broken bool
}

// number reads one that is at most most.
func (u *unpacker) number(most int) int {
	v, n := binary.Uvarint(u.rest)
	if n <= 0 || v > uint64(most) {
		u.broken = true
		return 0
	}
	u.rest = u.rest[n:]
	return int(v)
}

func (u *unpacker) byte() byte {
	if len(u.rest) == 0 {
		u.broken = true
		return 0
	}
	b := u.rest[0]
	u.rest = u.rest[1:]
	return b
}

func (u *unpacker) float() float32 {
	if len(u.rest) < 4 {
		u.broken = true
		return 0
	}
	v := binary.LittleEndian.Uint32(u.rest)
	u.rest = u.rest[4:]
	return math.Float32frombits(v)
}
