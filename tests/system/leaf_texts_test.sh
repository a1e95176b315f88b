#!/usr/bin/env bash
# The texts of the ledger's leaves go at their date, once both agencies have fetched them, and everything that was
# proven before still is. As separate processes over mutual TLS; machines whose clocks go forward stand for the days
# that pass.
kinds=(call-outs) rows=60
source "$(dirname "$0")/world.sh"
for program in agent gateway; do
  [[ -x $build/tests/system/shifted-$program ]] || { echo "skipped: shifted-$program is not built"; exit 77; }
done
store=$dir/gateway/store.db

# Every agreement of this world lets its recipient keep rows for less than the texts are kept.
eval "demo_$(declare -f sign)"
sign() {
  [[ $1 != *agreement-*.text ]] || sed -i 's/^retention_days: .*/retention_days: 59/' "$1"
  demo_sign "$@"
}
texts() { sqlite3 -readonly -cmd '.timeout 2000' "$store" "SELECT count(*) FROM leaf WHERE $1"; }
# of_ofsted: texts of leaves that name it, written before the clocks went forward.
of_ofsted() { texts "idx < $old AND body LIKE '%/regulator/ofsted/agent%'"; }
all_gone() { [[ $(texts 'body IS NULL') -eq $old ]]; }
# later PLACE…: started, 61 days later.
later() {
  local place
  for place in "$@"; do
    STILE_CLOCK_SHIFT=$((61 * 86400)) gateway_program=$build/tests/system/shifted-gateway \
      agent_program=$build/tests/system/shifted-agent start "$place"
  done
}
# recertify PLACE IDENTITY: with a certificate that is good until then.
recertify() {
  rm -r -- "$dir/$1/identity"
  certify "$1" "$2" --days 90
}

make_world
echo 'log_retention_days: 60' >>"$dir/gateway/gateway.textproto"
start_world
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
as_known force-sussex regulator-ofsted
receipts=$(force --json audit verify | grep -o '"receipts":[0-9]*')
for place in "${agencies[@]}" gateway; do stop TERM "$place"; done
old=$(texts 'body IS NOT NULL')
named=$(of_ofsted)
[[ $named -gt 0 && $named -lt $old ]] || fail "of $old leaves $named name Ofsted"

for place in "${agencies[@]}"; do recertify "$place" "$(id_of "$place")"; done
recertify gateway "$gateway_id"
(
  date() {
    local words=("$@")
    words=("${words[@]/#-1 minute/+61 days -1 minute}")
    command date "${words[@]/#+13 days/+74 days}"
  }
  publish 2 gateway
)

echo "what an agency has not fetched stays"
later gateway force-sussex
within 60 compared force-sussex "$old"
within 60 grep -q '"texts_deleted"' "$dir/gateway.log"
[[ $(of_ofsted) -eq $named ]] || fail "texts are gone that Ofsted has not fetched"

echo "and goes when it has: every text of then, and nothing that proves it"
later regulator-ofsted
within 60 all_gone
for place in force-sussex regulator-ofsted; do exits 0 at "$place" audit alarms; done
both_audits_hold
[[ $(force --json audit verify) == *"$receipts"* ]] || fail "a receipt is missing"

echo "the ledger says what went, and is whole"
recorded() {
  [[ $(texts "body LIKE '%' || char(10) || 'clause log_retention_days=60' || char(10) || '%'
    AND body LIKE '%' || char(10) || 'decision texts-deleted-below-$old' || char(10) || '%'") -eq 1 ]]
}
within 30 recorded
stop TERM gateway
exits 0 env STILE_CLOCK_SHIFT=$((61 * 86400)) "$build/tests/system/shifted-gateway" \
  --config "$dir/gateway/gateway.textproto" check
