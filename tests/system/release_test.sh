#!/usr/bin/env bash
# Whom the export names as who placed a child says that it did not, and the force's data officer releases the
# record to the home's own authority, as separate processes over mutual TLS. Nobody else at the force sees that,
# the home's own authority does not learn who denied it, and no file holds a name.
rows=1
authorities=(E10000030 E10000011)
source "$(dirname "$0")/world.sh"
place=$dir/force-sussex
surrey() { at authority-E10000030 "$@"; }
own() { at authority-E10000011 "$@"; }

agree_to_tell() {
  tell sussex authority-E10000011 authority
  tell sussex authority-E10000030 authority
}

# event REFERENCE PLACING SURNAME: an export of one call from a home in East Sussex, an hour ago.
event() {
  printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
  printf '%s,INC/%s,%s,999,Home Staff,Disorder,Y,%s,Y,P-%s,07/05/2012,Yes,%s,Victim,Deployed,N/A,Level 2,Home,' \
    "$1" "$1" "$when" "$home" "$1" "$2"
  printf 'Appropriate,N,,,,%s,Zed,,,FAR-77,With Police,\n' "$3"
}
sent() { event "$@" >"$dir/event.csv" && force notify send "$dir/event.csv"; }
# sends EVENT…: once all who are told of it have a key at the force; what is sent before raises an alarm.
sends() {
  event "$@" >"$dir/event.csv"
  within 30 has_keys
  exits 0 sent "$@"
}
has_keys() {
  local previewed
  previewed=$(force notify preview "$dir/event.csv") && [[ $previewed != *UNAVAILABLE* ]]
}
record() { force record "$1" --system command-and-control --type call-out --reference CC-1 "${@:2}"; }
first_of() { "$1" --json inbox notices | grep -o '"event_reference":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
has_notice() { [[ -n $(first_of "$1") ]]; }
as_roles() {
  printf 'person { account: "%s" name: "Somebody" %s }\n' "$(id -un)" "$1" >"$place/people.next"
  mv -- "$place/people.next" "$place/people.textproto"
  kill -HUP "${pid_of[force-sussex]}"
}
officer() { [[ $(record forget --child nobody 2>&1 || true) == *"no own copy"* ]]; }
no_officer() { ! officer; }

make_world
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
when=$(date -d '-1 hour' '+%d/%m/%Y %H:%M')

echo "the authority that the force takes to have placed the child is told, and says that it did not"
sends CC-1 E10000030 Invented-Wynne
sends CC-0 "Not Known" Invented-Zero
exits 2 record release
says "has decided yet"
within 20 has_notice surrey
exits 0 surrey inbox open "$(first_of surrey)"
exits 0 surrey inbox return "$(first_of surrey)" --not-ours
released() { record release --preview; }
within 20 released
within 20 has_notice own
exits 0 own inbox open "$(first_of own)" # CC-0
exits 0 own inbox acknowledge "$(first_of own)"
exits 0 force record verdicts --officer-key "$dir/scheme/sussex-officer.key"
says "CC-1 to authority/E10000030: not-ours"

echo "for everybody but the data officer nothing is there before and after"
knows_who_read() { [[ $(force notify status --all) == *"CC-0 to authority/E10000011: read"* ]]; }
within 20 knows_who_read
as_roles "role: DATA_TEAM"
within 20 no_officer
exits 3 record release
says NOT_PERMITTED
exits 3 record forget
sights() { force notify status --all && force record changes && force return status; }
exits 0 sights
before=$said
as_roles "role: DATA_OFFICER"
within 20 officer
exits 0 record release
says "CC-1 told to authority/E10000011, which is the home's own authority"
within 20 has_notice own
exits 0 force notify status --all
says "CC-1 to authority/E10000011"
says "released"
as_roles "role: DATA_TEAM"
within 20 no_officer
exits 0 sights
[[ $said == "$before" ]] || fail "the data team sees a release: $(diff <(echo "$before") <(echo "$said"))"
exits 0 force notify alarms

echo "the home's own authority reads who the child is, and nothing of who denied it"
notice=$(first_of own)
exits 0 own inbox open "$notice"
says Invented-Wynne
[[ $said != *E10000030* && $said != *Surrey* && $said != *FAR-77* ]] || fail "it reads who denied it: $said"

echo "an export that changes it goes there, and not to who denied it; one that names nobody is as any other"
exits 0 sent CC-1 E10000030 Invented-Wyn
[[ $said != *E10000011* ]] || fail "the data team reads of it: $said"
newest() { own inbox open "$notice" | grep -q 'Invented-Wyn$\|Invented-Wyn[^n]'; }
within 20 newest
[[ $(sqlite3 -readonly "$place/intake.db" "SELECT count(*) FROM consignment AS c JOIN route AS r ON r.id = c.route
  WHERE r.recipient LIKE '%E10000030%'") -eq 1 ]] || fail "who denied it was told again"
exits 0 sent CC-1 "Not Known" Invented-Wyn
says "CC-1 told to authority/E10000011"
exits 0 force notify status --all
says "CC-1 to authority/E10000011"

echo "no file of anybody's but the sealed rows knows the child, and what is kept verifies"
for name in Invented-Wynne Invented-Wyn 07/05/2012 2012-05-07 FAR-77; do
  ! grep -rqaF -e "$name" "$dir/gateway" "$dir"/*.log "$place"/intake.db* "$place"/own-keys \
    "$dir"/authority-*/inbox.db* ||
    fail "$name stands in a file"
done
[[ $(sqlite3 -readonly "$place/intake.db" "SELECT count(*) FROM operation_log
  WHERE op = 'consultation' AND occasion = 'release'") -ge 2 ]] || fail "it is not written down who opened the copy"
as_roles "role: DATA_OFFICER"
within 20 officer
for one in force own surrey; do exits 0 "$one" audit verify; done
exits 2 record release
says "no own copy"
