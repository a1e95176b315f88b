#!/usr/bin/env bash
# A call about a child placed far away is in front of those who answer for the child, as separate processes
# over mutual TLS: the authority that placed it reads who it is, the service where it lives does not, nobody
# else is told, and the gateway's files hold neither name nor date of birth.
rows=1
authorities=(E10000030 E10000011) services=(east-sussex)
source "$(dirname "$0")/world.sh"
place=$dir/force-sussex
surrey() { at authority-E10000030 "$@"; }
own() { at authority-E10000011 "$@"; }
service() { at yjs-east-sussex "$@"; }

agree_to_tell() {
  tell sussex authority-E10000030 authority
  tell sussex authority-E10000011 authority
  tell sussex yjs-east-sussex host-yjs
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

make_world
start_world
# A home in East Sussex that is open now.
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')

echo "a preview says who would be told, what, and why, and tells nobody"
event CC-1 E10000030 Victim Invented-Wynne >"$dir/event.csv"
all_have_keys() { [[ $(force notify preview "$dir/event.csv") != *UNAVAILABLE* ]]; }
within 30 all_have_keys # the others' sealing keys reach the force
exits 0 force notify preview "$dir/event.csv"
says "CC-1 told to authority/E10000030, which placed the child"
says "CC-1 told to yjs/east-sussex, which is the youth justice service where the home is"
exits 0 force notify status --all
[[ -z $said ]] || fail "a preview left something: $said"

echo "sending tells them within seconds"
exits 0 force notify send "$dir/event.csv"
delivered() { [[ $(force --json notify status | grep -c '"state":"delivered"') -eq $1 ]]; }
within 20 delivered 2
exits 0 own inbox list
says "nothing has arrived"

echo "a person there reads who it is, and the force learns that somebody has, and nothing else"
first_of() { "$1" --json inbox notices --all | grep -o '"event_reference":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
reference=$(first_of surrey)
[[ -n $reference ]] || fail "no notice at the placing authority"
exits 0 surrey inbox open "$reference"
says Invented-Wynne
exits 0 surrey inbox acknowledge "$reference"
reference=$(first_of service)
exits 0 service inbox open "$reference"
[[ $said != *Invented* ]] || fail "a service reads who a victim is: $said"
exits 0 service inbox return "$reference" --not-ours
exits 0 service inbox breaches
says not-ours
read_by() { [[ $(force --json notify status --all | grep -c '"state":"read"') -eq $1 ]]; }
within 20 read_by 2
exits 0 force notify status --all
[[ $said != *ours* && $said != *acknowledged* ]] || fail "the force is told what was decided: $said"
! grep -rqaF -e not-ours -e acknowledged "$dir/gateway" "$place"/intake.db* || fail "a decision stands in a file"

echo "the force's data officer alone opens what was decided, and sees by when a breach is to be decided"
verdicts() { force "$@" record verdicts --officer-key "$dir/scheme/sussex-officer.key"; }
# What somebody has read may be known before what was decided is.
decided() {
  said=$(verdicts)
  [[ $said == *"CC-1 to authority/E10000030: acknowledged"* && $said == *"CC-1 to yjs/east-sussex: not-ours, BREACH since"* ]]
}
within 20 decided
consultations() { sqlite3 -readonly "$place/intake.db" "SELECT count(*) FROM operation_log WHERE op = 'consultation'"; }
before=$(consultations)
exits 0 verdicts --json
says '"verdict":"not-ours","breach_since":"'
[[ $(consultations) -eq $((before + 1)) ]] ||
  fail "it is not written down who asked"
exits 1 force record verdicts --officer-key "$dir/scheme/sussex-siro.key"
says "NOT OPENED: not sealed to this key"
[[ $said != *not-ours* && $said != *acknowledged* ]] || fail "another's key opened it: $said"
people=$(cat "$place/people.textproto")
replace_people() {
  printf '%s\n' "$1" >"$place/people.next"
  mv -- "$place/people.next" "$place/people.textproto"
  kill -HUP "${pid_of[force-sussex]}"
}
replace_people "person { account: \"$(id -un)\" name: \"Dispatcher\" role: DATA_TEAM }"
refused() { [[ $(verdicts 2>&1 || true) == *NOT_PERMITTED* ]]; }
within 20 refused
exits 3 verdicts
[[ $said != *'{'* && $said != *CC-1* ]] || fail "a dispatcher is handed something: $said"
exits 0 force notify status --all
[[ $said != *ours* && $said != *acknowledged* ]] || fail "a dispatcher is told what was decided: $said"
replace_people "$people"
within 20 verdicts

echo "the same event again tells nobody a second time"
exits 0 force notify send "$dir/event.csv"
says "told before"
exits 0 force notify status --all
[[ $(wc -l <<<"$said") -eq 2 ]] || fail "not two notifications: $said"

echo "where nobody knows who placed the child, the home's authority is told"
event CC-2 "Not Known" Victim Invented-Dyfed >"$dir/event.csv"
exits 0 force notify send - <"$dir/event.csv"
says "CC-2 told to authority/E10000011, which is the home's own authority"
within 20 delivered 1

echo "a child placed in its own area is nobody's to be told of, and the decision is kept"
event CC-3 E10000011 Victim Invented-Powys >"$dir/event.csv"
exits 3 force notify send "$dir/event.csv"
says "CC-3 NOT told to everybody: IN_AREA"
[[ $(sqlite3 "$place/intake.db" "SELECT count(*) FROM decision WHERE reference = 'CC-3'") -eq 1 ]] ||
  fail "the decision was not kept"

echo "who is on duty there is told where to read it, and once, though the agent is killed"
spool=$dir/authority-E10000030/spool
stop TERM authority-E10000030
mkdir -p "$spool/ack"
echo 'handing { spool: "spool" }' >>"$dir/authority-E10000030/agent.textproto"
start authority-E10000030
event CC-4 E10000030 Victim Invented-Gwent >"$dir/event.csv"
within 20 force notify send "$dir/event.csv"
waits() { compgen -G "$spool/*-notification.json"; }
within 20 waits
told_of=$(basename "$(waits)")
grep -q '"kind":"notification"' "$spool/$told_of" || fail "not told of a notification"
! grep -qE 'Invented|SC[0-9]{6}' "$spool/$told_of" || fail "told too much: $(cat "$spool/$told_of")"
kept() { [[ $(sqlite3 -readonly "$dir/authority-E10000030/inbox.db" 'SELECT count(*) FROM told') -eq 1 ]]; }
within 20 kept
stop KILL authority-E10000030
mv "$spool/$told_of" "$spool/ack/"
start authority-E10000030
acknowledged() { [[ -z $(ls -A "$spool/ack") ]]; }
within 20 acknowledged
exits 0 surrey inbox open "${told_of%-notification.json}"
says Invented-Gwent
[[ -z $(compgen -G "$spool/*.json") ]] || fail "told again: $(ls "$spool")"
! grep -qF -e "${told_of%-notification.json}" "$dir/authority-E10000030.log" || fail "a reference is in the log"

echo "what waits while its agreement is suspended is held, and the control room sees whom to ring"
# rule VERB SERIAL: the agreement with the authority that placed the child is suspended, resumed or ended. All
# four sign, though only to resume takes that many.
rule() {
  local next=$dir/scheme/$1.next
  stile agreement "$1" "$dir/scheme/agreement-sussex-authority-e10000030-authority.note" --serial "$2" \
    --effective "$(date -u +%FT%H:%MZ)" --key "$dir/scheme/sussex-siro.key" --name sussex-siro --out "$next" 2>&1
  sign "$next" "$dir/gateway/next.note" sussex-director E10000030-{siro,director}
  mv -- "$dir/gateway/next.note" "$dir/gateway/documents/$1.note"
}
alarmed() { [[ $(force notify alarms || true) == *"$1 to authority/E10000030 was $2 at the gateway"* ]]; }
stands() { force notify status | grep -qF -e "$1 to authority/E10000030: $2"; }
stop TERM authority-E10000030
event CC-5 E10000030 Victim Invented-Clwyd >"$dir/event.csv"
exits 0 force notify send "$dir/event.csv"
rule suspend 1
within 20 alarmed CC-5 frozen
exits 0 force notify status
says "CC-5 to authority/E10000030: frozen"
exits 1 force notify alarms
says "ring duty-team on 01632 960201"
exits 0 force notify rang "$(sed -n 's/^alarm \([0-9]*\) .*/\1/p' <<<"$said")" --contact duty-team
rule resume 2
start authority-E10000030
within 20 stands CC-5 delivered
exits 0 force notify alarms

echo "what waits when its agreement ends is deleted there, and the control room sees whom to ring"
stop TERM authority-E10000030
event CC-6 E10000030 Victim Invented-Clwyd >"$dir/event.csv"
exits 0 force notify send "$dir/event.csv"
rule end 3
within 20 alarmed CC-6 deleted
exits 0 force notify status
says "CC-6 to authority/E10000030: deleted"
[[ $(sqlite3 -readonly "$dir/gateway/store.db" 'SELECT count(*) FROM parcel') -eq 0 ]] || fail "the parcel stayed"
start authority-E10000030
within 20 grep -q '"event":"notification_alarm","detail":"was deleted' "$dir/force-sussex.log"

echo "no file but the sealed rows knows the child"
for name in Invented-Wynne Invented-Dyfed Invented-Powys Invented-Gwent Invented-Clwyd 07/05/2012 2012-05-07; do
  ! grep -rqaF -e "$name" "$dir/gateway" "$dir"/*.log "$place/intake.db"* "$dir"/authority-*/inbox.db* \
    "$dir"/yjs-*/inbox.db* || fail "$name stands in a file"
done

echo "everything kept at every end verifies"
for one in force surrey own service; do exits 0 "$one" audit verify; done

echo "and of all that the ledger has about them the agents know"
as_known force-sussex authority-E10000030 authority-E10000011 yjs-east-sussex
