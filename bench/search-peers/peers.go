package main

import (
	"database/sql"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/index/scorch"
	_ "modernc.org/sqlite" // the driver
)

// newBleve indexes the documents with bleve's Russian analyser and the boosts
// that Merzim's fields have; a query forgives one slip a word.
func newBleve(docs []document) (find func(string) []string, closeAll func(), err error) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = ru.AnalyzerName
	index, err := bleve.NewUsing("", mapping, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, nil, err
	}
	batch := index.NewBatch()
	for _, d := range docs {
		if err := batch.Index(d.ID, map[string]string{"title": d.Title, "also": d.Also, "phrases": d.Phrases, "other": d.Other}); err != nil {
			return nil, nil, err
		}
	}
	if err := index.Batch(batch); err != nil {
		return nil, nil, err
	}
	find = func(question string) []string {
		any := bleve.NewDisjunctionQuery()
		for field, boost := range map[string]float64{"title": 3, "also": 2.5, "phrases": 1, "other": 0.5} {
			q := bleve.NewMatchQuery(question)
			q.SetField(field)
			q.SetBoost(boost)
			q.SetFuzziness(1)
			any.AddQuery(q)
		}
		request := bleve.NewSearchRequestOptions(any, answers, 0, false)
		result, err := index.Search(request)
		if err != nil {
			return nil
		}
		var out []string
		for _, h := range result.Hits {
			out = append(out, h.ID)
		}
		return out
	}
	return find, func() { index.Close() }, nil
}

// newFTS5 indexes the documents with SQLite's trigram tokenizer and ranks by
// bm25 with the same boosts; a query is any of its words of three letters up.
func newFTS5(docs []document) (find func(string) []string, closeAll func(), err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, title, also, phrases, other, tokenize='trigram')`); err != nil {
		return nil, nil, err
	}
	for _, d := range docs {
		if _, err := db.Exec(`INSERT INTO docs VALUES (?,?,?,?,?)`, d.ID, lower(d.Title), lower(d.Also), lower(d.Phrases), lower(d.Other)); err != nil {
			return nil, nil, err
		}
	}
	statement, err := db.Prepare(`SELECT id FROM docs WHERE docs MATCH ? ORDER BY bm25(docs, 0, 3, 2.5, 1, 0.5) LIMIT 3`)
	if err != nil {
		return nil, nil, err
	}
	find = func(question string) []string {
		var words []string
		for _, w := range strings.FieldsFunc(lower(question), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			letters := []rune(w)
			// Endings differ: a word counts by its beginning.
			if keep := max(3, len(letters)-2); len(letters) >= 3 {
				words = append(words, `"`+string(letters[:min(keep, len(letters))])+`"`)
			}
		}
		if len(words) == 0 {
			return nil
		}
		rows, err := statement.Query(strings.Join(words, " OR "))
		if err != nil {
			return nil
		}
		defer rows.Close()
		var out []string
		for rows.Next() {
			var id string
			if rows.Scan(&id) == nil {
				out = append(out, id)
			}
		}
		return out
	}
	return find, func() { db.Close() }, nil
}

// lower folds case and ё, which SQLite leaves alone in Cyrillic.
func lower(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }
