#!/usr/bin/env bash
# What signed documents forbid is refused by the real processes, each with its own reason: an
# agreement ended by one side, a directory rolled back, a directory gone stale (design I3, I4).
source "$(dirname "$0")/world.sh"

# new_directory SERIAL NOTE…: signs a directory, valid unless $validity edits its text.
new_directory() {
  directory "$@" | sed -E "${validity:-}" >"$dir/scheme/directory-$1.text"
  sign "$dir/scheme/directory-$1.text" "$dir/scheme/directory-$1.note" root-1 root-2
}
agreement_and_homes=("$dir/scheme/agreement.note" "$dir/scheme/homes.note")
give() { cp -- "$1" "$dir/$2/documents/$3"; }
serial_of() { grep -h '^serial: [0-9]*$' "$dir/$1/documents/"*.note 2>/dev/null; }

make_world
new_directory 2 "${agreement_and_homes[@]}"
start_world
restartable

echo "an agreement is in force until one side ends it"
head -n 60 "$dir/force-sussex/exports/call-outs.csv" >"$dir/force-sussex/exports/first.csv"
exits 0 force return send --month "$month" first.csv
within 60 all_stored

cat >"$dir/scheme/status.text" <<STATUS
stile-status/v1
agreement: "$(stile document hash "$dir/scheme/agreement.note")"
kind: ENDED
effective: "$(date -u -d '-1 minute' +%FT%H:%MZ)"
serial: 1
STATUS
sign "$dir/scheme/status.text" "$dir/scheme/status.note" ofsted-siro ofsted-director
give "$dir/scheme/status.note" gateway status.note
within 20 grep -q documents_taken "$dir/gateway.log"
exits 3 force return send --month "$month" call-outs.csv
says AGREEMENT_ENDED
exits 0 ofsted --json inbox list
says "\"rows\":$(number stored <<<"$(force --json return status)")"

echo "a directory rolled back is refused at the start of the gateway"
give "$dir/scheme/directory-2.note" gateway directory.note
within 20 grep -q 'serial: 2' <(cat "$dir/gateway/documents/"*.note)
sleep 2
stop TERM gateway
give "$dir/scheme/directory.note" gateway directory.note
gateway() { timeout 20 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" "$@"; }
code=0
said=$(gateway 2>&1) || code=$?
[[ $code -ne 0 && $code -ne 124 ]] || fail "the gateway started on a directory rolled back: $said"
says ROLLED_BACK
