#!/usr/bin/env bash
# Every agent fetches the leaves that name it, as it is attached, and compares them with its store. Where everybody
# tells the truth nothing has to be looked into, whatever is sent meanwhile and whoever was away. Of a store that was
# put back the agent says so at every place where one looks, until a data officer has looked.
rows=300
source "$(dirname "$0")/world.sh"
command -v sqlite3 >/dev/null || { echo 'skipped: sqlite3 is not installed (deploy/packages build)'; exit 77; }
export_file=$dir/force-sussex/exports/call-outs.csv
send() { force return send --month "$month" "$1"; }
quiet() {
  local status
  status=$(force --json return status) && [[ $status == *'"stored":'* ]] && ! grep -Eq '"(queued|admitted)":[1-9]' <<<"$status"
}
look() { stile doctor --config "$dir/force-sussex/agent.textproto"; }
finds() { [[ $(look || true) == *"$1"* ]]; }
raised() { [[ $(force audit alarms || true) == *"$1"* ]]; }

make_world
start_world
head -n 100 "$export_file" >"$dir/force-sussex/exports/first.csv"
exits 0 send first.csv
within 60 quiet

echo "nothing has to be looked into"
as_known force-sussex regulator-ofsted
exits 0 look
exits 0 force audit alarms
says 'nothing in the ledger has to be looked into'
exits 0 force audit alarms --seen

echo "nor after corrections, and while the gateway or the recipient is away"
mkdir -p -m 0700 "$dir/backup"
(umask 077 && sqlite3 -readonly "$dir/force-sussex/intake.db" "VACUUM INTO '$dir/backup/intake.db'")
stop TERM regulator-ofsted
exits 0 send call-outs.csv
sed -i '2,20s/,Level 1,/,Level 2,/' "$export_file"
exits 0 send call-outs.csv
stop TERM gateway
start gateway
start regulator-ofsted
within 60 quiet
as_known force-sussex regulator-ofsted
exits 0 look
! grep -q 'ledger_alarm\|ledger_not_watched' "$dir/force-sussex.log" "$dir/regulator-ofsted.log" ||
  fail "an alarm of a world in which everybody tells the truth"

echo "a watch that was lost begins anew"
stop TERM force-sussex
rm -f -- "$dir/force-sussex/intake-ledger.db"*
start force-sussex
as_known force-sussex

echo "an older store is put back, as the runbook says"
stop TERM force-sussex
rm -f -- "$dir/force-sussex/intake.db"*
install -m 0600 "$dir/backup/intake.db" "$dir/force-sussex/intake.db"
start force-sussex
within 60 raised 'an older copy of that store was put back'
exits 1 force --json audit alarms
says '{"ledger":"leaf '
exits 1 look
says 'fault   ledger  '
says '; mend with: `stile audit alarms`'
grep -q '"event":"ledger_alarm"' "$dir/force-sussex.log" || fail "the log does not say so"
exits 1 force audit alarms

echo "which is there until somebody has looked, and stops nothing"
stop TERM force-sussex
start force-sussex
within 20 raised 'an older copy of that store was put back'
exits 0 send call-outs.csv
exits 0 force audit alarms --seen
says 'looked into'
exits 0 force audit log --operation consultation --purpose audit
says 'consultation of audit-alarms by '
says 'consultation of audit-alarms/seen by '
exits 0 force audit alarms
within 20 finds 'gateway       attached'
! finds 'fault   ledger' || fail "it is said after somebody has looked"
as_known force-sussex regulator-ofsted
