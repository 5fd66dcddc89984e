package testserver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/redis/go-redis/v9"
)

// RedisServer is a redis-server of a test, which can be stopped and started
// again on the same port.
type RedisServer struct {
	t    testing.TB
	port int
	dir  string
	cmd  *exec.Cmd
	args []string
}

// Redis starts a redis-server.
func Redis(t testing.TB) *RedisServer {
	t.Helper()
	r := &RedisServer{t: t, port: freePort(t), dir: t.TempDir()}
	r.Start()
	t.Cleanup(r.Stop)
	return r
}

// URL is its address.
func (r *RedisServer) URL() string { return "redis://" + address(r.port) + "/0" }

// Start runs the server; it forgets nothing that it had saved to disk, which
// is nothing.
func (r *RedisServer) Start() {
	r.t.Helper()
	args := append([]string{"--port", strconv.Itoa(r.port), "--bind", "127.0.0.1", "--dir", r.dir, "--save", "", "--appendonly", "no", "--protected-mode", "yes"}, r.args...)
	r.cmd = exec.Command(need(r.t, "redis-server", "redis-server"), args...)
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	client := redis.NewClient(&redis.Options{Addr: address(r.port)})
	defer client.Close()
	Eventually(r.t, "redis-server", func() bool { return client.Ping(context.Background()).Err() == nil })
}

// Stop kills the server.
func (r *RedisServer) Stop() {
	if r.cmd != nil {
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait()
		r.cmd = nil
	}
}

// Signal sends the server a signal: SIGSTOP makes it hang, SIGCONT go on.
func (r *RedisServer) Signal(s os.Signal) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

const (
	masters = 3
	slots   = 16384
)

// RedisCluster starts three masters that share the slots and returns the
// cluster's address.
func RedisCluster(t testing.TB) (url string) {
	t.Helper()
	ctx := context.Background()
	ports := make([]int, masters)
	clients := make([]*redis.Client, masters)
	for i := range ports {
		ports[i] = freePort(t)
		bus := freePort(t)
		r := &RedisServer{t: t, port: ports[i], dir: t.TempDir(), args: []string{
			"--cluster-enabled", "yes", "--cluster-port", strconv.Itoa(bus), "--cluster-node-timeout", "2000",
		}}
		r.Start()
		t.Cleanup(r.Stop)
		clients[i] = redis.NewClient(&redis.Options{Addr: address(ports[i])})
		t.Cleanup(func() { clients[i].Close() })
		from, to := i*slots/masters, (i+1)*slots/masters-1
		if err := clients[i].ClusterAddSlotsRange(ctx, from, to).Err(); err != nil {
			t.Fatalf("give slots to node %d: %v", i, err)
		}
		if i > 0 {
			// CLUSTER MEET host port bus: the bus port is not the usual one.
			if err := clients[i].Do(ctx, "cluster", "meet", "127.0.0.1", ports[0], busOf(t, clients[0])).Err(); err != nil {
				t.Fatalf("join node %d: %v", i, err)
			}
		}
	}
	for i, c := range clients {
		Eventually(t, fmt.Sprintf("cluster node %d", i), func() bool {
			info, err := c.ClusterInfo(ctx).Result()
			return err == nil && contains(info, "cluster_state:ok") && contains(info, "cluster_known_nodes:3")
		})
	}
	return fmt.Sprintf("redis://%s?addr=%s&addr=%s", address(ports[0]), address(ports[1]), address(ports[2]))
}

// busOf asks a node for its bus port.
func busOf(t testing.TB, c *redis.Client) int {
	t.Helper()
	got, err := c.ConfigGet(context.Background(), "cluster-port").Result()
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(got["cluster-port"])
	if err != nil {
		t.Fatal(err)
	}
	return port
}
