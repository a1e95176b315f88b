#!/usr/bin/env bash
# What becomes of a record follows it to whoever was given it, as separate processes over mutual TLS: whoever
# is no longer to have it ends with nothing but that there was one, though it was read, exported or on its way,
# and though the agreement has ended since.
rows=60
forces=(sussex west-yorkshire)
authorities=(E10000030 E10000016 E10000011) services=(east-sussex surrey)
source "$(dirname "$0")/world.sh"
place=$dir/force-sussex
surrey() { at authority-E10000030 "$@"; }
kent() { at authority-E10000016 "$@"; }

agree_to_tell() {
  tell sussex authority-E10000030 authority
  tell sussex authority-E10000016 authority
  tell sussex yjs-east-sussex host-yjs
  tell sussex yjs-surrey home-yjs
}

# event REFERENCE PLACING ROLE SURNAME LEVEL: an export of one call from a home in East Sussex, an hour ago.
event() {
  printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
  printf '%s,INC/%s,%s,999,Home Staff,Disorder,Y,%s,Y,P-%s,07/05/2012,Yes,%s,%s,Deployed,N/A,Level %s,Home,' \
    "$1" "$1" "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" "$home" "$1" "$2" "$3" "$5"
  printf 'Appropriate,N,,,,%s,Zed,,,,With Police,\n' "$4"
}
# told REFERENCE PLACING ROLE SURNAME [LEVEL]: the force tells of it.
told() {
  event "$1" "$2" "$3" "$4" "${5:-2}" >"$dir/event.csv"
  exits 0 force notify send "$dir/event.csv"
}
record() { force record "$1" --system command-and-control --type call-out "${@:2}"; }

# notices AGENCY, and changes AGENCY: how many it shows. reference AGENCY: of its newest notice.
notices() { at "$1" --json inbox notices --all | grep -c . || true; }
changes() { at "$1" --json inbox changes --all | grep -c '"change":"'"$2"'"' || true; }
has_notices() { [[ $(notices "$1") -eq $2 ]]; }
has_changes() { [[ $(changes "$1" "$2") -eq $3 ]]; }
reference() { at "$1" --json inbox notices --all | grep -o '"event_reference":"[^"]*"' | tail -n 1 | cut -d'"' -f4; }
changed() { at "$1" --json inbox changes | grep -o '"event_reference":"[^"]*"' | tail -n 1 | cut -d'"' -f4; }

# say_of_agreement TEMPLATE AGENCY VERB SERIAL: what its recipient says of it, which everybody has at the end.
say_of_agreement() {
  local name=sussex-${2,,}-$1 code=${2#*-} serial=$4
  exits 0 stile agreement "$3" "$dir/scheme/agreement-$name.note" --serial "$serial" \
    --effective "$(date -u -d '-1 minute' +%Y-%m-%dT%H:%MZ)" --key "$dir/scheme/$code-siro.key" --name "$code-siro" \
    --out "$dir/scheme/status-$serial-1.note"
  # Nobody lets data go again alone.
  local others=("$code-director")
  [[ $3 != resume ]] || others+=(sussex-siro sussex-director)
  sign "$dir/scheme/status-$serial-1.note" "$dir/scheme/status-$name-$serial.note" "${others[@]}"
  cp -- "$dir/scheme/status-$name-$serial.note" "$dir/gateway/documents/"
  local one
  for one in force-sussex "$2"; do within 30 has_status "$one" "$serial"; done
}
has_status() { [[ $(grep -l '^stile-status/v1$' "$dir/$1/documents/"*.note 2>/dev/null | wc -l) -ge $2 ]]; }

make_world
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
event CC-0 E10000030 Suspect Invented-Zero 2 >"$dir/event.csv"
all_have_keys() {
  local previewed
  previewed=$(force notify preview "$dir/event.csv") && [[ $previewed != *UNAVAILABLE* ]]
}
within 30 all_have_keys

echo "alleged, then a victim: the service that was told because of the allegation has nothing left"
told CC-1 E10000030 Suspect Invented-One
within 20 has_notices yjs-surrey 1
exits 0 at yjs-surrey inbox open "$(reference yjs-surrey)"
says Invented-One
told CC-1 E10000030 Victim Invented-One
within 20 has_changes yjs-surrey withdrawn 1
has_notices yjs-surrey 0 || fail "a withdrawn notice is shown"
exits 0 at yjs-surrey inbox changes
[[ $said != *ictim* ]] || fail "a service learns who a victim is: $said"
# The service where the child lives is told anew, of less.
within 20 has_changes yjs-east-sussex withdrawn 1
within 20 has_notices yjs-east-sussex 1
[[ $(sqlite3 -readonly "$dir/yjs-east-sussex/inbox.db" "SELECT count(*) FROM row WHERE sealed_identity <> x''") -eq 0 ]] ||
  fail "a service keeps who a victim is"
within 20 has_notices authority-E10000030 1
exits 0 surrey inbox open "$(reference authority-E10000030)"
says Invented-One

echo "placed by another authority than was thought: the first has nothing left, the other is told"
told CC-2 E10000030 Victim Invented-Two
within 20 has_notices authority-E10000030 2
told CC-2 E10000016 Victim Invented-Two
within 20 has_notices authority-E10000016 1
within 20 has_changes authority-E10000030 withdrawn 1
has_notices authority-E10000030 1 || fail "a withdrawn notice is shown"
exits 0 surrey inbox confirm "$(changed authority-E10000030)"
is_closed() { force --json record changes | grep '"reference":"'"$1"'"' | grep -q '"state":"closed"'; }
within 20 is_closed CC-2
exits 0 force record changes --open
[[ $said != *CC-2* ]] || fail "listed as not confirmed: $said"

echo "withdrawn by a person: previewed, sent, and once"
told CC-3 E10000030 Victim Invented-Three
within 20 has_notices authority-E10000030 2
exits 0 record withdraw --reference CC-3 --reason recorded-in-error --preview
says "authority/E10000030"
has_changes authority-E10000030 withdrawn 1 || fail "a preview withdrew"
exits 0 record withdraw --reference CC-3 --reason recorded-in-error
within 20 has_changes authority-E10000030 withdrawn 2
record withdraw --reference CC-3 --reason recorded-in-error >/dev/null 2>&1 || true
exits 0 surrey inbox refuse "$(changed authority-E10000030)" --reason kept-by-law
within 20 is_closed CC-3
has_changes authority-E10000030 withdrawn 2 || fail "withdrawn twice"
exits 0 force record changes
[[ $said != *kept-by-law* ]] || fail "the force is told what was decided: $said"

echo "of an unknown record, and by another force: nothing is sent, and it is said why"
code=0
said=$(record withdraw --reference CC-99 --reason recorded-in-error 2>&1) || code=$?
[[ $code -ne 0 ]] || fail "an unknown record was withdrawn: $said"
says CC-99
code=0
said=$(at force-west-yorkshire record withdraw --system command-and-control --type call-out --reference CC-1 \
  --reason recorded-in-error 2>&1) || code=$?
[[ $code -ne 0 ]] || fail "another force withdrew: $said"
has_notices authority-E10000030 1 || fail "something was withdrawn"

echo "withdrawn while it is on its way: it never shows"
stop TERM authority-E10000016
told CC-4 E10000016 Victim Invented-Four
exits 0 record withdraw --reference CC-4 --reason wrong-child
start authority-E10000016
within 20 has_changes authority-E10000016 withdrawn 1
has_notices authority-E10000016 1 || fail "what was withdrawn on its way shows"

echo "annotated, restricted, and lifted"
exits 0 record annotate --reference CC-2 --reason disputed-by-child
within 20 has_changes authority-E10000016 annotated 1
exits 0 kent inbox open "$(reference authority-E10000016)"
says Invented-Two
says disputed
exits 0 record restrict --reference CC-2 --reason accuracy-contested
within 20 has_changes authority-E10000016 restricted 1
exits 0 record lift --reference CC-2 --reason resolved
within 20 has_changes authority-E10000016 lifted 1

echo "challenged by its recipient, read by the data officer alone, and answered"
officer=(--officer-key "$dir/scheme/sussex-officer.key")
exits 0 kent inbox challenge "$(reference authority-E10000016)" --reason inaccurate --fields home
exits 0 kent inbox challenges
says inaccurate
challenged_by() { force --json record challenges "${officer[@]}" | grep -q "\"recipient\":\"[^\"]*$1"; }
within 20 challenged_by authority/E10000016
exits 0 force record challenges "${officer[@]}"
says "CC-2 (call-out of command-and-control) by authority/E10000016: inaccurate: home; answer by"
exits 1 force record challenges --officer-key "$dir/scheme/sussex-siro.key"
[[ $said != *inaccurate* ]] || fail "read without the officer's key: $said"
exits 0 record answer --reference CC-2 --only authority/E10000016 --reason not-upheld
within 20 has_changes authority-E10000016 answered 1
exits 0 kent inbox challenges --all
says "it was not right"
! challenged_by authority/E10000016 || fail "an answered challenge waits"
exits 0 kent inbox open "$(reference authority-E10000016)"
says Invented-Two
[[ $said != *"not right"* ]] || fail "an answer is a mark: $said"

echo "a withdrawal passes while the agreement is suspended; facts wait until it is resumed"
told CC-5 E10000016 Victim Invented-Five
within 20 has_notices authority-E10000016 2
say_of_agreement authority authority-E10000016 suspend 1
exits 0 record annotate --reference CC-2 --reason under-review
exits 0 record withdraw --reference CC-5 --reason duplicate
within 20 has_changes authority-E10000016 withdrawn 2
has_changes authority-E10000016 annotated 1 || fail "an annotation passed"
say_of_agreement authority authority-E10000016 resume 2
within 40 has_changes authority-E10000016 annotated 2

echo "an agreement has ended: a correction still reaches whom was told, and no more than was told"
say_of_agreement authority authority-E10000016 end 3
told_before=$(notices authority-E10000016)
event CC-2 E10000016 Victim Invented-Two 3 >"$dir/event.csv"
force notify send "$dir/event.csv" >/dev/null 2>&1 || true
within 20 has_changes authority-E10000016 corrected 1
has_notices authority-E10000016 "$told_before" || fail "somebody is told anew under an agreement that has ended"
exits 0 record withdraw --reference CC-2 --reason wrong-child
within 20 has_changes authority-E10000016 withdrawn 3
has_notices authority-E10000016 0 || fail "a withdrawn notice is shown"

echo "a row of a return is challenged, and another withdrawn after it was exported"
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
of_return=$(ofsted --json inbox list --month "$month" --type call-out | grep -o '"event_reference":"[^"]*"' | head -n 1 |
  cut -d'"' -f4)
exits 0 ofsted inbox challenge "$of_return" --reason not-this-home
within 20 challenged_by regulator/ofsted
exits 0 ofsted inbox export --month "$month" --out before
row=$(sqlite3 -readonly "$place/intake.db" "SELECT r.reference FROM record AS r JOIN system AS s ON s.id = r.system
  JOIN route AS t ON t.id = r.route WHERE r.month <> 0 AND s.type = 1 AND r.child <> x'' LIMIT 1")
exits 0 record withdraw --reference "$row" --reason wrong-home
within 20 has_changes regulator-ofsted withdrawn 1
exits 0 ofsted inbox changes
says "in files written until"
exits 0 ofsted inbox export --month "$month" --out after
[[ -s $(compgen -G "$dir/regulator-ofsted/out/after/*withdrawn.csv") ]] || fail "no list of what was withdrawn"
lines() { cat "$dir/regulator-ofsted/out/$1/"*call-out*.csv | wc -l; }
[[ $(lines after) -eq $(($(lines before) - 1)) ]] || fail "the export still has it"
exits 0 ofsted inbox confirm "$(changed regulator-ofsted)"
within 20 is_closed "$row"

echo "no file knows a child of whom a record was withdrawn, and everything kept verifies"
for one in One Two Three Four Five; do
  ! grep -rqaF -e "Invented-$one" "$dir/gateway" "$dir"/*.log "$place/intake.db"* "$dir"/*/inbox.db* ||
    fail "Invented-$one stands in a file"
done
for one in force-sussex force-west-yorkshire regulator-ofsted authority-E10000030 authority-E10000016 yjs-surrey \
  yjs-east-sussex; do
  exits 0 at "$one" audit verify
done

echo "and of all that the ledger has about them the agents know"
as_known force-sussex force-west-yorkshire regulator-ofsted authority-E10000030 authority-E10000016 yjs-surrey \
  yjs-east-sussex
