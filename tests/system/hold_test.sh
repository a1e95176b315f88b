#!/usr/bin/env bash
# What a legal hold keeps, at the force and at a recipient, neither the retention clock nor an erasure destroys, while
# everything else goes in its time; once it is lifted it goes too. As separate processes over mutual TLS; machines
# whose clocks go forward stand for the days that pass.
kinds=(call-outs) rows=60
source "$(dirname "$0")/world.sh"
for program in agent gateway; do
  [[ -x $build/tests/system/shifted-$program ]] || { echo "skipped: shifted-$program is not built"; exit 77; }
done
inbox=$dir/regulator-ofsted/inbox.db intake=$dir/force-sussex/intake.db

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
number() { sqlite3 -readonly -cmd '.timeout 2000' "$@"; }
# has STORE HEX: whether any of its files has these bytes.
has() {
  perl -e 'my $bytes = pack "H*", shift; for my $name (@ARGV) {
    open my $file, "<:raw", $name or next; local $/; exit 0 if index(<$file> // "", $bytes) >= 0 } exit 1' "$2" "$1"*
}
hold() { "$1" audit hold "${@:2}" --purpose legal-hold; }

make_world
start_world
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
ofsted_holds "$dir/force-sussex/exports/call-outs.csv"
# A child of whom the force has sent a call-out, and somebody else's record.
column_of() { head -n 1 "$dir/force-sussex/exports/call-outs.csv" | tr -d '\r' | tr ',' '\n' | grep -nx "$1" | cut -d: -f1; }
read -r hers she < <(tail -n +2 "$dir/force-sussex/exports/call-outs.csv" |
  awk -F, -v reference="$(column_of 'Incident Ref')" -v child="$(column_of 'Nominal Ref')" \
    '!/"/ && $child != "" { print $reference, $child }' |
  while read -r reference child; do
    [[ -z $(number "$intake" "SELECT 1 FROM record WHERE reference = '$reference'") ]] || echo "$reference $child"
  done | head -n 1) || true
[[ -n ${she:-} ]] || fail "no record to hold"
# tokens_of REFERENCE…: of the events that these records went as.
tokens_of() { number "$intake" "SELECT quote(event_token) FROM record WHERE reference IN ($1)" | paste -sd,; }
salt=$(number "$inbox" "SELECT hex(salt) FROM row WHERE event_token IN ($(tokens_of "'$hers'")) LIMIT 1")
all_of_hers=$(awk -F, -v child="$(column_of 'Nominal Ref')" -v she="$she" -v reference="$(column_of 'Incident Ref')" \
  '$child == she { print "\x27" $reference "\x27" }' "$dir/force-sussex/exports/call-outs.csv" | paste -sd,)
other=$(number "$inbox" "SELECT hex(salt) FROM row WHERE type = 1 AND event_token NOT IN ($(tokens_of "$all_of_hers")) LIMIT 1")
[[ -n $salt && -n $other ]] || fail "the records are not at their recipient"
has "$intake" "$salt" || fail "a salt is found nowhere in the store before: the search is wrong"
exits 0 ofsted --json inbox list --month "$month" --type call-out
reference=$(grep -o '"event_reference":"[^"]*"' <<<"$said" | head -n 1 | cut -d'"' -f4)

echo "it is held at both ends, by who answers for it, and it is written down"
exits 0 hold force place --system command-and-control --child "$she" --ground legal-claim --matter KB-2026-000123
says "sent/1: legal-claim, matter KB-2026-000123"
exits 0 hold ofsted place --event "$reference" --ground inquiry
says "received/1: inquiry"
exits 0 force audit log --operation legal-hold --purpose audit
says "place/sent/1"
[[ $said != *"$she"* ]] || fail "the log names the child: $said"
exits 2 "$build/agents/cli/stile" --socket "$dir/force-sussex/stile.sock" audit erase --system command-and-control \
  --child "$she" --purpose erasure-request </dev/null
says "nobody is there to say yes; mend with: a terminal, or --no-input"
exits 3 force audit erase --system command-and-control --child "$she" --purpose erasure-request
says "under legal hold sent/1 (legal-claim)"

echo "when the time is over everything else goes"
on_day 3 gateway
on_day 3 regulator-ofsted force-sussex
one_aside() { [[ $(number "$inbox" 'SELECT (SELECT count(*) FROM row) || (SELECT count(*) FROM aside WHERE gone = 0)') == 01 ]]; }
within 60 one_aside
kept_and_gone() { has "$intake" "$salt" && ! has "$intake" "$other"; }
within 60 kept_and_gone
exits 0 ofsted inbox retention
says "received/1: inquiry"
exits 0 ofsted audit verify
says "0 rows, 1 rows kept by legal holds, 0 faults"
aside=$(number "$inbox" 'SELECT hex(salt) FROM aside')
exits 0 force audit verify
says "1 legal holds in force, 0 faults"
exits 0 force audit hold list
says "sent/1: legal-claim"
[[ $said != *"keeps 0 rows"* ]] || fail "nothing is kept: $said"

echo "and what was held once it is lifted"
exits 0 hold force lift sent/1
exits 0 hold ofsted lift received/1
says "1 rows are destroyed"
on_day 3 force-sussex
gone() { ! has "$intake" "$salt" && ! has "$inbox" "$aside"; }
within 60 gone
exits 0 force audit verify
exits 0 ofsted audit verify
says ", 0 rows, 0 faults"
