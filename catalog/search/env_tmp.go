package search

import (
	"os"
	"strconv"
)

func envf(n string, d float32) float32 {
	v, err := strconv.ParseFloat(os.Getenv(n), 32)
	if err != nil {
		return d
	}
	return float32(v)
}
