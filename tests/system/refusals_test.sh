#!/usr/bin/env bash
# What signed documents forbid is refused by the real processes, each with its own reason: an
# agreement that one side has ended, a directory rolled back, a directory gone stale (design I3,
# I4).
source "$(dirname "$0")/world.sh"
utc() { date -u -d "$1" +%FT%H:%MZ; }

# new_directory SERIAL [EDIT]: signs one, valid from now unless EDIT, for sed, changes that.
new_directory() {
  directory "$1" | sed "${2:-}" >"$dir/scheme/directory-$1.text"
  sign "$dir/scheme/directory-$1.text" "$dir/scheme/directory-$1.note" root-1 root-2
}

# install SERIAL PLACE: leaves that one directory in a folder of documents.
install() {
  grep -lZ '^stile-directory/v1$' "$dir/$2/documents/"*.note | xargs -0 rm -f --
  cp -- "$dir/scheme/directory-$1.note" "$dir/$2/documents/"
}
has_status() { grep -q "^stile-status/v1\$" "$dir/$1/documents/"*.note; }
has_serial() { grep -q "^serial: $1\$" "$dir/$2/documents/"*.note; }

# refuses REASON PROGRAM…: fails unless the program ends by itself, and says why.
refuses() {
  local reason=$1 code=0
  shift
  said=$(timeout 20 "$@" 2>&1) || code=$?
  [[ $code -ne 0 && $code -ne 124 ]] || fail "\`$*\` started: $said"
  says "$reason"
}
send() { force return send --month "$month" "$1"; }
taken_by_gateway() { [[ $(grep -c documents_taken "$dir/gateway.log") -gt $1 ]]; }

make_world
start_world

echo "an agreement that one side has ended"
head -n 60 "$dir/force-sussex/exports/call-outs.csv" >"$dir/force-sussex/exports/first.csv"
exits 0 send first.csv
within 60 all_stored sussex
exits 0 ofsted --json inbox list
held=$said

exits 0 stile agreement end "$dir/scheme/agreement-sussex.note" --serial 1 --effective "$(utc '-1 minute')" \
  --key "$dir/scheme/ofsted-siro.key" --name ofsted-siro --out "$dir/scheme/status-1.note"
sign "$dir/scheme/status-1.note" "$dir/scheme/status.note" ofsted-director
taken=$(grep -c documents_taken "$dir/gateway.log" || true)
cp -- "$dir/scheme/status.note" "$dir/gateway/documents/"
within 20 taken_by_gateway "$taken"
# At once at both ends too, though the directory is the same.
within 20 has_status force-sussex
within 20 has_status regulator-ofsted
exits 3 send call-outs.csv
says AGREEMENT_ENDED
exits 0 ofsted --json inbox list
[[ $said == "$held" ]] || fail "Ofsted got rows under an agreement that has ended: $said"
both_audits_hold

echo "a directory rolled back"
new_directory 2
install 2 gateway
within 20 has_serial 2 force-sussex
within 20 has_serial 2 regulator-ofsted
for place in gateway force-sussex regulator-ofsted; do stop TERM "$place"; done
cp -- "$dir/scheme/directory.note" "$dir/scheme/directory-1.note"
for place in gateway force-sussex regulator-ofsted; do install 1 "$place"; done
refuses ROLLED_BACK "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto"
refuses ROLLED_BACK "$build/agents/stile-agent" --config "$dir/force-sussex/agent.textproto"
refuses ROLLED_BACK "$build/agents/stile-agent" --config "$dir/regulator-ofsted/agent.textproto"

echo "a directory gone stale"
new_directory 3 "s/^valid_from:.*/valid_from: \"$(utc '-10 days')\"/
                 s/^valid_until:.*/valid_until: \"$(utc '-2 minutes')\"/"
for place in gateway force-sussex regulator-ofsted; do
  rm -f -- "$dir/$place/documents/status.note"
  install 3 "$place"
done
for place in gateway force-sussex regulator-ofsted; do start "$place"; done
exits 3 send call-outs.csv
says STALE
exits 0 ofsted --json inbox list
[[ $said == "$held" ]] || fail "Ofsted got rows by a directory gone stale: $said"
echo "each refused for its own reason"
