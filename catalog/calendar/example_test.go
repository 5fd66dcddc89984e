package calendar_test

import (
	"fmt"
	"os"

	"github.com/merzim/merzim/catalog/calendar"
)

func ExampleCalendar_Count() {
	c, err := calendar.Load(os.DirFS("."))
	if err != nil {
		fmt.Println(err)
		return
	}
	term := calendar.Rule{Length: 2, Unit: calendar.WorkingDays}
	filed, _ := calendar.ParseFiling("2026-03-20 18:05")
	count, err := c.Count(term, filed)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range count.Steps {
		fmt.Println(step.Date, step.Reason, step.Number)
	}
	fmt.Println("overdue from", count.OverdueFrom)
	// Output:
	// 2026-03-20 after_hours 0
	// 2026-03-21 holiday 0
	// 2026-03-22 holiday 0
	// 2026-03-23 holiday 0
	// 2026-03-24 substitute 0
	// 2026-03-25 substitute 0
	// 2026-03-26 accepted 0
	// 2026-03-27 working_day 1
	// 2026-03-28 weekend 0
	// 2026-03-29 weekend 0
	// 2026-03-30 due 2
	// overdue from 2026-03-31
}
