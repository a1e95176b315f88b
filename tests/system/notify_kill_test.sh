#!/usr/bin/env bash
# A force tells an authority of events and corrects each of them again and again, while `kill -9` takes the
# recipient's agent in every state of a notification, the force's agent and the gateway. In the end every
# revision is there once and in order, every word reached the ledger and the force once, and all of it verifies.
rows=1
authorities=(E10000030)
source "$(dirname "$0")/world.sh"
events=30
place=$dir/force-sussex
inbox=$dir/authority-E10000030/inbox.db
surrey() { at authority-E10000030 "$@"; }
agree_to_tell() { tell sussex authority-E10000030 authority; }

# correct: an export of the events as they stand after one more correction; each child has another name then.
round=0
names=(- Arfon Brecon Clwyd Dyfed Elwy Ffestin Gwent Harlech Idris Jeffreys)
correct() {
  local event
  round=$((round + 1))
  {
    printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
    for event in $(seq -w "$events"); do
      printf 'CC-%s,INC/%s,%s,999,Home Staff,Disorder,Y,%s,Y,P-%s,07/05/2012,Yes,E10000030,Victim,Deployed,N/A,' \
        "$event" "$event" "$reported" "$home" "$event"
      printf 'Level 2,Home,Appropriate,N,,,,Invented-%s,Zed,,,,With Police,\n' "${names[round]}"
    done
  } >"$dir/events.csv"
}
send() { force notify send "$dir/events.csv"; }
sent() { [[ $(send) == *"0 notifications, 0 revised, $events told before"* ]]; }

# asked DATABASE QUESTION: a number, also while its program runs.
asked() { sqlite3 -readonly -cmd '.timeout 2000' "$@"; }
notices() { asked "$inbox" 'SELECT count(*) FROM notice'; }
came() { [[ $(notices) -ge $1 ]]; }
all_came() { [[ $(notices) -eq $((events * round)) ]]; }
at_source() { [[ $(asked "$place/intake.db" "$1") -eq $2 ]]; }
all_stored() { at_source 'SELECT count(*) FROM consignment WHERE month = 0 AND state = 3' $((events * round)); }
waiting_words() { asked "$inbox" "SELECT count(*) FROM word WHERE answer = '' AND after <= unixepoch()"; }
all_said() { [[ $(waiting_words) -eq 0 ]]; }
reads() { at_source 'SELECT count(*) FROM notification WHERE read' "$1"; }
# references: of the events that nobody has decided about, in the order in which they came.
references() { surrey --json inbox notices --all | grep -o '"event_reference":"[^"]*"' | cut -d'"' -f4; }

# when_came NUMBER: as soon as so many are there, with no rest between two looks.
when_came() {
  local looks=5000
  until came "$1"; do ((looks-- > 0)) || fail "$1 notifications did not come"; done
}

# killed VICTIM: kill -9, and at once there again.
killed() {
  stop KILL "$1" 2>/dev/null
  echo "  of $((events * round)) revisions $(notices) were there"
  start "$1"
}

make_world
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
reported=$(date -d '-1 hour' '+%d/%m/%Y %H:%M')
correct
has_key() { [[ $(force notify preview "$dir/events.csv") != *UNAVAILABLE* ]]; }
within 30 has_key

echo "killed before it is told"
stop KILL authority-E10000030 2>/dev/null
exits 0 send
within 20 at_source 'SELECT count(*) FROM consignment WHERE month = 0 AND state = 2' "$events"
start authority-E10000030
when_came 3
killed authority-E10000030
within 20 all_came
within 20 all_stored

for victim in authority-E10000030 force-sussex gateway authority-E10000030; do
  echo "$victim killed while notifications arrive"
  before=$(notices)
  correct
  send >/dev/null 2>&1 &
  sending=$!
  when_came $((before + 3))
  killed "$victim"
  wait "$sending" || true
  within 30 sent
  within 30 all_came
  within 30 all_stored
done

echo "killed when all are stored"
killed authority-E10000030
within 20 came $((events * round))
mapfile -t reference < <(references)
[[ ${#reference[@]} -eq $events ]] || fail "not each event once: ${#reference[@]}"

echo "killed after some were opened, and the word is not passed on"
stop KILL gateway 2>/dev/null
for one in 0 1 2 3; do exits 0 surrey inbox open "${reference[one]}"; done
says "Invented-${names[round]}"
[[ $(waiting_words) -gt 0 ]] || fail "no word waits"
stop KILL authority-E10000030 2>/dev/null
start gateway
start authority-E10000030
within 20 all_said
within 20 reads $((4 * round))

echo "killed after some were acknowledged and returned, and the words are not passed on"
stop KILL gateway 2>/dev/null
exits 0 surrey inbox acknowledge "${reference[0]}"
exits 0 surrey inbox return "${reference[1]}" --not-ours
exits 0 surrey inbox return "${reference[2]}" --wrong-child
[[ $(waiting_words) -gt 0 ]] || fail "no word waits"
stop KILL authority-E10000030 2>/dev/null
start gateway
start authority-E10000030
within 20 all_said

echo "killed, all three, when a word has just been said"
exits 0 surrey inbox open "${reference[4]}"
exits 0 surrey inbox acknowledge "${reference[4]}"
for victim in authority-E10000030 gateway force-sussex; do stop KILL "$victim" 2>/dev/null; done
for victim in gateway force-sussex authority-E10000030; do start "$victim"; done
within 20 all_said
within 20 reads $((5 * round))

echo "corrected once more: what was returned goes back unseen"
correct
exits 0 send
within 20 all_came
within 20 all_stored
for one in 0 3 5 11; do
  exits 0 surrey inbox open "${reference[one]}"
  says "Invented-${names[round]}"
done
for one in 1 2; do
  exits 2 surrey inbox open "${reference[one]}"
  says "it was returned: nothing of it is kept"
done

# told_meanwhile: corrections go off while the recipient's agent cannot take them, and people there see that.
told_meanwhile() {
  correct
  exits 0 send
  exits 0 surrey inbox notices --all
  says "the gateway is not reached"
  exits 1 stile doctor --config "$dir/authority-E10000030/agent.textproto"
  says "fault   gateway       not attached"
  within 20 grep -q '"event":"attachment_ended".*see the network, the certificates at both ends, and the clock' \
    "$dir/authority-E10000030.log"
  [[ $(notices) -eq $((events * (round - 1))) ]] || fail "something came"
}
# clocked SECONDS: the recipient's agent, killed, on a machine whose clock is wrong by so much.
clocked() {
  stop KILL authority-E10000030 2>/dev/null
  STILE_CLOCK_SHIFT=$1 agent_program=$build/tests/system/shifted-agent start authority-E10000030
}

echo "a clock that is a day ahead at the recipient holds nothing up, and is named"
clocked 86400
correct
exits 0 send
within 20 all_came
within 20 all_stored
exits 0 surrey inbox open "${reference[6]}"
within 20 all_said
exits 1 stile doctor --config "$dir/authority-E10000030/agent.textproto"
says "fault   clock         this machine's clock is 1440 minutes ahead of the gateway's; mend with: "
killed authority-E10000030
within 20 surrey inbox open "${reference[7]}"
exits 0 surrey inbox notices
says "OVERDUE" # what came meanwhile: nobody knows since when it waits

echo "a clock that is a day behind keeps it away, and nothing is lost"
clocked -86400
told_meanwhile
killed authority-E10000030
within 30 all_came
within 30 all_stored

echo "a certificate that has ended keeps it away until it is renewed, without a restart"
"$here/tests/support/bad_certificates.sh" --authority "$dir/authority" --identity "$(id_of authority-E10000030)" \
  --out "$dir/bad" >/dev/null 2>&1
stop KILL authority-E10000030 2>/dev/null
cp -f -- "$dir"/bad/expired/tls.{key,pem} "$dir/authority-E10000030/identity/"
start authority-E10000030
told_meanwhile
says "fault   certificate   ended "
says "mend with: certs/renew --now"
"$here/certs/renew" --authority "$dir/authority" --out "$dir/authority-E10000030/identity" --days 7 --now >/dev/null
within 40 all_came
within 20 all_stored

echo "every revision is there once, in order, and every word once"
counts() { # DATABASE EXPECTED QUESTION
  local found
  found=$(asked "$1" "$3")
  [[ $found == "$2" ]] || fail "$found, not $2: $3"
}
counts "$inbox" $((events * round)) 'SELECT count(DISTINCT hex(event_token) || revision) FROM notice'
counts "$inbox" "$events" "SELECT count(*) FROM (SELECT 1 FROM notice GROUP BY source, event_token
  HAVING count(*) = $round)"
counts "$inbox" 0 'SELECT count(*) FROM notice AS a JOIN notice AS b ON a.event_token = b.event_token
  AND a.revision < b.revision AND a.parcel > b.parcel'
counts "$inbox" 0 "SELECT count(*) FROM word WHERE answer NOT IN ('taken', '')"
counts "$inbox" 0 "SELECT count(*) FROM operation_log WHERE operation = 'integrity'"
counts "$place/intake.db" 0 "SELECT count(*) FROM operation_log WHERE op = 'integrity'"
leaves() { counts "$dir/gateway/store.db" "$2" "SELECT count(*) FROM leaf WHERE body LIKE '%' || char(10) ||
  'decision $1' || char(10) || '%'"; }
leaves admitted $((events * round))
leaves stored $((events * round))
for state in 2:opened 3:closed; do
  said=$(asked "$inbox" "SELECT count(*) FROM word WHERE answer = 'taken' AND min(state, 3) = ${state%:*}")
  [[ $said -gt 0 ]] || fail "nothing was ${state#*:}"
  leaves "${state#*:}" "$said"
  within 20 at_source "SELECT count(*) FROM acknowledgement WHERE state = ${state%:*}" "$said"
done
counts "$dir/gateway/store.db" 0 'SELECT count(*) FROM parcel'

echo "everything kept at every end verifies"
exits 0 force audit verify
exits 0 surrey audit verify
stop TERM gateway
exits 0 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check
