#!/usr/bin/env bash
# A force whose agreement asks for approval answers no question before a person there has approved it. What is
# refused, and what nobody decides about in time, is declined, and the inspector reads why. As separate processes
# over mutual TLS; a force whose clock goes forward stands for the hours that pass.
rows=600
source "$(dirname "$0")/world.sh"
command -v sqlite3 >/dev/null || { echo 'skipped: sqlite3 is not installed (deploy/packages build)'; exit 77; }
[[ -x $build/tests/system/shifted-agent ]] || { echo "skipped: shifted-agent is not built"; exit 77; }

agree_to_tell() { may_ask sussex 9 1; } # an hour

first=$month-01
last=$(date -d "$first +1 month -1 day" +%F)
# asked [REFERENCE]: asks about $home, and keeps the enquiry's id in $enquiry.
asked() {
  exits 0 ofsted --json enquiry ask --home "$home" --from "$first" --to "$last" --inspection full \
    --reference "${1:-INS-20261}"
  says '"state":"awaiting-approval"'
  enquiry=$(grep -o '"enquiry":"[0-9a-f]*"' <<<"$said" | head -n 1 | cut -d'"' -f4)
}
show() { ofsted enquiry show "$enquiry"; }
shows() { [[ $(show) == *"$1"* ]]; }
waits() { force enquiry list | grep -q "$enquiry.*: awaiting-approval until 20"; }
# forward SECONDS: the force's agent, started anew, on a machine whose clock is ahead by so much.
forward() {
  stop TERM force-sussex
  STILE_CLOCK_SHIFT=$1 agent_program=$build/tests/system/shifted-agent start force-sussex
}

make_world
grep -q '^approval_hours: 1$' "$dir/scheme/agreement-sussex-enquiries.text" || fail "the agreement asks for no approval"
exits 0 stile agreement show "$dir/scheme/agreement-sussex-enquiries.text"
says "Each waits until a person at the source has approved it, at most 1 hours"
start_world
export=$dir/force-sussex/exports/call-outs.csv
exits 0 force return send --month "$month" call-outs.csv
expected sussex "$export" >"$dir/expected"
home=$(grep '^call-out' "$dir/expected" | grep -o 'ofsted:[A-Z0-9]*' | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
count=$(grep '^call-out' "$dir/expected" | grep -c "$home")
[[ $count -gt 3 ]] || fail "the account has only $count calls of $home"

echo "a dry run says that a person has to approve it"
exits 0 ofsted enquiry ask --home "$home" --from "$first" --to "$last" --inspection full --reference INS-20261 --dry-run
says "a person there has 1 hours to approve it before it is answered"

echo "nothing comes before that, whatever is started anew meanwhile"
asked
within 30 waits
stop TERM regulator-ofsted
start regulator-ofsted
stop TERM gateway
start gateway
stop KILL force-sussex
start force-sussex
within 30 waits
force audit witness | grep -q '^1 questions before an inspection wait for approval' || fail "the agent's status counts no question"
exits 1 show
says "awaiting-approval since "
says "; a person at the force decides by "
! grep -q '"event_date"' <<<"$(ofsted --json enquiry show "$enquiry")" || fail "a row came before anybody had approved it"

echo "all of it comes then, once"
exits 0 force enquiry approve "$enquiry"
says "approved"
within 60 shows answered-incomplete
exits 0 force enquiry approve "$enquiry"
says "approved, as before"
ofsted --json enquiry show "$enquiry" >"$dir/answer" || true
[[ $(grep -c '"event_date"' "$dir/answer") -eq $count ]] || fail "not $count rows: $(cat "$dir/answer")"
exits 0 force enquiry list
says ": answered, approved by $(id -un) at "

echo "what a person refuses is declined, and the inspector reads why and what to do"
asked INS-20262
within 30 waits
exits 2 force enquiry refuse "$enquiry" --reason "Mrs Invented"
exits 2 force enquiry refuse 00000000000000000000000000000000 --reason asked-before
says "no question of that id came; mend with: "
exits 0 force enquiry refuse "$enquiry" --reason reference-unconfirmed
within 60 shows "declined, reference-unconfirmed; mend with: a new enquiry, with the number that the inspection has"
exits 1 show
exits 3 force enquiry approve "$enquiry"
says "has refused it, reference-unconfirmed"
exits 0 ofsted --json enquiry list
says '"state":"declined","reason":"reference-unconfirmed"'
exits 1 ofsted enquiry report "$enquiry" --out "$dir/page.html"
grep -q "declined by the force: the inspection&#39;s number could not be confirmed\|declined by the force: the inspection's number could not be confirmed" "$dir/page.html" ||
  fail "the page does not say that it is declined"

echo "half way the force's log is reminded, and names nothing"
asked INS-20263
within 30 waits
forward 2000
within 30 grep -q '"event":"approval_due"' "$dir/force-sussex.log"
waits || fail "it does not wait any more"
exits 0 force notify alarms --all
! grep -q "data officer" <<<"$said" || fail "a list of alarms has it: $said"

echo "about which nobody decides in time it expires by itself, and is declined"
forward 3700
within 90 shows "declined, expired; mend with: "
exits 3 force enquiry approve "$enquiry"
says "nobody had approved it by "
exits 3 force enquiry refuse "$enquiry" --reason asked-before

echo "one that was refused while the gateway was away is declined when it is back"
stop TERM force-sussex
start force-sussex
asked INS-20264
within 30 waits
stop TERM gateway
exits 0 force enquiry refuse "$enquiry" --reason other-ground
stop KILL force-sussex
start force-sussex
start gateway
within 90 shows "declined, other-ground; mend with: "

echo "a force whose store is put back answers again, and each event is there once"
asked INS-20265
within 30 waits
sqlite3 -readonly "$dir/force-sussex/intake.db" "VACUUM INTO '$dir/backup.db'"
parts() { sqlite3 -readonly "$dir/regulator-ofsted/inbox.db" "SELECT count(*) FROM enquiry_answer"; }
before=$(parts)
exits 0 force enquiry approve "$enquiry"
within 60 shows answered-incomplete
once=$(parts)
ofsted --json enquiry show "$enquiry" >"$dir/answer" || true
[[ $(grep -c '"event_date"' "$dir/answer") -eq $count ]] || fail "not $count rows: $(cat "$dir/answer")"
stop TERM force-sussex
rm -- "$dir/force-sussex/intake.db"*
(umask 077 && cp -- "$dir/backup.db" "$dir/force-sussex/intake.db")
start force-sussex
within 30 waits
exits 0 force enquiry approve "$enquiry"
twice() { [[ $(parts) -eq $((2 * once - before)) ]]; }
within 60 twice
ofsted --json enquiry show "$enquiry" >"$dir/again" || true
# events: without what tells which consignment brought one.
events() { grep '"event_date"' "$1" | sed -E 's/"(consignment|revision)":[0-9]+,?//g' | sort; }
diff <(events "$dir/answer") <(events "$dir/again") >"$dir/differs" || fail "not the same events: $(head -n 20 "$dir/differs")"
shows answered-incomplete || fail "not as whole as it was: $(show)"

! grep -q "$home\|INS-2026" "$dir"/*.log || fail "a log names the home or the inspection"
both_audits_hold
