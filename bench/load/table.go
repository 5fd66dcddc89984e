package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// report is what -json writes.
type report struct {
	Citizens int      `json:"citizens"`
	Rate     int      `json:"rate,omitempty"`
	Seconds  float64  `json:"seconds_per_round"`
	Rounds   int      `json:"rounds"`
	Bots     []result `json:"bots"` // the median round of each
	Runs     []result `json:"runs"` // every round, in the order run
	Ratio    float64  `json:"first_to_fastest_other,omitempty"`
}

func (r report) save(path string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}

// print writes the table and the remarks that change how it is to be read.
func (r report) print(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	if r.Rate > 0 {
		fmt.Fprintf(w, "open loop, %d updates a second from %d citizens, %.0f s a round, median of %d\n\n", r.Rate, r.Citizens, r.Seconds, r.Rounds)
	} else {
		fmt.Fprintf(w, "closed loop, %d citizens, %.0f s a round, median of %d\n\n", r.Citizens, r.Seconds, r.Rounds)
	}
	fmt.Fprint(t, "bot\tanswers/s\tp50 ms\tp99 ms\t")
	if r.Rate > 0 {
		fmt.Fprint(t, "with wait p50\tp99 ms\tbacklog\t")
	}
	fmt.Fprint(t, "CPU s per 1000: bot\tRedis\tdriver\tmemory MB\tbytes/answer\tconns per 1000\t\n")
	for _, b := range r.Bots {
		fmt.Fprintf(t, "%s\t%.0f\t%.2f\t%.2f\t", b.Bot, b.PerSecond, b.P50, b.P99)
		if r.Rate > 0 {
			fmt.Fprintf(t, "%.2f\t%.2f\t%d\t", b.ArrivalP50, b.ArrivalP99, b.Backlog)
		}
		fmt.Fprintf(t, "%.3f\t%.3f\t%.3f\t%.0f\t%.0f\t%.0f\t\n", b.BotCPU, b.RedisCPU, b.DriverCPU, b.MemoryMB, b.AnswerBytes, b.Connections)
	}
	t.Flush()
	fmt.Fprintln(w)
	if r.Ratio > 0 && r.Rate == 0 {
		fmt.Fprintf(w, "%s gives %.2f times the full answers of the fastest other.\n", r.Bots[0].Bot, r.Ratio)
	}
	for _, b := range r.Runs {
		if b.Extra > 0 {
			fmt.Fprintf(w, "note: %s sent %d messages that nobody waited for: its figures count messages, not full answers\n", b.Bot, b.Extra)
		}
		if b.Lost > 0 {
			fmt.Fprintf(w, "note: %s left %d questions unanswered for %v\n", b.Bot, b.Lost, lostAfter)
		}
	}
	for _, b := range r.Bots {
		if b.Unknown != "" {
			fmt.Fprintf(w, "note: %s calls methods that the stand-in answers with 404: %s\n", b.Bot, b.Unknown)
		}
	}
}
