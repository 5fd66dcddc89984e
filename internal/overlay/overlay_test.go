package overlay_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/internal/overlay"
)

func base() fs.FS {
	return fstest.MapFS{
		"services/id-card.yaml":  {Data: []byte("base card")},
		"services/passport.yaml": {Data: []byte("base passport")},
		"law/contact.yaml":       {Data: []byte("base law")},
	}
}

// TestOverlay: a file of the folder replaces or adds its path, the rest stays.
func TestOverlay(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		top  map[string]string
		want map[string]string
	}{
		{"an empty folder", nil, map[string]string{
			"law/contact.yaml": "base law", "services/id-card.yaml": "base card", "services/passport.yaml": "base passport",
		}},
		{"one replaced", map[string]string{"services/id-card.yaml": "mine"}, map[string]string{
			"law/contact.yaml": "base law", "services/id-card.yaml": "mine", "services/passport.yaml": "base passport",
		}},
		{"some added", map[string]string{"services/a.yaml": "first", "services/z.yaml": "last", "calendar/2028.yaml": "year"}, map[string]string{
			"calendar/2028.yaml": "year", "law/contact.yaml": "base law", "services/a.yaml": "first", "services/id-card.yaml": "base card",
			"services/passport.yaml": "base passport", "services/z.yaml": "last",
		}},
		{"one emptied", map[string]string{"law/contact.yaml": ""}, map[string]string{
			"law/contact.yaml": "", "services/id-card.yaml": "base card", "services/passport.yaml": "base passport",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			for path, content := range c.top {
				path = filepath.Join(folder, path)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			tree, err := overlay.Open(base(), folder)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			var order []string
			err = fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				content, err := fs.ReadFile(tree, path)
				got[path] = string(content)
				order = append(order, path)
				return err
			})
			if err != nil || !maps.Equal(got, c.want) || !slices.IsSorted(order) {
				t.Errorf("%v in the order %v, %v; want %v", got, order, err, c.want)
			}
			found, err := fs.Glob(tree, "services/*.yaml")
			want := slices.Sorted(maps.Keys(c.want))
			want = slices.DeleteFunc(want, func(path string) bool { return !strings.HasPrefix(path, "services/") })
			if err != nil || !slices.Equal(found, want) {
				t.Errorf("services found: %v, %v; want %v", found, err, want)
			}
			if _, err := tree.Open("services/none.yaml"); err == nil {
				t.Error("found what is nowhere")
			}
			if _, err := fs.ReadDir(tree, "none"); err == nil {
				t.Error("listed what is nowhere")
			}
		})
	}
}

// TestFolders: no folder is the base itself; a wrong one is told at once.
func TestFolders(t *testing.T) {
	t.Parallel()
	tree, err := overlay.Open(base(), "")
	if err != nil {
		t.Fatal(err)
	}
	if content, err := fs.ReadFile(tree, "law/contact.yaml"); string(content) != "base law" || err != nil {
		t.Error(string(content), err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{file, file + "-none"} {
		if _, err := overlay.Open(base(), wrong); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// TestFolderLives: a file that changes is read anew, one that is taken away
// uncovers the base's.
func TestFolderLives(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	tree, err := overlay.Open(base(), folder)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "law", "contact.yaml")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"first", "second", ""} {
		want := content
		if content == "" {
			want = "base law"
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fs.ReadFile(tree, "law/contact.yaml"); string(got) != want || err != nil {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
}
