#!/usr/bin/env bash
# A recipient keeps rows as long as its agreement lets it, and not a day longer: what is over goes from every file
# of its store, once two clocks say so, and everything that was proven before still is. As separate processes over
# mutual TLS; machines whose clocks go forward stand for the days that pass.
kinds=(call-outs records missing) rows=200
source "$(dirname "$0")/world.sh"
for program in agent gateway; do
  [[ -x $build/tests/system/shifted-$program ]] || { echo "skipped: shifted-$program is not built"; exit 77; }
done
inbox=$dir/regulator-ofsted/inbox.db

agree_to_tell() { may_ask sussex 9; }
# Every agreement of this world lets its recipient keep rows for two days.
eval "demo_$(declare -f sign)"
sign() {
  [[ $1 != *agreement-*.text ]] || sed -i 's/^retention_days: .*/retention_days: 2/' "$1"
  demo_sign "$@"
}
# on_day NUMBER PLACE…: started anew, so many days later.
on_day() {
  local place
  for place in "${@:2}"; do stop TERM "$place"; done
  for place in "${@:2}"; do
    STILE_CLOCK_SHIFT=$(($1 * 86400)) gateway_program=$build/tests/system/shifted-gateway \
      agent_program=$build/tests/system/shifted-agent start "$place"
  done
}
rows_kept() { sqlite3 -readonly -cmd '.timeout 2000' "$inbox" 'SELECT count(*) FROM row'; }
none_kept() { [[ $(rows_kept) -eq 0 ]]; }
retention() { ofsted inbox retention; }
retains() { [[ $(retention || true) == *"$1"* ]]; }
# holds WORD: whether any file of the regulator's store has it.
holds() { grep -aqF -- "$1" "$inbox"*; }

make_world
exits 0 stile agreement show "$dir/scheme/agreement-sussex-enquiries.text"
says "Kept:     by the recipient for at most 2 days"
echo 'log_retention_days: 60' >>"$dir/gateway/gateway.textproto"
start_world
for kind in "${kinds[@]}"; do exits 0 force return send --month "$month" "$kind.csv"; done
within 60 all_stored sussex
ofsted_holds "$dir/force-sussex/exports/"*.csv
home=$(sqlite3 "$inbox" "SELECT home FROM row WHERE home <> '' LIMIT 1")
# What is not asked about: a question of this agency's own names its home.
other=$(sqlite3 "$inbox" "SELECT home FROM row WHERE home NOT IN ('', '$home') LIMIT 1")
first=$month-01 last=$(date -d "$month-01 +1 month -1 day" +%F)
exits 0 ofsted --json enquiry ask --home "$home" --from "$first" --to "$last" --inspection full --reference INS-20261
enquiry=$(grep -o '"enquiry":"[0-9a-f]*"' <<<"$said" | head -n 1 | cut -d'"' -f4)
whole() { ofsted enquiry show "$enquiry"; }
within 60 whole
kept=$(rows_kept)
holds "$other" || fail "a home is found nowhere in the store before: the search is wrong"

echo "a day before it is over everything is there"
on_day 1 gateway regulator-ofsted
within 30 retains "consignments may be kept, the first until $(date -d '+2 days' +%F)"
sleep 2
exits 0 retention
[[ $(rows_kept) -eq $kept ]] || fail "rows went before their time"

echo "by a clock that is wrong nothing goes, and the officer is told"
on_day 3 regulator-ofsted
within 30 retains "OVERDUE"
exits 1 retention
[[ $(rows_kept) -eq $kept ]] || fail "rows went by a wrong clock"

echo "it goes from every file once it is over by both, whatever happens meanwhile"
"$here/tests/system/kill_when" "${pid_of[regulator-ofsted]}" "$inbox" 'SELECT count(*) FROM disposal' 1 &
killing=$!
on_day 3 gateway
wait "$killing" || true
stop KILL regulator-ofsted 2>/dev/null || true
STILE_CLOCK_SHIFT=259200 agent_program=$build/tests/system/shifted-agent start regulator-ofsted
within 60 none_kept
gone() { ! holds "$other"; }
within 30 gone
exits 0 retention
says "destroyed, last on $(date -d '+3 days' +%F)"
says "files of return/$month were written"

echo "nobody takes what was destroyed for what never came, and all that was proven still is"
exits 0 ofsted inbox list --month "$month"
says "destroyed when the time was over"
exits 0 ofsted inbox completeness --month "$month"
says "destroyed, time over"
exits 1 ofsted enquiry show "$enquiry"
says "disposed on "
exits 0 ofsted audit verify
says ", 0 rows, 0 faults"
exits 0 ofsted audit log --operation erasure --purpose audit
says "retention"

echo "what the force sends again is not kept again"
parcels() { sqlite3 -readonly -cmd '.timeout 2000' "$inbox" 'SELECT count(*) FROM parcel'; }
came=$(parcels)
sed -i '2,$s/Appropriate/Inappropriate/' "$dir/force-sussex/exports/call-outs.csv"
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
[[ $(parcels) -gt $came ]] || fail "nothing was sent again"
exits 0 ofsted --json inbox list --month "$month" --type call-out
[[ $said != *'"event_reference"'* ]] || fail "records that were destroyed are there again"
exits 0 ofsted audit verify

echo "it goes at the force too, by both clocks, and what proves it stays"
intake=$dir/force-sussex/intake.db
reduced() {
  sqlite3 -readonly -cmd '.timeout 2000' "$intake" \
    "SELECT count(*) FROM consignment_bytes WHERE substr(CAST(bytes AS TEXT), 1, 16) = 'stile-reduced/v1'"
}
[[ $(reduced) -eq 0 ]] || fail "rows went at the force before their time"
receipts=$(force --json audit verify | grep -o '"receipts":[0-9]*')
on_day 3 force-sussex
some_reduced() { [[ $(reduced) -gt 0 ]]; }
within 60 some_reduced
says_destroyed() { [[ $(force audit verify) == *"rows destroyed in their time or erased, 0 faults" ]]; }
within 30 says_destroyed
[[ $(force --json audit verify) == *"$receipts"* ]] || fail "a receipt is missing"
exits 0 force audit log --operation erasure --purpose audit
says "retention"

echo "a key of pseudonyms goes when its agreement's days are over, and no other"
keys() { sqlite3 -readonly -cmd '.timeout 2000' "$dir/gateway/store.db" "SELECT count(*) FROM pseudonym_key$1"; }
stop TERM gateway
all=$(keys '')
[[ $all -gt 0 ]] || fail "no pseudonym was ever made"
sqlite3 "$dir/gateway/store.db" \
  'UPDATE pseudonym_key SET expires = 1 WHERE (agreement_id, epoch) IN (SELECT agreement_id, epoch FROM pseudonym_key LIMIT 1)'
STILE_CLOCK_SHIFT=259200 gateway_program=$build/tests/system/shifted-gateway start gateway
one_less() { [[ $(keys '') -eq $((all - 1)) && $(keys ' WHERE expires = 1') -eq 0 ]]; }
within 30 one_less
recorded() {
  [[ $(sqlite3 -readonly "$dir/gateway/store.db" "SELECT count(*) FROM leaf WHERE body LIKE '%' || char(10) ||
    'op key' || char(10) || '%' || 'rows 1' || char(10) || 'decision destroyed' || char(10) || '%'") -eq 1 ]]
}
within 30 recorded

echo "texts of the ledger's leaves are all there, of 60 days; they may go no sooner"
texts() { sqlite3 -readonly "$dir/gateway/store.db" "SELECT count(*) FROM leaf WHERE body IS $1"; }
stop TERM gateway
[[ $(texts NULL) -eq 0 && $(texts 'NOT NULL') -gt 0 ]] || fail "texts of leaves have gone before their date"
gateway_check() { "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check; }
exits 0 gateway_check
sed -i 's/^log_retention_days: 60$/log_retention_days: 59/' "$dir/gateway/gateway.textproto"
exits 1 gateway_check
says 'log_retention_days: from 60'
