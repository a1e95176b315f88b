#!/usr/bin/env bash
# Exactly once in effect (design I8): sending again, sending a corrected month, and `kill -9` of
# any process at any moment. STILE_TEST_KILLS says how many of these (12 unless given), and
# STILE_TEST_SEED which.
rows=3000
source "$(dirname "$0")/world.sh"
kills=${STILE_TEST_KILLS:-12}
export_file=$dir/force-sussex/exports/call-outs.csv

# correct ROUND: a corrected month: half of the rows, the other half each round, have another level
# and another word on whether the call was appropriate.
correct() {
  awk -v round="$1" -F, 'BEGIN { OFS = "," } NR > 1 && NR % 2 == round % 2 {
      if (sub(/,Level 1,/, ",Level 2,") == 0) sub(/,Level [23],/, ",Level 1,")
      if (sub(/,Appropriate,/, ",Inappropriate,") == 0) sub(/,Inappropriate,/, ",Appropriate,")
    } { print }' "$export_file" >"$export_file.next"
  cmp -s "$export_file" "$export_file.next" && fail "round $1 corrected nothing"
  mv -- "$export_file.next" "$export_file"
}

send() { force --json return send --month "$month" call-outs.csv; }
sent_now() { send | grep -q '"sent":0,"revised":0,'; }

# counts NAME=NUMBER…: fails unless the last answer has these.
counts() {
  local expected
  for expected in "$@"; do says "\"${expected%=*}\":${expected#*=}"; done
}

make_world
start_world

exits 0 send
within 60 all_stored sussex
ofsted_holds "$export_file"
lines=$(wc -l <"$dir/held") calls=$(grep -c '^call-out|' "$dir/held")

echo "sending again sends nothing"
exits 0 send
counts sent=0 revised=0 unchanged="$calls" consignments=0
ofsted_holds "$export_file"

echo "a corrected month revises what was corrected, and adds nothing"
correct 0
exits 0 send
counts sent=0
[[ $said != *'"revised":0,'* ]] || fail "nothing was revised: $said"
within 60 all_stored sussex
ofsted_holds "$export_file"
both_audits_hold

echo "a gateway that was away is found again within seconds"
stop TERM gateway
correct 1
send >/dev/null 2>&1 &
sending=$!
sleep 3
start gateway
within 20 all_stored sussex
wait "$sending"
ofsted_holds "$export_file"

echo "$kills kills, seed $seed"
RANDOM=$seed
victims=(gateway force-sussex regulator-ofsted)
for round in $(seq "$kills"); do
  correct "$round"
  timeout 5 "$build/agents/cli/stile" --socket "$dir/force-sussex/stile.sock" \
    return send --month "$month" call-outs.csv >/dev/null 2>&1 &
  sending=$!
  victim=${victims[RANDOM % 3]}
  sleep "0.$(printf '%03d' $((RANDOM % 300)))"
  stop KILL "$victim"
  start "$victim"
  wait "$sending" || true
done

within 30 sent_now
within 60 all_stored sussex
ofsted_holds "$export_file"
[[ $(wc -l <"$dir/held") -eq $lines ]] || fail "rows came twice, or were lost"
both_audits_hold

# Both ends count the same numbers, from 1 without a gap (the audit of the inbox looks for gaps).
exits 0 force --json audit verify
sent=$(sum_of consignments <<<"$said")
counts receipts="$sent" acknowledgements="$sent" faults=0
exits 0 ofsted --json audit verify
counts consignments="$sent" faults=0
[[ $(ofsted --json inbox list --month "$month" | wc -l) -eq $lines ]] || fail "a record is listed twice"
echo "$lines records in $sent consignments, each exactly once"
