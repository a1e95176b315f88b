#!/usr/bin/env bash
# An export that is moved into the drop folder is sent as the command line would send it, deleted
# once its rows are durable, and accounted for; whatever is wrong with it is said where it fell out.
# `kill -9` while it is sent loses nothing and sends nothing twice. STILE_TEST_KILLS says how often.
rows=20000
source "$(dirname "$0")/world.sh"
kills=${STILE_TEST_KILLS:-3}
place=$dir/force-sussex
drop=$place/drop
name=${month}_call-outs.csv

# put FILE NAME: copies beside and renames into place, as the runbook says.
put() {
  cp -- "$1" "$drop/in/$2.part"
  mv -- "$drop/in/$2.part" "$drop/in/$2"
}
settled() { [[ -e $drop/$1 ]] && [[ -z $(ls -A "$drop/in") ]]; }
# result FILE: waits for what is said of a dropped export.
result() {
  within 60 settled "$1"
  said=$(cat "$drop/$1")
}
export_file=$place/exports/call-outs.csv

make_world
start_world
stop TERM force-sussex
mkdir -p "$drop"/{in,sent,failed}
sed -i 's/^  exports: "exports"$/&\n  drop: "drop"/' "$place/agent.textproto"
exits 0 stile check --config "$place/agent.textproto"
start force-sussex

echo "killed again and again while it is sent, an export arrives once"
RANDOM=$seed
put "$export_file" "$name"
result "sent/$name.result.json"
# A kill counts when it found the agent at it: with the export taken and not settled.
cut=0
for round in $(seq 30); do
  sed -i "s/,Level [12],/,Level $((round % 2 + 1)),/" "$export_file"
  put "$export_file" "${month}_round-$round.csv"
  within 60 test ! -e "$drop/in/${month}_round-$round.csv"
  sleep "0.$(printf '%03d' $((RANDOM % 300)))"
  stop KILL force-sussex
  [[ -e $drop/in/.taken-${month}_round-$round.csv ]] && cut=$((cut + 1))
  [[ -n $(ls -A "$drop/in") || -e $drop/sent/${month}_round-$round.csv.result.json ]] ||
    fail "the export was lost in round $round"
  start force-sussex
  result "sent/${month}_round-$round.csv.result.json"
  [[ $cut -ge $kills ]] && break
done
[[ $cut -gt 0 ]] || fail "no kill found the agent at work"
echo "$cut kills found it at work, in $round rounds"

echo "the account of it, and the same export again, which sends nothing"
put "$export_file" "$name"
result "sent/$name.2.result.json"
says "\"export\":\"$name\""
says "\"sha256\":\"$(sha256sum "$export_file" | cut -d' ' -f1)\""
says "\"month\":\"$month\""
says "\"account\":\"$(id -un)\""
says "\"rows\":$rows,\"sent\":0,\"revised\":0,\"unchanged\":"
says '"consignments":[]'
within 60 all_stored sussex
ofsted_holds "$export_file"
both_audits_hold
held=$(grep -c '^call-out|' "$dir/held")

echo "a bad row is kept with its reason, and the rest goes"
{ cat "$export_file" && sed -n '2s/^[^,]*/CC-BAD/;2s/,Level [123],/,Level 9,/p' "$export_file"; } >"$dir/one-bad.csv"
put "$dir/one-bad.csv" "${month}_one-bad.csv"
result "sent/${month}_one-bad.csv.result.json"
says '"rejected":1,'
says "\"rejected_rows\":\"failed/${month}_one-bad.csv.rejected.csv\""
rejected=$drop/failed/${month}_one-bad.csv.rejected.csv
[[ $(wc -l <"$rejected") -eq 2 ]] || fail "not one rejected row: $(cat "$rejected")"
grep -q "^$(wc -l <"$dir/one-bad.csv"),[^,]*,UNKNOWN_VALUE,.*,CC-BAD," "$rejected" || fail "not the bad row: $(cat "$rejected")"
within 60 all_stored sussex
ofsted_holds "$dir/one-bad.csv"

echo "a bad file goes to \`failed\` with the mend"
printf 'First,Second\r\n1,2\r\n' >"$dir/other.csv"
put "$dir/other.csv" "${month}_other.csv"
result "failed/${month}_other.csv.result.json"
says '"reason":"MISSING_FIELD"'
cmp "$dir/other.csv" "$drop/failed/${month}_other.csv"
put "$export_file" call-outs.csv
result failed/call-outs.csv.result.json
says 'mend with: a name such as 2026-10_call-outs.csv'
put "$export_file" "$month-15_call-outs.csv"
result "failed/$month-15_call-outs.csv.result.json"
says 'not of the day of the export'

echo "what is not moved into place yet is left alone"
cp -- "$export_file" "$drop/in/$name.part"
cp -- "$export_file" "$drop/in/.$name"
put "$dir/other.csv" "${month}_last.csv"
within 60 test -e "$drop/failed/${month}_last.csv.result.json"
[[ -e $drop/in/$name.part && -e $drop/in/.$name ]] || fail "a copy that was not whole was taken"
rm -- "$drop/in/$name.part" "$drop/in/.$name"

echo "nobody who may not send sends by dropping"
sed -i 's/role: DATA_TEAM//' "$place/people.textproto"
kill -HUP "${pid_of[force-sussex]}"
within 20 grep -q '"event":"file_taken","detail":"people"' "$dir/force-sussex.log"
put "$export_file" "${month}_stranger.csv"
result "failed/${month}_stranger.csv.result.json"
says '"reason":"NOT_PERMITTED"'

! grep -Eq 'call-outs|one-bad|other\.csv|stranger' "$dir/force-sussex.log" || fail "the log names a file"
grep -q '"event":"export_sent"' "$dir/force-sussex.log" || fail "the log does not say that an export was sent"
[[ $(ofsted --json inbox list --month "$month" --type call-out | wc -l) -eq $held ]] || fail "a record is listed twice"
echo "$held rows, each exactly once"
