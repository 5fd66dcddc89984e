#!/bin/sh
# Builds Merzim, the two echo bots and the driver into a temporary directory, compares them and prints the table.
# usage: bench/run.sh [--without-grammy] [flags of the driver, such as -time 5s -rounds 1 -rate 1000 -json FILE]
set -eu

grammy=yes
if [ "${1:-}" = --without-grammy ]; then
	grammy=no
	shift
fi

missing=
command -v go >/dev/null || missing="$missing go"
command -v redis-server >/dev/null || missing="$missing redis-server"
if [ "$grammy" = yes ]; then
	command -v node >/dev/null || missing="$missing nodejs"
	command -v npm >/dev/null || missing="$missing npm"
fi
if [ -n "$missing" ]; then
	echo "run.sh: install these first:$missing" >&2
	case $missing in *nodejs*|*npm*) echo "run.sh: or leave the grammY bot out with --without-grammy" >&2 ;; esac
	exit 1
fi

bench=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP # the driver ends the bots before it ends

echo "building" >&2
(cd "$bench/.." && go build -o "$tmp/" ./cmd/merzim ./bench/load)
(cd "$bench/echo-go" && go build -o "$tmp/echo-go" .)
if [ "$grammy" = yes ]; then
	mkdir "$tmp/grammy"
	cp "$bench"/echo-grammy/* "$tmp/grammy/"
	(cd "$tmp/grammy" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund >&2)
	set -- -bot "echo-grammy=NODE_ENV=production exec node '$tmp/grammy/bot.js'" "$@"
fi

"$tmp/load" -bot "merzim=exec '$tmp/merzim' serve" -bot "echo-go=exec '$tmp/echo-go'" "$@"
