package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
)

// maxBody bounds a request: a text message with its keyboard is a few kilobytes.
const maxBody = 1 << 20

var errBadRequest = errors.New("bad request")

// request is one HTTP request; its slices are valid until the next one is read from the connection.
type request struct {
	method []byte // the Bot API method, the last element of the path
	query  []byte
	body   []byte
	close  bool
}

// answerer appends the JSON body for a request to buf and returns it with the HTTP status.
// after, if set, is called when the answer has been written.
type answerer func(r *request, buf []byte) (body []byte, status int, after func())

// web is an HTTP/1.1 server of the few features that Bot API libraries use. net/http would take from the bots
// a good part of the processors that they are measured on.
type web struct {
	listener net.Listener
	answer   answerer
	accepted atomic.Int64

	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func serveWeb(answer answerer) (*web, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &web{listener: l, answer: answer, conns: map[net.Conn]struct{}{}}
	go w.accept()
	return w, nil
}

func (w *web) url() string { return "http://" + w.listener.Addr().String() }

// close ends the server with all its connections.
func (w *web) close() {
	w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		c.Close()
	}
}

func (w *web) accept() {
	for {
		c, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.accepted.Add(1)
		w.mu.Lock()
		w.conns[c] = struct{}{}
		w.mu.Unlock()
		go w.serve(c)
	}
}

func (w *web) serve(c net.Conn) {
	defer func() {
		c.Close()
		w.mu.Lock()
		delete(w.conns, c)
		w.mu.Unlock()
	}()
	in := bufio.NewReaderSize(c, 8<<10)
	var r request
	var body, out []byte
	for {
		if err := r.read(in, c); err != nil {
			return
		}
		var status int
		var after func()
		body, status, after = w.answer(&r, body[:0])
		out = appendHead(out[:0], status, len(body))
		out = append(out, body...)
		_, err := c.Write(out)
		if after != nil {
			after()
		}
		if err != nil || r.close {
			return
		}
	}
}

func appendHead(out []byte, status, length int) []byte {
	out = append(out, "HTTP/1.1 "...)
	out = strconv.AppendInt(out, int64(status), 10)
	if status == 200 {
		out = append(out, " OK"...)
	} else {
		out = append(out, " Error"...)
	}
	out = append(out, "\r\nContent-Type: application/json\r\nContent-Length: "...)
	out = strconv.AppendInt(out, int64(length), 10)
	return append(out, "\r\n\r\n"...)
}

// read reads the next request into r. out is written to only when the client waits for leave to send its body.
func (r *request) read(in *bufio.Reader, out io.Writer) error {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	first := bytes.IndexByte(line, ' ')
	last := bytes.LastIndexByte(line, ' ')
	if first < 0 || last <= first {
		return errBadRequest
	}
	path, query, _ := bytes.Cut(line[first+1:last], []byte("?"))
	r.method = append(r.method[:0], path[bytes.LastIndexByte(path, '/')+1:]...)
	r.query = append(r.query[:0], query...)
	r.body, r.close = r.body[:0], false

	length, chunked := 0, false
	for {
		if line, err = in.ReadSlice('\n'); err != nil {
			return err
		}
		name, value, more := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(":"))
		if !more {
			break
		}
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			n, ok := leadingNumber(value)
			if !ok || n < 0 || n > maxBody {
				return errBadRequest
			}
			length = int(n)
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = bytes.EqualFold(value, []byte("chunked"))
		case bytes.EqualFold(name, []byte("Connection")):
			r.close = bytes.EqualFold(value, []byte("close"))
		case bytes.EqualFold(name, []byte("Expect")):
			if _, err := io.WriteString(out, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
				return err
			}
		}
	}
	if chunked {
		return r.readChunks(in)
	}
	return r.readN(in, length)
}

// readN appends n bytes to the body.
func (r *request) readN(in *bufio.Reader, n int) error {
	at := len(r.body)
	if at+n > maxBody {
		return errBadRequest
	}
	if cap(r.body) < at+n {
		r.body = append(make([]byte, 0, 2*(at+n)), r.body...)
	}
	r.body = r.body[:at+n]
	_, err := io.ReadFull(in, r.body[at:])
	return err
}

// readChunks reads a body sent in chunks, without trailers, as a client sends it that does not know its length.
func (r *request) readChunks(in *bufio.Reader) error {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseUint(string(bytes.TrimRight(line, "\r\n")), 16, 31)
		if err != nil {
			return errBadRequest
		}
		if err := r.readN(in, int(size)); err != nil {
			return err
		}
		if _, err := in.Discard(2); err != nil {
			return err
		}
		if size == 0 {
			return nil
		}
	}
}
