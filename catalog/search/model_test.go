package search

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"runtime"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write "+modelFile)

// largestModel is what the file may weigh, in bytes.
const largestModel = 2_000_000

// TestModel trains on the catalogue and demands the very bytes of the file.
// Other processors than amd64 may round math.Exp otherwise in the last bit.
func TestModel(t *testing.T) {
	if runtime.GOARCH != "amd64" || testing.Short() || underRace {
		t.Skip("trains, and is promised to give the same bytes on amd64 only")
	}
	x := untrained(t)
	m, err := x.train(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := m.pack(x.fingerprint())
	t.Logf("%d bytes, %d features, %d weights", len(want), len(m.hashes), len(m.weights))
	if len(want) > largestModel {
		t.Errorf("%d bytes, at most %d", len(want), largestModel)
	}
	if *update {
		if err := os.WriteFile(modelFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(modelFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("not what training gives: catalogue or search changed; write it with\n\tgo test ./catalog/search -run TestModel -update")
	}
}

// TestModelOfAnotherCatalogue edits a phrasing: the file then says nothing, and
// the search waits for training.
func TestModelOfAnotherCatalogue(t *testing.T) {
	c, data := embedded(t)
	x, err := New(c, data)
	if err != nil {
		t.Fatal(err)
	}
	if x.model.Load() == nil {
		t.Error("the file is not of this catalogue")
	}
	c.Services[0].Phrases.RU = append(c.Services[0].Phrases.RU, "справка что живу тут")
	if x, err = New(c, data); err != nil {
		t.Fatal(err)
	}
	if x.model.Load() != nil {
		t.Error("the file is taken for another catalogue's")
	}
}

// TestBrokenModel cuts the file short and spoils it: that is an error, never a
// panic.
func TestBrokenModel(t *testing.T) {
	x := untrained(t)
	_, data := embedded(t)
	raw, err := fs.ReadFile(data, modelFile)
	if err != nil {
		t.Fatal(err)
	}
	head := len(modelMark) + len(x.fingerprint())
	for _, cut := range []int{head, head + 5, head + 20, len(raw) / 2, len(raw) - 1} {
		if _, err := x.readModel(fstest.MapFS{modelFile: {Data: raw[:cut]}}); err == nil {
			t.Errorf("%d bytes of %d are taken for a model", cut, len(raw))
		}
	}
	places := 50
	if underRace {
		places = 10
	}
	for at := head; at < len(raw); at += len(raw) / places {
		spoilt := bytes.Clone(raw)
		spoilt[at] ^= 0xff
		_, _ = x.readModel(fstest.MapFS{modelFile: {Data: spoilt}})
	}
	if m, err := x.readModel(fstest.MapFS{}); m != nil || err != nil {
		t.Errorf("no file: %v, %v", m, err)
	}
}

// TestEditedCatalogueLearns adds a service's phrasing as CATALOG_DIR would and
// trains: the search then knows it.
func TestEditedCatalogueLearns(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("trains")
	}
	c, data := embedded(t)
	s, _ := c.Service("wheelchair")
	s.Phrases.RU = append(s.Phrases.RU, "мне бы жужжалку на колёсиках для деда", "жужжалка деду по квартире ездить")
	x, err := New(c, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Train(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r := x.Search("жужжалку деду", 1); len(r.Hits) == 0 || r.Hits[0].ID != s.ID {
		t.Errorf("%+v", r)
	}
}
