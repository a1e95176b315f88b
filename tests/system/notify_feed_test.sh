#!/usr/bin/env bash
# Events that a system drops into the folder for them are told of within seconds, beside a return that is
# being read; what cannot be read is said; whom nobody can tell yet is told later, and the control room is
# to ring. `kill -9` of the agent while it takes them loses nothing and tells nobody twice.
# STILE_TEST_KILLS says how often. An event can be typed at a terminal, too.
rows=3000
authorities=(E10000030 E10000011) services=(east-sussex)
source "$(dirname "$0")/world.sh"
kills=${STILE_TEST_KILLS:-3}
place=$dir/force-sussex
drop=$place/events
surrey() { at authority-E10000030 "$@"; }

agree_to_tell() {
  tell sussex authority-E10000030 authority
  tell sussex authority-E10000011 authority
  tell sussex yjs-east-sussex host-yjs
}

header="Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
# event REFERENCE PLACING [ROLE]: a row of one call from a home in East Sussex, an hour ago.
event() {
  printf '%s,INC/%s,%s,999,Home Staff,Disorder,Y,%s,Y,P-%s,07/05/2012,Yes,%s,%s,Deployed,N/A,Level 2,Home,' \
    "$1" "$1" "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" "$home" "$1" "$2" "${3:-Victim}"
  printf 'Appropriate,N,,,,Invented-Wynne,Zed,,,,With Police,\n'
}
# put NAME: copies standard input beside and renames into place, as the runbook says.
put() {
  { echo "$header" && cat; } >"$drop/in/$1.part"
  mv -- "$drop/in/$1.part" "$drop/in/$1"
}
# result FILE: waits for what is said of a dropped export.
result() {
  within 30 test -e "$drop/$1"
  said=$(cat "$drop/$1")
}
# told_in PLACE COUNT: true once a recipient has stored so many notifications.
told_in() { [[ $(sqlite3 "$dir/$1/inbox.db" 'SELECT count(*) FROM parcel') -eq $2 ]]; }

make_world
everybody=("${agencies[@]}")
agencies=() # the home's own authority has no agent yet
for one in "${everybody[@]}"; do [[ $one == authority-E10000011 ]] || agencies+=("$one"); done
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
stop TERM force-sussex
mkdir -p "$drop"/{in,sent,failed} "$place/drop"/{in,sent,failed}
sed -i 's/^  exports: "exports"$/&\n  drop: "drop"\n  notify_drop: "events"/' "$place/agent.textproto"
exits 0 stile check --config "$place/agent.textproto"
start force-sussex
{ echo "$header" && event CC-0 E10000030; } >"$dir/event.csv"
all_have_keys() {
  local previewed
  previewed=$(force notify preview "$dir/event.csv") && [[ $previewed != *UNAVAILABLE* ]]
}
within 30 all_have_keys

echo "an event that is dropped, under any name, is told of within seconds, beside a return that is read"
cp "$place/exports/call-outs.csv" "$place/drop/in/${month}_calls.csv"
within 10 test ! -e "$place/drop/in/${month}_calls.csv"
event CC-1 E10000030 | put "at night.csv"
result "sent/at night.csv.result.json"
says '"reference":"CC-1","fate":"told","recipient":"'"$(id_of authority-E10000030)"'"'
says '"account":"'"$(id -un)"'"'
within 20 told_in authority-E10000030 1
within 20 told_in yjs-east-sussex 1
[[ -e $place/drop/sent/${month}_calls.csv.result.json ]] || echo "the return is still being read"

echo "a row that cannot be read is kept with its reason, and the others are told"
{ event CC-2 E10000030 && event CC-BAD E10000030 Wizard; } | put two.csv
result sent/two.csv.result.json
says '"rejected":1,'
grep -q '^3,Child.s Role,UNKNOWN_VALUE,.*,CC-BAD,' "$drop/failed/two.csv.rejected.csv" ||
  fail "not the bad row: $(cat "$drop/failed/two.csv.rejected.csv")"
within 20 told_in authority-E10000030 2

echo "whom nobody can tell yet is told once its agent is there, and the control room is to ring until then"
event CC-3 "Not Known" | put untold.csv
result sent/untold.csv.result.json
says '"audience":"placing-authority","reason":"UNAVAILABLE"'
exits 1 force notify alarms
says "CC-3 to authority/E10000011 could not be told"
[[ -e $drop/in/.kept-untold.csv ]] || fail "the event was not kept"
agencies=("${everybody[@]}")
make_agent_config authority-E10000011
start authority-E10000011
result sent/untold.csv.2.result.json
says '"again":true'
within 20 told_in authority-E10000011 1
within 10 test ! -e "$drop/in/.kept-untold.csv"

echo "killed again and again while it takes them, the agent loses no event and tells nobody twice"
RANDOM=$seed
cut=0 each=80
# taken NAME: waits closely: the agent needs less than a second for all of them.
taken() {
  local tries
  for tries in $(seq 1000); do
    [[ -e $drop/in/$1 ]] || return 0
    sleep 0.01
  done
  fail "$1 was not taken"
}
for round in $(seq 20); do
  for i in $(seq "$each"); do event "CC-$round-$i" E10000030; done | put "round-$round.csv"
  taken "round-$round.csv"
  sleep "0.$(printf '%03d' $((RANDOM % 200)))"
  stop KILL force-sussex
  [[ -e $drop/in/.taken-round-$round.csv ]] && cut=$((cut + 1))
  start force-sussex
  result "sent/round-$round.csv.result.json"
  [[ $cut -ge $kills ]] && break
done
[[ $cut -gt 0 ]] || fail "no kill found the agent at work"
within 60 told_in authority-E10000030 $((2 + round * each))
within 60 told_in yjs-east-sussex $((2 + round * each))
listed() { surrey --json inbox notices --all | grep -o '"event_reference":"[^"]*"'; }
[[ $(listed | wc -l) -eq $((2 + round * each)) ]] || fail "not every event is listed: $(listed | wc -l)"
[[ -z $(listed | sort | uniq -d) ]] || fail "an event is listed twice: $(listed | sort | uniq -d)"
echo "$cut kills found it at work, in $round rounds"

echo "an event is typed at a terminal, and nowhere else"
exits 2 force notify enter --map "$place/command-and-control.textproto"
says "stile notify send FILE"
if command -v script >/dev/null; then
  # In the order of the fields; a wrong code is asked for again.
  printf '%s\n' CC-T P-T "$home" "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" 07/05/2012 Yes Y Y Disorder Deployed \
    N/A 999 "Home Staff" Appropriate "Level 2" Home Wizard Victim E10000030 INC/T N "" "" "" \
    Invented-Wynne Zed "" "" "" "With Police" "" yes >"$dir/typed"
  script -qec "$(printf '%q ' "$build/agents/cli/stile" --socket "$place/stile.sock" notify enter --map \
    "$place/command-and-control.textproto")" /dev/null <"$dir/typed" >"$dir/screen" || fail "$(cat "$dir/screen")"
  grep -q "none of the texts of this field" "$dir/screen" || fail "a wrong code was taken: $(cat "$dir/screen")"
  grep -q "CC-T told to authority/E10000030" "$dir/screen" || fail "nobody was told: $(cat "$dir/screen")"
  within 20 told_in authority-E10000030 $((3 + round * each))
fi

! grep -Eq 'at night|two\.csv|untold\.csv|Invented-' "$dir/force-sussex.log" || fail "the log names a file or a child"
grep -q '"event":"export_kept"' "$dir/force-sussex.log" || fail "the log does not say that an export is kept"
for one in force surrey; do exits 0 "$one" audit verify; done
