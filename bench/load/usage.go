package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clockTick is the unit of processor time in /proc: the kernel shows hundredths of a second on every platform.
const clockTick = time.Second / 100

// usage is what a process group has used.
type usage struct {
	cpu    time.Duration // user and system, since the start
	memory int64         // resident bytes now
	alive  int           // processes that have not ended
}

// groupUsage adds up the processes of a group, with the children that ended. Without /proc it is zero.
func groupUsage(group int) usage {
	var u usage
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // ended meanwhile
		}
		pgrp, ticks, pages, ended, ok := parseStat(string(data))
		if !ok || pgrp != group {
			continue
		}
		if !ended {
			u.alive++
		}
		u.cpu += time.Duration(ticks) * clockTick
		u.memory += pages * int64(os.Getpagesize())
	}
	return u
}

// parseStat reads the process group, the processor ticks, the resident pages and whether it only waits to be buried
// from a line of /proc/PID/stat (proc(5)).
// The program's name stands in parentheses and may hold anything, so counting starts after the last one.
func parseStat(line string) (pgrp int, ticks, pages int64, ended, ok bool) {
	const (
		fieldPgrp  = 5 - 3 // the state, field 3, is the first after the name
		fieldUtime = 14 - 3
		fieldRSS   = 24 - 3
	)
	end := strings.LastIndexByte(line, ')')
	if end < 0 {
		return 0, 0, 0, false, false
	}
	fields := strings.Fields(line[end+1:])
	if len(fields) <= fieldRSS {
		return 0, 0, 0, false, false
	}
	pgrp, err := strconv.Atoi(fields[fieldPgrp])
	if err != nil {
		return 0, 0, 0, false, false
	}
	for _, f := range fields[fieldUtime : fieldUtime+4] { // utime, stime, and both of ended children
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, 0, 0, false, false
		}
		ticks += n
	}
	pages, err = strconv.ParseInt(fields[fieldRSS], 10, 64)
	return pgrp, ticks, pages, fields[0] == "Z", err == nil
}

// ownCPU is what this driver has used.
func ownCPU() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
