package calendar

// working writes down the steps of a count. It walks from day to day and so
// arrives at the due date by another way than Due, which looks it up.
type working struct {
	calendar *Calendar
	rule     Rule
	due      Due
	steps    []Step
}

// filing adds the day of filing and, when it was not accepted that day, the
// days until it was. The day of acceptance is left to a rule that counts it.
func (w *working) filing() {
	w.steps = make([]Step, 0, 2+int(w.due.Due-w.due.Filed))
	switch {
	case w.due.Accepted == w.due.Filed:
		w.add(Step{Date: w.due.Filed, Reason: ReasonFiled})
		return
	case w.due.AfterHours:
		w.add(Step{Date: w.due.Filed, Reason: ReasonAfterHours})
	default:
		w.off(w.due.Filed)
	}
	for d := w.due.Filed + 1; d < w.due.Accepted; d++ {
		w.off(d)
	}
	if w.due.FirstDay > w.due.Accepted {
		w.add(Step{Date: w.due.Accepted, Reason: ReasonAccepted})
	}
}

func (w *working) workingDays() {
	number := 0
	for d := w.due.Accepted + 1; number < w.rule.Length; d++ {
		day := w.calendar.Day(d)
		if !day.Working {
			w.off(d)
			continue
		}
		number++
		if number == w.rule.Length {
			w.last(d, true, number)
			return
		}
		w.add(Step{Date: d, Counts: true, Number: number, Reason: day.Reason, Instead: day.Instead})
	}
}

func (w *working) calendarDays() {
	for d := w.due.Accepted + 1; d < w.due.FirstDay; d++ {
		w.off(d)
	}
	for number := 1; number < w.rule.Length; number++ {
		w.add(Step{Date: w.due.FirstDay.AddDays(number - 1), Counts: true, Number: number, Reason: ReasonCalendarDay})
	}
	w.roll(w.due.FirstDay.AddDays(w.rule.Length - 1))
}

// roll adds the last day of the term and, when it is a day off, the days to the
// working day on which the term ends.
func (w *working) roll(last Date) {
	day := w.calendar.Day(last)
	if day.Working {
		w.last(last, true, w.rule.Length)
		return
	}
	w.add(Step{Date: last, Counts: true, Number: w.rule.Length, Reason: day.Reason, Holiday: day.Holiday, Instead: day.Instead})
	for d := last + 1; ; d++ {
		if w.calendar.IsWorking(d) {
			w.add(Step{Date: d, Reason: ReasonRolled})
			return
		}
		w.off(d)
	}
}

// officeDays adds the working days through which a term in hours runs.
func (w *working) officeDays(f Filing) {
	for d := w.due.Accepted + 1; d < w.due.FirstDay; d++ {
		w.off(d)
	}
	elapsed := 0
	if w.due.FirstDay == f.Date {
		elapsed = officeMinutesBefore(w.rule.startMinute(f))
	}
	left, number := w.rule.minutes(), 0
	for d := w.due.FirstDay; left > 0; d++ {
		day := w.calendar.Day(d)
		if !day.Working {
			w.off(d)
			continue
		}
		number++
		ran := min(left, dayLength-elapsed)
		left, elapsed = left-ran, 0
		w.clockDay(d, number, ran, left == 0, day)
	}
}

// clockDays adds the days through which a term round the clock runs.
func (w *working) clockDays(f Filing) {
	start, left, number := w.rule.startMinute(f), w.rule.minutes(), 0
	for d := w.due.Filed; d <= w.due.Due; d++ {
		number++
		ran := min(left, minutesInDay-start)
		left, start = left-ran, 0
		w.clockDay(d, number, ran, d == w.due.Due, Day{Reason: ReasonCalendarDay})
	}
}

func (w *working) clockDay(d Date, number, ran int, last bool, day Day) {
	step := Step{Date: d, Counts: true, Number: number, Reason: day.Reason, Instead: day.Instead, Minutes: ran}
	if last {
		step.Reason, step.Instead = ReasonDue, 0
	}
	w.add(step)
}

func (w *working) last(d Date, counts bool, number int) {
	w.add(Step{Date: d, Counts: counts, Number: number, Reason: ReasonDue})
}

// off adds a day that does not count, with the reason that it is off.
func (w *working) off(d Date) {
	day := w.calendar.Day(d)
	w.add(Step{Date: d, Reason: day.Reason, Holiday: day.Holiday, Instead: day.Instead})
}

func (w *working) add(s Step) { w.steps = append(w.steps, s) }
