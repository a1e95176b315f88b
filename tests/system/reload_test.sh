#!/usr/bin/env bash
# SIGHUP has an agent read its people file and its column map again: what is good takes effect, what
# is not is refused with its fault in the log, and what was in force stays. The gateway reads its
# documents by itself: an agreement that was listed too early takes effect once all have signed it,
# and lists of homes that are listed no longer are left out.
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
agreement=agreement-sussex.note
full=$(sha256sum <"$dir/scheme/$agreement")
cp -- "$dir/scheme/sussex-siro-signed.note" "$dir/gateway/documents/$agreement"
rm -- "$place"/documents/*
start_world
exits 0 force return status

# replace_document FILE NAME: as an operator does at the gateway.
replace_document() {
  cp -- "$1" "$dir/gateway/next.note"
  mv -- "$dir/gateway/next.note" "$dir/gateway/documents/$2"
}
taken() { grep -c '"event":"documents_taken"' "$dir/gateway.log" || true; }
taken_again() { [[ $(taken) -gt $before ]]; }
preview() { force return preview --month "$month" call-outs.csv; }
would_send() { [[ $(preview 2>&1) =~ ' rows: '[1-9][0-9]*' sent' ]]; }
agent_has_full() { sha256sum <"$(grep -l '^stile-agreement/' "$place"/documents/*.note)" | grep -qF "$full"; }

echo "an agreement that was listed too early takes effect once all have signed, without a restart"
exits 3 preview
says NO_AGREEMENT
grep '"event":"document_turned_away"' "$log" | grep -q 'agreement [0-9a-f]\{64\}: ' ||
  fail "the agent's log does not name the agreement"
replace_document "$dir/scheme/$agreement" "$agreement"
within 20 would_send
agent_has_full || fail "the agent did not keep the note that all have signed"

echo "nobody takes signatures away from what an agent holds"
before=$(taken)
replace_document "$dir/scheme/sussex-siro-signed.note" "$agreement"
within 20 taken_again
stop TERM force-sussex
start force-sussex
would_send || fail "the agent's agreement is no longer in force"
agent_has_full || fail "the agent exchanged its agreement for a lesser note"
replace_document "$dir/scheme/$agreement" "$agreement"

echo "a list of homes that is not listed is left out, and named"
sed 's/^serial: 1$/serial: 2/' "$dir/scheme/homes-ofsted.text" >"$dir/scheme/stray.text"
stile document sign "$dir/scheme/stray.text" --key "$dir/regulator-ofsted/signing.key" --name ofsted-agent \
  --out "$dir/scheme/stray.note"
replace_document "$dir/scheme/stray.note" stray.note
within 20 grep -q "homes $(stile document hash "$dir/scheme/stray.note"): " "$dir/gateway.log"
! grep -q '"event":"documents_refused"' "$dir/gateway.log" || fail "a stray list of homes failed the set"
would_send || fail "a stray list of homes stopped the sending"
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
