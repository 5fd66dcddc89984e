package bot

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/valyala/fasthttp"
)

// doer carries out HTTP requests; *http.Client is one.
type doer interface {
	Do(req *http.Request) (*http.Response, error)
}

// Settings of the links to the Bot API.
const (
	idleConns     = 128              // kept open, so that a burst of replies opens no new connections
	idleLifetime  = 30 * time.Second // below the time after which servers hang up, so that no call meets a closed door
	dialTimeout   = 10 * time.Second
	headerTimeout = 70 * time.Second // above the long poll's 50 seconds
	writeBuffer   = 16 << 10         // bytes: a card with its keyboard goes out in one write
	maxAnswer     = 32 << 20         // bytes of one answer: 100 updates are far below it
)

// newHTTPClient is net/http with time limits, for calls that wait long and
// must end with their context: getUpdates.
func newHTTPClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          idleConns,
		MaxIdleConnsPerHost:   idleConns,
		IdleConnTimeout:       idleLifetime,
		TLSHandshakeTimeout:   dialTimeout,
		ResponseHeaderTimeout: headerTimeout,
		ExpectContinueTimeout: time.Second,
	}}
}

// newSendClient is for the many short calls: fasthttp costs a fraction of
// net/http's processor time a call. Behind a proxy net/http serves instead.
func newSendClient() doer {
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "ALL_PROXY", "all_proxy"} {
		if os.Getenv(name) != "" {
			return newHTTPClient()
		}
	}
	return &sendClient{client: fasthttp.Client{
		MaxConnsPerHost:               4 * idleConns,
		WriteBufferSize:               writeBuffer,
		MaxIdleConnDuration:           idleLifetime,
		MaxResponseBodySize:           maxAnswer,
		MaxIdemponentCallAttempts:     1, // what may be repeated is decided by the sender
		NoDefaultUserAgentHeader:      true,
		DisableHeaderNamesNormalizing: true,
		TLSConfig:                     &tls.Config{MinVersion: tls.VersionTLS12},
		Dial: func(addr string) (net.Conn, error) {
			return fasthttp.DialDualStackTimeout(addr, dialTimeout)
		},
	}}
}

// sendClient carries net/http requests over fasthttp. It keeps the context's
// deadline; a cancellation without one ends the call at callTimeout.
type sendClient struct{ client fasthttp.Client }

// Do sends the request and reads the whole answer.
func (c *sendClient) Do(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close() // also when nothing is sent: who writes an upload must not wait for ever
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	out, in := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(out)
	defer fasthttp.ReleaseResponse(in)
	out.SetRequestURI(req.URL.String())
	out.Header.SetMethod(req.Method)
	out.Header.SetContentType(req.Header.Get("Content-Type"))
	if req.Body != nil {
		if _, err := io.Copy(out.BodyWriter(), req.Body); err != nil {
			return nil, err
		}
	}
	deadline, ok := req.Context().Deadline()
	if !ok {
		deadline = time.Now().Add(callTimeout)
	}
	if err := c.client.DoDeadline(out, in, deadline); err != nil {
		return nil, plainError(err)
	}
	return &http.Response{
		StatusCode: in.StatusCode(),
		Body:       io.NopCloser(bytes.NewReader(bytes.Clone(in.Body()))),
		Request:    req,
	}, nil
}

// plainError gives time-outs the names that the rest of the program knows.
func plainError(err error) error {
	switch {
	case errors.Is(err, fasthttp.ErrDialTimeout):
		return &net.OpError{Op: "dial", Net: "tcp", Err: context.DeadlineExceeded}
	case errors.Is(err, fasthttp.ErrTimeout):
		return context.DeadlineExceeded
	}
	return err
}

// neverLeft reports that no connection was made, or that the call was given up
// before: it can't have taken effect.
func neverLeft(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// withoutAddress drops the URL, which holds the token, from a client error.
func withoutAddress(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}
