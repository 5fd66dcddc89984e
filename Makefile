# `make help` lists what there is.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.DEFAULT_GOAL := help
.PHONY: help run build test check lint fmt fuzz load load-broadcast eval tools clean

help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## the bot with the local Telegram: open http://127.0.0.1:8080/
	go run ./cmd/merzim

build: ## one static binary, bin/merzim
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/merzim ./cmd/merzim

tools: ## install what the tests need (Debian), or say what to install
	@./.ci/need

test: tools ## all tests, with the race detector; the longest also whole, without it
	CGO_ENABLED=1 go test -race -timeout 20m ./...
	go test ./catalog/search ./internal/broadcasts

check: ## faults of catalogue, calendar, law and texts
	go run ./cmd/merzim check

lint: ## formatting, vet, staticcheck, tidy
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo 'gofmt would change:'; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	go mod tidy -diff

fmt: ## format the code
	gofmt -w $$(git ls-files '*.go')

fuzz: ## run each fuzz target for half a minute
	@./.ci/fuzz 30s

load: tools ## answers a second beside two bare echo bots (bench/README.md)
	./bench/run.sh

load-broadcast: tools ## broadcasts against Telegram's limit and without it (bench/broadcast/README.md)
	go build -o bin/ ./cmd/merzim ./bench/broadcast
	bin/broadcast

eval: ## how well questions find their service (bench/search-peers/README.md)
	cd bench/search-peers && go run .

clean: ## remove what was built
	rm -rf bin
