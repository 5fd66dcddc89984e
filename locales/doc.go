// Package locales holds every text that the bot says, in Kazakh and Russian,
// and turns numbers and dates into words with the right endings.
//
// The texts stand in active.kk.toml and active.ru.toml (go-i18n). Go code
// names keys, never sentences. Values put into a text are escaped for HTML.
package locales
