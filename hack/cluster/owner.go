package main

import (
	"os"
	"strconv"
	"syscall"
	"time"
)

// endWithOwner makes this process end within a second after the one that MEMDB_OWNER_PID names.
// A test or a demo that was killed has no chance to stop what it started.
func endWithOwner() {
	owner, err := strconv.Atoi(os.Getenv("MEMDB_OWNER_PID"))
	if err != nil {
		return // nobody: it runs until it is stopped
	}
	go func() {
		for syscall.Kill(owner, 0) != syscall.ESRCH {
			time.Sleep(time.Second)
		}
		os.Exit(1)
	}()
}
