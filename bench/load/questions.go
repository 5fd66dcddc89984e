package main

import (
	"fmt"
	"os"
	"strings"
)

// everyday are the questions asked when no file is given: what people type, in both languages, in equal shares.
var everyday = []string{
	"как получить удостоверение личности",
	"жеке куәлікті қалай аламын",
	"потерял паспорт",
	"балабақшаға кезек",
	"как прописаться в квартире",
	"неке қию үшін не керек",
	"пособие на рождение ребёнка",
	"жүргізуші куәлігін ауыстыру",
	"сколько стоит загранпаспорт",
	"жеке кәсіпкерлікті тіркеу",
	"справка о несудимости",
	"тууды тіркеу қанша күн",
}

// readQuestions returns the lines of the file at path, blank ones left out, or the built-in questions if path is empty.
func readQuestions(path string) ([]string, error) {
	if path == "" {
		return everyday, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the questions: %w", err)
	}
	var questions []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" {
			questions = append(questions, line)
		}
	}
	if len(questions) == 0 {
		return nil, fmt.Errorf("no question in %s", path)
	}
	return questions, nil
}
