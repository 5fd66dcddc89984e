// Package testserver starts the servers that tests want, on free loopback
// ports and in folders of their own: a redis-server, a cluster of three
// masters, PostgreSQL. They end with the test. It also waits for what has to
// come. It is imported by tests only.
package testserver
