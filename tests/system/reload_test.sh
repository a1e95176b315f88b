#!/usr/bin/env bash
# SIGHUP has an agent read its people file and its column map again: what is good takes effect, what
# is not is refused with its fault in the log, and what was in force stays.
source "$(dirname "$0")/world.sh"
place=$dir/force-sussex
log=$dir/force-sussex.log

# reload EVENT: SIGHUP, then waits for one more such line of the log.
reload() {
  local before
  before=$(grep -c "\"event\":\"$1\"" "$log" || true)
  kill -HUP "${pid_of[force-sussex]}"
  within 20 more_than "$before" "$1"
}
more_than() { [[ $(grep -c "\"event\":\"$2\"" "$log") -gt $1 ]]; }
replace() { cat >"$place/$1.new" && mv -- "$place/$1.new" "$place/$1"; }

make_world
start_world
exits 0 force return status
people=$(cat "$place/people.textproto")

echo "a people file with a fault changes nothing"
replace people.textproto <<<'person { account: 1 }'
reload file_refused
grep '"event":"file_refused"' "$log" | tail -n 1 | grep -q 'people.textproto:1:' ||
  fail "the log does not say where the fault is: $(tail -n 1 "$log")"
exits 0 force return status

echo "somebody who is taken out of the people file is refused"
replace people.textproto <<<'person { account: "nobody-here" name: "Somebody Else" role: DATA_TEAM }'
exits 0 force return status
reload file_taken
exits 3 force return status
says 'not in the people file'
! grep -q 'Demo Person\|Somebody Else' "$log" || fail "the log names a person"
replace people.textproto <<<"$people"
reload file_taken
exits 0 force return status

echo "a column map takes effect, and one with a fault does not"
exits 0 force return preview --month "$month" call-outs.csv
map=$(cat "$place/command-and-control.textproto")
replace command-and-control.textproto <<<"${map//\"Incident Ref\"/\"Another Heading\"}"
reload file_taken
exits 1 force return preview --month "$month" call-outs.csv
replace command-and-control.textproto <<<'nonsense'
reload file_refused
exits 1 force return preview --month "$month" call-outs.csv
replace command-and-control.textproto <<<"$map"
reload file_taken
exits 0 force return preview --month "$month" call-outs.csv
kill -0 "${pid_of[force-sussex]}" || fail "the agent ended"
echo "read again without a restart"
