// Package rollup keeps the counts from which reports read figures over millions
// of rows. The stores of requests and complaints tell it each change inside the
// transaction that makes it, so a count never differs from the rows.
//
// What the clock alone changes is not counted: a request is counted under its
// due date, and who asks sums the open ones whose date has passed.
//
// A complaint of a person who was forgotten stays and is counted on. A request
// that is erased while open is no longer awaited and leaves the counts; one that
// was closed had its outcome, which stays in them after its row is gone.
package rollup
