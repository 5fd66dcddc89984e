package testserver

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// Postgres starts a PostgreSQL server with an empty database and returns its
// address. The server refuses to run as root, so a root test runs it as the
// user postgres (or nobody).
func Postgres(t testing.TB) (url string) {
	t.Helper()
	bin := postgresFolder(t)
	dir, err := os.MkdirTemp("", "merzim-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := otherUser(t, dir)
	data := filepath.Join(dir, "data")
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C.UTF-8"}
		cmd.SysProcAttr = as
		return cmd
	}
	if out, err := run("initdb", "-D", data, "-U", "merzim", "-A", "trust", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	port := freePort(t)
	server := run("postgres", "-D", data, "-p", strconv.Itoa(port), "-h", "127.0.0.1", "-k", dir,
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=100")
	start(t, server)
	url = fmt.Sprintf("postgres://merzim@%s/postgres?sslmode=disable", address(port))
	Eventually(t, "PostgreSQL", func() bool {
		db, err := sql.Open("pgx", url)
		if err != nil {
			return false
		}
		defer db.Close()
		return db.Ping() == nil
	})
	return url
}

// postgresFolder finds the server's programs, which Debian keeps off PATH.
func postgresFolder(t testing.TB) string {
	t.Helper()
	versions, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(versions) > 0 {
		return filepath.Dir(versions[len(versions)-1])
	}
	return filepath.Dir(need(t, "postgresql", "postgres"))
}

// otherUser makes a root test run the server as somebody else who owns dir.
func otherUser(t testing.TB, dir string) *syscall.SysProcAttr {
	t.Helper()
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			t.Fatal(err)
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attr
	}
	t.Fatal("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
	return nil
}

func contains(text, part string) bool { return strings.Contains(text, part) }
