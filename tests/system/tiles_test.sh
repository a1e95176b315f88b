#!/usr/bin/env bash
# The tree as static files: what the gateway publishes is read, and every leaf of it proven, by Go's
# golang.org/x/mod/sumdb, which nobody here wrote; and whoever puts back the store and the second place of the
# checkpoint is noticed by it. As separate processes over mutual TLS.
kinds=(call-outs) rows=300
source "$(dirname "$0")/world.sh"
command -v go >/dev/null && [[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]] ||
  { echo "skipped: go and golang-golang-x-mod-dev are not installed (deploy/packages test)"; exit 77; }
tiles=$dir/gateway/tiles

GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS='' GOTOOLCHAIN=local GOCACHE=$build/tests/vectors/go-cache \
  go build -o "$dir/read_tiles" "$here/tests/system/read_tiles/main.go"
read_tiles() { "$dir/read_tiles" "${1:-$tiles}" "$vkey"; }
published() { sed -n 2p "$tiles/checkpoint"; }
leaves() { sqlite3 -readonly -cmd '.timeout 2000' "$dir/gateway/store.db" 'SELECT count(*) FROM leaf'; }

make_world
vkey=$(grep -o 'log_key: "[^"]*"' "$dir/scheme/directory.text" | cut -d'"' -f2)
echo 'tiles: "tiles"' >>"$dir/gateway/gateway.textproto"

echo "without its folder the gateway says so"
exits 1 stile check --config "$dir/gateway/gateway.textproto"
says "tiles: "

mkdir "$tiles"

start_world
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
before=$(leaves)
cp -p -- "$dir/gateway/checkpoint" "$dir/older-checkpoint"
sqlite3 -readonly "$dir/gateway/store.db" "VACUUM INTO '$dir/older.db'"

echo "what was written is published, within a minute or two"
for file in call-outs.csv call-outs.csv; do exits 0 force return send --month "$month" "$file"; done
stop TERM gateway
start gateway
as_of_now() { [[ $(published) -gt $before ]]; }
within 180 as_of_now
exits 0 read_tiles
[[ $said == "$(published)" && $said -le $(leaves) ]] || fail "$said leaves are published"

echo "a hash that somebody altered is noticed by whoever reads it"
cp -r -- "$tiles" "$dir/altered"
file=$(find "$dir/altered/tile/0" -type f | head -n 1)
printf '\x5a\x5a\x5a\x5a' | dd of="$file" bs=1 seek=100 conv=notrunc status=none
exits 1 read_tiles "$dir/altered"
cp -r -- "$tiles" "$dir/other"
sed -i '2s/.*/3/' "$dir/other/checkpoint"
exits 1 read_tiles "$dir/other"

echo "an older store that was put back with its checkpoint file is noticed by what was published since"
stop TERM gateway
rm -f -- "$dir/gateway"/store.db*
install -m 0600 "$dir/older.db" "$dir/gateway/store.db"
install -m 0600 "$dir/older-checkpoint" "$dir/gateway/checkpoint"
exits 5 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto"
says "were published: an older store was put back"
mv -- "$tiles" "$dir/tiles-away"
mkdir "$tiles"
exits 0 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check
