// Package worksheet is the verifier's workbook: it lists the facts of the
// catalogue that a person should verify with the act in hand, reads the answers
// back and writes them into the YAML.
//
// It changes a line or two of a file and leaves the rest, remarks included, as
// it is. It decides nothing about the law: what cannot be understood is refused
// row by row.
package worksheet
