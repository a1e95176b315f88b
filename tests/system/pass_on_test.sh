#!/usr/bin/env bash
# A force does not know who placed a child, and tells the home's own authority; that finds out, and passes it on
# to the one that placed the child, as separate processes over mutual TLS. The force learns nothing of it, and
# neither the gateway's files nor anybody's log holds a name.
rows=1
authorities=(E10000030 E10000011 E10000016)
source "$(dirname "$0")/world.sh"
place=$dir/force-sussex
area=$dir/authority-E10000011
surrey() { at authority-E10000030 "$@"; }
own() { at authority-E10000011 "$@"; }
kent() { at authority-E10000016 "$@"; }

agree_to_tell() {
  tell sussex authority-E10000011 authority
  tell sussex authority-E10000030 authority
  tell_on authority-E10000011 authority-E10000030
}

# event REFERENCE PLACING ROLE SURNAME: an export of one call from a home in East Sussex, an hour ago.
event() {
  printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
  printf '%s,INC/%s,%s,999,Home Staff,Disorder,Y,%s,Y,P-%s,07/05/2012,Yes,%s,%s,Deployed,N/A,Level 2,Home,' \
    "$1" "$1" "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" "$home" "$1" "$2" "$3"
  printf 'Appropriate,N,,,,%s,Zed,,,,With Police,\n' "$4"
}
sent() { event "$@" >"$dir/event.csv" && force notify send "$dir/event.csv"; }
first_of() { "$1" --json inbox notices | grep -o '"event_reference":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
has_notice() { [[ -n $(first_of "$1") ]]; }

make_world
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')

echo "the force does not know who placed the child, and tells the home's own authority"
told() { sent CC-1 "Not Known" Victim Invented-Wynne; }
within 30 told
within 20 has_notice own
notice=$(first_of own)

echo "an agent without a source part says what it takes to pass on"
exits 0 own inbox open "$notice"
exits 2 own inbox pass-on "$notice" --to E10000030
says "no \`source\` part"
stop TERM authority-E10000011
passing_on authority-E10000011
exits 0 stile check --config "$area/agent.textproto"
start authority-E10000011

echo "what must not be passed on is not, and it says why"
exits 3 own inbox pass-on "$notice" --to E10000016
says NO_AGREEMENT
exits 3 own inbox pass-on "$notice" --to E10000011
says "is this authority"
exits 1 own inbox pass-on "$notice" --to E10000999
says "was no authority's code"
exits 2 own inbox pass-on 00000-00000-00000-00000-00000-0 --to E10000030
exits 2 own inbox pass-on "$notice" --to Surrey
exits 3 force inbox pass-on "$notice" --to E10000030
says NOT_PERMITTED
exits 0 own notify status --all
[[ -z $said ]] || fail "something was told: $said"
[[ -n $(sqlite3 -readonly "$area/intake.db" 'SELECT checkpoint FROM log_view') ]] ||
  fail "the sending side has not seen the ledger that the receiving side has"

echo "it is passed on, and the authority that placed the child reads who it is and acknowledges"
passed_on() { own inbox pass-on "$notice" --to E10000030; }
within 30 passed_on # the other's sealing key reaches the agent
exits 0 own inbox pass-on "$notice" --to E10000030
says "told before"
within 20 has_notice surrey
reference=$(first_of surrey)
[[ $reference != "$notice" ]] || fail "the two notifications have one token"
exits 0 surrey inbox open "$reference"
says Invented-Wynne
says authority/E10000011
exits 0 surrey inbox acknowledge "$reference"
read_there() { [[ $(own --json notify status --all) == *'"state":"read"'* ]]; }
within 20 read_there
kent inbox notices --all 2>&1 | grep -q "no notification" || fail "somebody else was told"

echo "the force learns what it would learn of any notification, and nothing else"
exits 0 own inbox acknowledge "$notice"
read_here() { [[ $(force --json notify status --all) == *'"state":"read"'* ]]; }
within 20 read_here
exits 0 force notify status --all
[[ $(wc -l <<<"$said") -eq 1 && $said == *"CC-1 to authority/E10000011: read"* ]] || fail "the force sees: $said"
! grep -rqaF -e E10000030 "$place"/intake.db* || fail "the force's store names who placed the child"

echo "a correction is read, and passed on, by a person"
exits 0 sent CC-1 "Not Known" Witness Invented-Wynne
within 20 has_notice own
exits 3 own inbox pass-on "$notice" --to E10000030
says "nobody here has read it as it is now"
exits 0 own inbox open "$notice"
exits 0 own inbox pass-on "$notice" --to E10000030
says "told anew to authority/E10000030"
within 20 has_notice surrey

echo "a withdrawal too: nothing of it is passed on here, and what was is withdrawn by its own name"
exits 0 force record withdraw --system command-and-control --type call-out --reference CC-1 --reason recorded-in-error
gone() { ! own inbox open "$notice"; }
within 20 gone
exits 2 own inbox pass-on "$notice" --to E10000030
says "it was withdrawn"
exits 0 own record withdraw --system passed-on --type call-out --reference "$notice" --reason recorded-in-error
gone_there() { ! surrey inbox open "$reference"; }
within 20 gone_there

echo "what came because the placing authority was known is not passed on"
exits 0 sent CC-2 E10000030 Victim Invented-Dyfed
within 20 has_notice surrey

echo "no file but the sealed rows knows the child, and everything kept at every end verifies"
for name in Invented-Wynne Invented-Dyfed 07/05/2012 2012-05-07; do
  ! grep -rqaF -e "$name" "$dir/gateway" "$dir"/*.log "$place/intake.db"* "$area/intake.db"* \
    "$dir"/authority-*/inbox.db* || fail "$name stands in a file"
done
[[ $(sqlite3 -readonly "$area/intake.db" "SELECT count(*) FROM operation_log WHERE op = 'disclosure'") -ge 2 ]] ||
  fail "the disclosures are not in the authority's own operation log"
for one in force own surrey; do exits 0 "$one" audit verify; done

echo "an agent killed while it has both sides comes back with both"
stop KILL authority-E10000011
start authority-E10000011
exits 0 own audit verify
exits 0 sent CC-3 "Not Known" Victim Invented-Clwyd
within 20 has_notice own
notice=$(first_of own)
exits 0 own inbox open "$notice"
exits 0 own inbox pass-on "$notice" --to E10000030
says "told to authority/E10000030"

echo "and of all that the ledger has about them the agents know"
as_known force-sussex authority-E10000030 authority-E10000011

echo "an outsider proves both sides of one agency in one tree"
exits 0 own audit export --purpose supervisory-authority --out "$dir/leaves"
exits 0 proven "$dir/leaves"
! grep -q 'go run' "$dir/commands" || says "the tree is the one of "
