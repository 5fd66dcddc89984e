package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// versionLength is enough hexadecimal digits to tell editions apart.
const versionLength = 12

// Version is a short hash of all days, their reasons and whether they are
// provisional. It changes when any day changes, not with comments or names.
func (c *Calendar) Version() string { return c.version }

func (c *Calendar) hash() string {
	sum := sha256.New()
	for d := c.first; d <= c.last; d++ {
		if day, ok := c.special[d]; ok {
			fmt.Fprintf(sum, "%d %t %s %s %d %t\n", d, day.Working, day.Reason, day.Holiday, day.Instead, day.Estimated)
		}
	}
	for year := firstYear; year <= lastYear; year++ {
		fmt.Fprintf(sum, "%d %t\n", year, c.provisional(year))
	}
	return hex.EncodeToString(sum.Sum(nil))[:versionLength]
}
