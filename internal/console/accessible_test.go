package console_test

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// TestAccessible reads every page as a screen reader does, in both languages.
func TestAccessible(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	r, c := s.request(citizen, "2026-11-02", 10, numbered("A-1")), s.complaint(citizen, "kk")
	_, err := s.requests.Contest(t.Context(), r.ID, -1, "ground")
	s.must(err)
	s.must(s.complaints.SaveTemplate(t.Context(), "police-migration", complaints.Template{Title: "Готово", Text: complaints.AnswerText{KK: "а", RU: "б"}}))
	s.must(s.reports.AddNote(t.Context(), c.ID, analyst, "note"))
	s.must(s.reports.AddLabel(t.Context(), c.ID, "label"))
	b := s.broadcast(120)
	_, err = s.broadcasts.Submit(t.Context(), broadcasts.Actor{Chat: staff, Agency: "police-migration"}, b.ID)
	s.must(err)
	asStaff, asAdmin, asAnalyst := s.login(staff), s.login(admin), s.login(analyst)
	token := asStaff.token()
	preview := asStaff.upload(token, header+"A-1,id-card,2026-11-02,accepted,\nB-2,id-card,2026-11-02,accepted,\n")
	request, complaint := fmt.Sprintf("%srequests/%d", console.Root, r.ID), fmt.Sprintf("%scomplaints/%d", console.Root, c.ID)
	for _, lang := range []string{"ru", "kk"} {
		in := "?lang=" + lang
		link, err := s.console.LoginLink(t.Context(), colleague)
		s.must(err)
		stranger := s.window()
		pages := map[string]answer{
			"log-in": stranger.get(link.URL + in), "wrong code": stranger.post(link.URL+in, "code", "x"), "no session": stranger.get(console.Root + in),
			"start of staff": asStaff.get(console.Root + in), "start of admin": asAdmin.get(console.Root + in), "start of analyst": asAnalyst.get(console.Root + in),
			"requests": asStaff.get(console.Root + "requests" + in), "filtered": asStaff.get(console.Root + "requests" + in + "&due=all"),
			"wrong number": asStaff.get(console.Root + "requests" + in + "&number=900101300017"), "request": asStaff.get(request + in),
			"wrong state": asStaff.post(request+"/state"+in, console.FormField, token, "once", "1099511627999"),
			"complaints":  asStaff.get(console.Root + "complaints" + in), "complaint": asStaff.get(complaint + in),
			"wrong answer": asStaff.post(complaint+"/answer"+in, console.FormField, token, "once", "1099511627999"),
			"templates":    asStaff.get(console.Root + "templates" + in), "uploads": asStaff.get(console.Root + "uploads" + in), "preview": asStaff.get(preview.url.Path + in),
			"people": asAdmin.get(console.Root + "people" + in), "invited": asAdmin.post(console.Root+"people/invite"+in, console.FormField, asAdmin.token(), "role", "analyst"),
			"audit": asAdmin.get(console.Root + "audit" + in), "overview": asAnalyst.get(console.Root + "reports" + in), "narrowed": asAnalyst.get(console.Root + "reports" + in + "&agency=police-migration&kind=delay"),
			"wrong filter": asAnalyst.get(console.Root + "reports" + in + "&kind=x"), "log": asAnalyst.get(console.Root + "log" + in),
			"entry": asAnalyst.get(fmt.Sprintf("%slog/%d%s", console.Root, c.ID, in)), "lists": asAnalyst.get(console.Root + "lists" + in),
			"broadcasts": asStaff.get(console.Root + "broadcasts" + in), "write": asAdmin.get(console.Root + "broadcasts/new" + in),
			"broadcast": asStaff.get(fmt.Sprintf("%sbroadcasts/%d%s", console.Root, b.ID, in)), "waiting": asAdmin.get(fmt.Sprintf("%sbroadcasts/%d%s", console.Root, b.ID, in)),
			"faulty": asAdmin.post(console.Root+"broadcasts/new"+in, console.FormField, asAdmin.token(), "once", "1099511627999", "to", "everybody", "kk", "<b>"),
			"digest": asAnalyst.get(console.Root + "digest" + in), "forbidden": asStaff.get(console.Root + "audit" + in), "not found": asStaff.get(console.Root + "x" + in),
		}
		for name, page := range pages {
			tree, err := html.Parse(strings.NewReader(page.body))
			s.must(err)
			for _, fault := range faults(tree, lang) {
				t.Errorf("%s, %s: %s", name, lang, fault)
			}
		}
	}
}

// TestTheCheckerFindsFaults: the reader above is not content with everything.
func TestTheCheckerFindsFaults(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		`<html lang="en"><title>x</title><main><h1>x</h1></main>`:                                        "lang",
		`<html lang="ru"><main><h1>x</h1></main>`:                                                        "title",
		`<html lang="ru"><title>x</title><main><h1>x</h1><h3>y</h3></main>`:                              "h3 after h1",
		`<html lang="ru"><title>x</title><main><h1>x</h1><h1>y</h1></main>`:                              "2 h1",
		`<html lang="ru"><title>x</title><main><h1>x</h1><input name="a"></main>`:                        "no label",
		`<html lang="ru"><title>x</title><main><h1>x</h1><label for="a"></label><input id="a"></main>`:   "no label",
		`<html lang="ru"><title>x</title><main><h1>x</h1><a href="/"></a></main>`:                        "no text",
		`<html lang="ru"><title>x</title><main><h1>x</h1><p id="a"><p id="a"></main>`:                    "twice",
		`<html lang="ru"><title>x</title><main><h1>x</h1><section aria-labelledby="b"></section></main>`: "names nothing",
		`<html lang="ru"><title>x</title><main><h1>x</h1><table><tr><td>1</td></tr></table></main>`:      "no head",
		`<html lang="ru"><title>x</title><main><h1>x</h1><nav></nav></main>`:                             "nav without a name",
		`<html lang="ru"><title>x</title><h1>x</h1>`:                                                     "main",
		`<html lang="ru"><title>x</title><main><h1>x</h1><form method="post"></form></main>`:             "",
		`<html lang="ru"><title>x</title><main><h1>x</h1><p tabindex="3">y</p></main>`:                   "tabindex",
		`<html lang="ru"><title>x</title><main><h1>x</h1><img src="x"></main>`:                           "alt",
		`<html lang="ru"><title>x</title><main><h1>x</h1><p>ConsoleNow</p></main>`:                       "text key",
		`<html lang="ru"><title>x</title><main><h1>x</h1><p>&lt;no value&gt;</p></main>`:                 "text key",
	} {
		tree, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(faults(tree, "ru"), "; ")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

var textKey = regexp.MustCompile(`(Console|Pages|Report|History|Term|Proof|Count|Why)[A-Z]\w+|<no value>`)

// faults lists what hinders people who hear a page or use it by keyboard.
func faults(root *html.Node, lang string) (out []string) {
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	ids, labels, count, level := map[string]bool{}, map[string]string{}, map[string]int{}, 0
	walk(root, func(n *html.Node) {
		count[n.Data]++
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				fault("the id %s stands twice", id)
			}
			ids[id] = true
		}
		if n.Data == "label" {
			labels[attribute(n, "for")] += text(n)
		}
	})
	walk(root, func(n *html.Node) {
		name := text(n) + attribute(n, "aria-label")
		switch n.Data {
		case "html":
			if attribute(n, "lang") != lang {
				fault("lang is %q", attribute(n, "lang"))
			}
		case "title":
			if name == "" {
				fault("an empty title")
			}
		case "h1", "h2", "h3":
			now := int(n.Data[1] - '0')
			if now > level+1 {
				fault("h%d after h%d", now, level)
			}
			if level = now; name == "" {
				fault("an empty heading")
			}
		case "input", "select", "textarea":
			inside := false
			for p := n.Parent; p != nil; p = p.Parent {
				inside = inside || p.Data == "label" && text(p) != ""
			}
			if attribute(n, "type") != "hidden" && !inside && labels[attribute(n, "id")] == "" {
				fault("no label for %s", attribute(n, "name"))
			}
		case "a", "button", "summary", "th":
			if name == "" {
				fault("%s with no text", n.Data)
			}
			if n.Data == "th" && attribute(n, "scope") == "" {
				fault("th without scope")
			}
		case "table":
			heads := 0
			walk(n, func(c *html.Node) {
				if c.Data == "th" && attribute(c, "scope") == "col" {
					heads++
				}
			})
			if heads == 0 {
				fault("a table with no head")
			}
		case "nav":
			if attribute(n, "aria-label") == "" {
				fault("nav without a name")
			}
		case "img":
			if attribute(n, "alt") == "" {
				fault("a picture without alt")
			}
		}
		for _, reference := range []string{"aria-labelledby", "aria-describedby"} {
			if id := attribute(n, reference); id != "" && !ids[id] {
				fault("%s=%s names nothing", reference, id)
			}
		}
		if index := attribute(n, "tabindex"); index != "" && index != "-1" {
			fault("tabindex %s", index)
		}
	})
	if count["h1"] != 1 {
		fault("%d h1", count["h1"])
	}
	if count["main"] != 1 {
		fault("%d main", count["main"])
	}
	if count["title"] != 1 {
		fault("%d title", count["title"])
	}
	if key := textKey.FindString(text(root)); key != "" {
		fault("a text key or a hole in a text: %s", key)
	}
	return out
}

func walk(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, visit)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(text(c))
	}
	return strings.TrimSpace(b.String())
}

// TestContrast: each text has a contrast of at least 4.5 on each ground that it
// stands on, by day and by night.
func TestContrast(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("assets/console.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`:root \{([^}]*)\}`).FindAllStringSubmatch(string(css), -1)
	if len(blocks) != 2 {
		t.Fatal(len(blocks), "sets of colours")
	}
	for i, block := range blocks {
		colours := map[string]float64{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(block[1], -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, pair := range [][2]string{
			{"text", "ground"}, {"text", "card"}, {"text", "code"}, {"dim", "ground"}, {"dim", "card"}, {"accent", "ground"}, {"accent", "card"}, {"on-accent", "accent"},
			{"late", "ground"}, {"late", "card"}, {"late", "late-ground"}, {"said-text", "said"}, {"accent", "code"},
		} {
			a, b := colours[pair[0]], colours[pair[1]]
			if ratio := (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05); a == 0 && b == 0 || ratio < 4.5 {
				t.Errorf("set %d: %s on %s: %.2f", i, pair[0], pair[1], ratio)
			}
		}
	}
}

// luminance is the relative luminance of a colour by WCAG 2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	var parts [3]float64
	for i := range parts {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if parts[i] = c / 12.92; c > 0.04045 {
			parts[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*parts[0] + 0.7152*parts[1] + 0.0722*parts[2]
}
