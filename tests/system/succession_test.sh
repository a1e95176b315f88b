#!/usr/bin/env bash
# The gateway's disk is lost, and its backup is older than what it has signed. The ledger is closed; its agencies give
# back what they hold of it, and a successor goes on: nothing that was sent is lost or comes twice, every proof of
# before verifies, and an outsider who trusts nobody finds the same. As separate processes over mutual TLS.
rows=300
authorities=(E10000030)
source "$(dirname "$0")/world.sh"
source "$here/tests/system/asking.sh"
command -v sqlite3 >/dev/null || { echo 'skipped: sqlite3 is not installed (deploy/packages build)'; exit 77; }
exports=$dir/force-sussex/exports
gateway() { "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" "$@"; }
agree_to_tell() {
  tell sussex authority-E10000030 authority
  may_ask sussex 9
}
send() {
  exits 0 force return send --month "$month" "$1"
}
leaves() { sqlite3 -readonly "$dir/gateway/store.db" 'SELECT count(*) FROM leaf'; }
nothing_waits() { [[ $(sqlite3 -readonly "$dir/gateway/store.db" 'SELECT count(*) FROM parcel') -eq 0 ]]; }
logged() { grep -q "\"event\":\"$1\"" "$dir/gateway.log"; }
times() { grep -c "\"event\":\"$1\"" "$dir/gateway.log" || true; }

# succeed NUMBER PLACE…: the runbook's steps, with the agencies named there to give back what they hold.
succeed() {
  local next=$log_name one kept
  log_name=${log_name%-[0-9]}-$1
  gateway checkpoint >"$dir/scheme/last-$1.checkpoint"
  kept=$(leaves)
  key "$log_name" "$dir/gateway/log-$1.key"
  stile directory next --previous "$dir/scheme/directory.note" --log-key "$(vkey "$log_name")" \
    --close-log "$dir/scheme/last-$1.checkpoint" --log-kept "$kept" --out "$dir/scheme/directory-$1.text" >/dev/null
  exits 0 stile directory check "$dir/scheme/directory-$1.text" --previous "$dir/scheme/directory.note"
  says "of which $kept are kept"
  sign "$dir/scheme/directory-$1.text" "$dir/scheme/directory.note" root-1 root-2
  cp -- "$dir/scheme/directory.note" "$dir/gateway/documents/directory.note"
  sed -i -e "s/^log_key: .*/log_key: \"log-$1.key\"/" -e "s/^log_name: .*/log_name: \"$log_name\"/" \
    "$dir/gateway/gateway.textproto"
  exits 1 gateway check
  says 'the store is of a ledger that was closed'
  local before
  before=$(times given_back)
  rm -f -- "$dir/gateway/address"
  "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" collect 2>>"$dir/gateway.log" &
  pids+=($!)
  pid_of[gateway]=$!
  started gateway "$dir/gateway/address"
  all_gave() { [[ $(($(times given_back) - before)) -ge $1 ]]; }
  within 60 all_gave $(($# - 1))
  stop TERM gateway
  exits 0 gateway succeed
  says ledger_succeeds
  start gateway
}
# lose: the disk is gone, and the backup comes back.
lose() {
  stop KILL gateway
  rm -f -- "$dir/gateway/store.db"*
  install -m 0600 "$dir/backup.db" "$dir/gateway/store.db"
}
back_up() {
  rm -f -- "$dir/backup.db"
  (umask 077 && sqlite3 -readonly "$dir/gateway/store.db" "VACUUM INTO '$dir/backup.db'")
}
correct() { sed -i "2,50s/,Level $1,/,Level $2,/" "$exports/call-outs.csv"; }

# event REFERENCE: an export of one call from a home in East Sussex about a child whom Surrey placed, an hour ago.
event() {
  printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
  printf '%s,INC/%s,%s,999,Home Staff,Disorder,Y,%s,Y,P-%s,07/05/2012,Yes,E10000030,Victim,Deployed,N/A,Level 2,Home,' \
    "$1" "$1" "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" "$told_home" "$1"
  printf 'Appropriate,N,,,,Invented-Wynne,Zed,,,,With Police,\n'
}
tell_of() {
  event "$1" >"$dir/event.csv"
  exits 0 force notify send "$dir/event.csv"
}
surrey() { at authority-E10000030 "$@"; }
notices() { surrey --json inbox notices --all | grep -o '"event_reference":"[^"]*"' | cut -d'"' -f4; }
has_notices() { [[ $(notices | wc -l) -eq $1 ]]; }
told() { [[ $(force --json notify status --all | grep -c "\"state\":\"$1\"") -eq $2 ]]; }

make_world
start_world
told_home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
event CC-1 >"$dir/event.csv"
all_have_keys() { [[ $(force notify preview "$dir/event.csv") != *UNAVAILABLE* ]]; }
within 30 all_have_keys # Surrey's sealing key reaches the force
tell_of CC-1
within 30 has_notices 1
head -n 100 "$exports/call-outs.csv" >"$exports/first.csv"
send first.csv
within 60 all_stored sussex
back_up

echo "after the backup: the rest of the month, a correction, an event that somebody opens, a question and its answer"
send call-outs.csv
within 60 all_stored sussex
correct 1 2
send call-outs.csv
within 60 all_stored sussex
first=$month-01 last=$(date -d "$month-01 +1 month -1 day" +%F)
home=$(sed -En 's/^home .*id: "([^"]+)".*/\1/p' "$dir/scheme/sussex.homes" | head -n 1)
asked "$home"
answered() { [[ $(show) == *answered-incomplete* ]]; }
within 60 answered
tell_of CC-2
within 30 has_notices 2
for reference in $(notices); do exits 0 surrey inbox open "$reference"; done
within 30 told read 2
ofsted enquiry show "$enquiry" >"$dir/answer-before" || true

echo "and what Ofsted has not fetched: its parcels are in no backup"
stop TERM regulator-ofsted
correct 2 3
send call-outs.csv
admitted_all() { [[ $(force --json return status | sum_of queued) -eq 0 ]]; }
within 60 admitted_all
lose
exits 5 gateway check
says 'an older store was put back'
start regulator-ofsted
succeed 2 force-sussex regulator-ofsted authority-E10000030
within 120 all_stored sussex
ofsted_holds "$exports/call-outs.csv"
both_audits_hold
ofsted enquiry show "$enquiry" >"$dir/answer-after" || true
diff "$dir/answer-before" "$dir/answer-after" || fail "the answer is another than before"

[[ $(notices | wc -l) -eq 2 ]] || fail "an event was told twice: $(notices)"
reference=$(notices | tail -n 1)
exits 0 surrey inbox acknowledge "$reference"

echo "what was given back stands where it stood, and nobody has to look into anything"
within 60 nothing_waits
as_known force-sussex regulator-ofsted authority-E10000030

echo "it goes on, and an outsider proves all of it from one archive"
correct 3 1
send call-outs.csv
within 60 all_stored sussex
ofsted_holds "$exports/call-outs.csv"
asked "$home"
within 60 answered
both_audits_hold
exits 0 force audit export --purpose supervisory-authority --out "$dir/leaves"
exits 0 proven "$dir/leaves"

echo "a second loss, while the force is away: what Ofsted holds of it is enough"
back_up
correct 1 2
send call-outs.csv
within 60 all_stored sussex
stop TERM force-sussex
lose
succeed 3 regulator-ofsted authority-E10000030
start force-sussex
follows() { [[ $(grep -o '"event":"\(ledger_is_another\|serving\)"' "$dir/force-sussex.log" | tail -n 2 | tr -d '\n') == *another*serving* ]]; }
within 60 follows
correct 2 3
send call-outs.csv
within 120 all_stored sussex
ofsted_holds "$exports/call-outs.csv"
both_audits_hold
as_known force-sussex regulator-ofsted

echo "a third loss, of what nobody gives back, under an agreement that is suspended since: that stays out, and holds up nothing"
rule() {
  stile agreement "$1" "$dir/scheme/agreement-sussex.note" --serial "$2" --effective "$(date -u +%FT%H:%MZ)" \
    --key "$dir/scheme/sussex-siro.key" --name sussex-siro --out "$dir/scheme/$1.next" >/dev/null
  sign "$dir/scheme/$1.next" "$dir/scheme/$1.note" sussex-director ofsted-{siro,director}
  cp -- "$dir/scheme/$1.note" "$dir/gateway/documents/$1.note"
}
back_up
stop TERM regulator-ofsted
correct 3 1
send call-outs.csv
within 60 admitted_all
stop TERM force-sussex
lose
rule suspend 1
succeed 4 authority-E10000030
start force-sussex
gave_up() { [[ $(force return status || true) == *" lost with a ledger"* ]]; }
within 60 gave_up
rule resume 2
sends_again() { force return send --month "$month" call-outs.csv >/dev/null; }
within 60 sends_again
start regulator-ofsted
within 120 all_stored sussex
ofsted_holds "$exports/call-outs.csv"
exits 0 force audit verify
exits 5 ofsted audit verify
says 'never came'

echo "closed, given back, and gone on"
