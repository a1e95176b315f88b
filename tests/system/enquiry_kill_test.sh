#!/usr/bin/env bash
# An inspector asks, and everything that can be away is: the force for two days, through restarts of the others;
# `kill -9` takes the force's agent before and while it answers, the gateway while the answer passes, the
# inspector's agent while it stores it. At each moment `stile enquiry show` says how far the answer is, and in
# the end it is whole, each record once.
kinds=(call-outs records missing) rows=60
source "$(dirname "$0")/world.sh"
source "$here/tests/system/asking.sh"
calls=${STILE_TEST_CALLS:-4000} # of the home, so that its answer takes a while
inbox=$dir/regulator-ofsted/inbox.db
intake=$dir/force-sussex/intake.db
ledger=$dir/gateway/store.db

agree_to_tell() { may_ask sussex 99; }
first=$month-01
last=$(date -d "$first +1 month -1 day" +%F)
calls_export=$dir/force-sussex/exports/call-outs.csv

# numbered DATABASE QUESTION: a number, also while its program runs.
numbered() { sqlite3 -readonly -cmd '.timeout 2000' "$@"; }
parcels() { numbered "$inbox" 'SELECT count(*) FROM parcel'; }
# came: parcels at the inspector's, since the last question.
came() { echo $(($(parcels) - before)); }
waits_at_gateway() { numbered "$ledger" 'SELECT count(*) FROM parcel'; }
# made: consignments of answers, and made_last: of that to the last question. An agent that has just started
# makes shorter ones, until it hears from the gateway how many rows it takes.
made='SELECT count(*) FROM consignment WHERE month = -3' # -3: of an answer
made_last() { numbered "$intake" 'SELECT count(*) FROM answer WHERE question = (SELECT max(id) FROM question)'; }
drained() { [[ $(waits_at_gateway) -eq 0 ]]; }
whole() { show >/dev/null; }
asks=0 total=0 # parcels that have come of all
all_rows=      # of an answer, however it is cut: what was made twice has more
# asks_anew: a question, of which nothing has come yet.
asks_anew() {
  before=$(parcels)
  asked "$home"
  asks=$((asks + 1))
}
# state_is STATE: what the inspector is told of the force.
state_is() {
  exits 1 show
  says "force/sussex: $1"
}
# in_part: she is told so, and sees what has come and no more.
in_part() {
  local there=$1
  state_is answered-in-part
  says "the force has not said yet what there is"
  local seen
  seen=$(grep -Ec "^[0-9A-Z-]+ +$home " <<<"$said") || true
  [[ $seen -eq $there ]] || fail "she is shown $seen rows of $there"
}
# rows_here: of what has come of the last question.
rows_here() { numbered "$inbox" "SELECT sum(rows) FROM (SELECT rows FROM parcel ORDER BY id DESC LIMIT $(came))"; }
# settled: what had come to the inspector's agent is stored, too.
settled() {
  local seen
  seen=$(parcels)
  sleep 0.3
  [[ $(parcels) -eq $seen ]]
}
ends_well() {
  within 60 whole
  exits 0 show
  rows_agree "$home" sussex
  [[ $(rows_here) -eq ${all_rows:-$(rows_here)} ]] || fail "$(rows_here) rows, not $all_rows"
  total=$((total + $(came)))
}
# asks_and_kills VICTIM DATABASE QUESTION NUMBER: asks, and kill -9 as soon as there is so much.
asks_and_kills() {
  local killing
  "$here/tests/system/kill_when" "${pid_of[$1]}" "${@:2}" &
  killing=$!
  sleep 0.3 # it looks by now
  asks_anew
  wait "$killing" || fail "not in time: $3 is $4"
  stop KILL "$1" 2>/dev/null || true
}

make_world
home=$(sed -n '/^home .*places: 6/s/.*id: "\([^"]*\)".*/\1/p' "$dir/scheme/sussex.homes" | awk 'NR == 1')
"$here/tests/system/asked_rows" "$calls_export" "$calls_export" "$first" "$last" "$home" "$calls"
start_world
for kind in "${kinds[@]}"; do exits 0 force return send --month "$month" "$kind.csv"; done
within 60 all_stored sussex

echo "nothing happens: the answer is whole, in many parcels"
asks_anew
ends_well
all=$(came) all_rows=$(rows_here)
[[ $all -gt 10 ]] || fail "only $all parcels: nobody can be killed in the middle of it"

echo "the force's agent killed when the question has come, before the answer is made"
for tries in 1 2 3 4 5 6; do
  asks_and_kills force-sussex "$intake" 'SELECT count(*) FROM question' $((asks + 1))
  unanswered=$(numbered "$intake" 'SELECT count(*) FROM question AS q WHERE state = 1
    AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.question = q.id)')
  [[ $unanswered -eq 0 ]] || state_is "pending since "
  start force-sussex
  ends_well
  [[ $unanswered -eq 0 ]] || break
done
[[ $unanswered -eq 1 ]] || fail "never killed between question and answer"

echo "the force's agent killed when a part of the answer can go, before the rest is made"
for tries in {1..10}; do
  asks_and_kills force-sussex "$intake" "$made" $(($(numbered "$intake" "$made") + 1))
  unanswered=$(numbered "$intake" 'SELECT count(*) FROM question WHERE state = 1')
  echo "  $(made_last) consignments were made"
  start force-sussex
  ends_well
  [[ $(came) -eq $(made_last) ]] || fail "$(came) parcels, not $(made_last)"
  [[ $unanswered -eq 0 ]] || break
done
[[ $unanswered -eq 1 ]] || fail "never killed between two parts of an answer"

# killed_midway VICTIM DATABASE QUESTION: kill -9 when so much more is there by it, of one answer after another
# until it was in the middle of one.
killed_midway() {
  local tries midway there
  for tries in {1..15}; do
    asks_and_kills "$@" $(($(numbered "$2" "$3") + (tries - 1) % 3 * all / 5 + 1))
    [[ $1 != force-sussex ]] || within 30 drained
    if [[ $1 == regulator-ofsted ]]; then
      stop KILL gateway 2>/dev/null # nothing more comes while she looks
      start "$1"
    fi
    within 20 settled
    midway=$(came)
    there=$(rows_here)
    echo "  $midway of $all parcels had come"
    if [[ $midway -eq 0 ]]; then state_is "pending since "; elif [[ $midway -lt $all ]]; then in_part "$there"; fi
    if [[ $1 == regulator-ofsted ]]; then start gateway; else start "$1"; fi
    ends_well
    [[ $(came) -eq $(made_last) ]] || fail "$(came) parcels, not $(made_last)"
    [[ $midway -eq 0 || $midway -eq $all ]] || return 0
  done
  fail "$1 was never killed in the middle of an answer"
}
for victim in gateway regulator-ofsted; do
  echo "$victim killed in the middle of an answer"
  killed_midway "$victim" "$inbox" 'SELECT count(*) FROM parcel'
done
echo "force-sussex killed while its answer goes" # 1: queued
killed_midway force-sussex "$intake" 'SELECT count(*) FROM consignment WHERE month = -3 AND state > 1'

echo "the force is away for two days, and the others are killed and there again meanwhile"
# on_day NUMBER PLACE: it is so many days later there.
on_day() {
  STILE_CLOCK_SHIFT=$(($1 * 86400)) gateway_program=$build/tests/system/shifted-gateway \
    agent_program=$build/tests/system/shifted-agent start "$2"
}
stop TERM force-sussex
asks_anew
state_is "pending since "
for number in 1 2; do
  for victim in gateway regulator-ofsted; do stop KILL "$victim" 2>/dev/null; done
  for victim in gateway regulator-ofsted; do on_day "$number" "$victim"; done
  state_is "pending since "
  says ", for $((24 * number)) hours"
  exits 0 ofsted enquiry list
  says "force/sussex: pending since "
done
on_day 2 force-sussex
ends_well
[[ $(came) -eq $(made_last) ]] || fail "$(came) parcels, not $(made_last)"

echo "each answer is there once: at the force, in the ledger and at the regulator"
numbers() { # DATABASE EXPECTED QUESTION
  local found
  found=$(numbered "$1" "$3")
  [[ $found -eq $2 ]] || fail "$found, not $2: $3"
}
numbers "$intake" "$asks" 'SELECT count(*) FROM question WHERE state = 2'
numbers "$intake" "$total" 'SELECT count(*) FROM consignment WHERE month = -3'
all_taken() { [[ $(numbered "$intake" 'SELECT count(*) FROM consignment WHERE state < 3') -eq 0 ]]; }
within 30 all_taken
decided() { printf "SELECT count(*) FROM leaf WHERE body LIKE '%%' || char(10) || '%s' || char(10) || '%%'" "$1"; }
numbers "$ledger" "$total" "$(decided 'decision admitted') AND
  body LIKE '%' || char(10) || 'occasion enquiry' || char(10) || '%'"
numbers "$ledger" "$(numbered "$ledger" "$(decided 'decision admitted')")" "$(decided 'decision stored')"
numbers "$ledger" "$asks" "$(decided 'decision asked')"
numbers "$ledger" 0 'SELECT count(*) FROM parcel'
numbers "$inbox" 0 'SELECT count(*) FROM (SELECT 1 FROM row WHERE superseded = 0 GROUP BY event_token HAVING count(*) > 1)'
numbers "$inbox" 0 "SELECT count(*) FROM operation_log WHERE operation = 'integrity'"

echo "everything kept at every end verifies"
both_audits_hold
stop TERM gateway
exits 0 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check
echo 'log_retention_days: 60' >>"$dir/gateway/gateway.textproto"
exits 1 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check
says 'log_retention_days: is not more than the '
