# One static binary, no shell, not root. Build: docker build -t merzim .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /merzim ./cmd/merzim
# Where SQLite's file lives when no DATABASE_URL names another base.
RUN mkdir /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /merzim /merzim
COPY --from=build --chown=nonroot:nonroot /data /data
WORKDIR /data
USER nonroot
# Local mode refuses to listen here: in a container the bot wants a token.
ENV HTTP_ADDR=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/merzim", "health"]
ENTRYPOINT ["/merzim"]
CMD ["serve"]
