package local

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Client gives a client whose requests reach the handlers in this process, without a socket, whatever host they name.
// A request ends with its context, also while a poll is held; a planted cut is an unexpected end of the answer.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: direct{s}}
}

// direct is the transport of Client.
type direct struct{ s *Server }

// RoundTrip runs the handler on its own goroutine, so that the caller can leave.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		closeBody(r)
		return nil, err
	}
	in := r.Clone(ctx)
	in.RemoteAddr, in.RequestURI = "127.0.0.1:0", r.URL.RequestURI()
	if !strings.HasPrefix(r.URL.Path, "/bot") {
		in.Host = "127.0.0.1" // the page answers this machine only, and this is it
	} else if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.s.page.ServeHTTP(w, r) })
	if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot") {
		handler = d.s.api
	}
	done := make(chan *memoryResponse, 1)
	go func() {
		w := &memoryResponse{header: make(http.Header)}
		defer func() {
			closeBody(r)
			if p := recover(); p != nil {
				if p != http.ErrAbortHandler { //nolint:errorlint // the value itself is thrown
					panic(p)
				}
				w = nil
			}
			done <- w
		}()
		handler.ServeHTTP(w, in)
	}()
	select {
	case w := <-done:
		if w == nil {
			return nil, errors.Join(errCut, io.ErrUnexpectedEOF)
		}
		return w.response(r), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

var errCut = errors.New("local telegram: connection cut")

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

// memoryResponse collects an answer.
type memoryResponse struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *memoryResponse) Header() http.Header { return w.header }

func (w *memoryResponse) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *memoryResponse) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// response makes the client's view of the answer.
func (w *memoryResponse) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}
}
