package catalog

import "embed"

//go:embed *.yaml services/*.yaml phrases/*.yaml law/*.yaml calendar/*.yaml search/*.yaml search/model.bin
var files embed.FS

// Embedded is the catalogue that the binary carries.
func Embedded() embed.FS { return files }
