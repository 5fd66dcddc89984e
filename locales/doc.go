// Package locales holds every text that the bot says, in Kazakh and Russian,
// and turns numbers and dates into words with the right endings.
//
// The texts stand in active.kk.toml and active.ru.toml (go-i18n), those of a
// large room in files of their own beside them (NAME.kk.toml, NAME.ru.toml). A
// key stands once, whatever the file. Go code names keys, never sentences. Values put into a text are escaped for HTML.
package locales
