#!/usr/bin/env bash
# The ledger has witnesses: agents cosign what the gateway shows all of them. Without a quorum for four hours
# returns and questions wait and say why, what people are told of at once goes on, and all of it goes once the
# quorum is back. As separate processes over mutual TLS; clocks that are ahead stand for the hours that pass.
rows=100
authorities=(E10000030)
source "$(dirname "$0")/world.sh"
for program in agent gateway; do
  [[ -x $build/tests/system/shifted-$program ]] || { echo "skipped: shifted-$program is not built"; exit 77; }
done
quorum=(force-sussex regulator-ofsted authority-E10000030)

agree_to_tell() {
  tell sussex authority-E10000030 authority
  may_ask sussex 9
}
# The directory has their witness keys, and names them as a quorum unless `unnamed` is set.
eval "demo_$(declare -f agency)"
agency() {
  demo_agency "$1" |
    sed "/^  signing_key: /a\\  witness_key: \"$(stile key witness "$dir/$1/signing.key" --name "${1#*-}-agent")\""
}
eval "demo_$(declare -f directory)"
directory() {
  local one
  demo_directory "$1"
  [[ -n ${unnamed:-} ]] || for one in "${quorum[@]}"; do printf 'quorum: "%s"\n' "$(id_of "$one")"; done
}
# ahead SECONDS PLACE…: starts them by a clock that is so much ahead.
ahead() {
  local place
  for place in "${@:2}"; do
    STILE_CLOCK_SHIFT=$1 gateway_program=$build/tests/system/shifted-gateway \
      agent_program=$build/tests/system/shifted-agent start "$place"
  done
}
status_says() { [[ $(at "$1" audit witness || true) =~ $2 ]]; }
admitted() { force --json return status | sum_of admitted; }
queued() { force --json return status | sum_of queued; }
nothing_queued() { [[ $(queued) -eq 0 ]]; }

echo "a directory that names no quorum changes nothing, and the doctor says so"
unnamed=yes
make_world
start_world
first_rows() { head -n "$1" "$dir/force-sussex/exports/call-outs.csv" >"$dir/force-sussex/exports/first.csv"; }
first_rows 30
exits 0 force return send --month "$month" first.csv
within 60 all_stored sussex
exits 0 force audit witness
says "witnessed: by nobody: the directory names no quorum"
exits 0 stile doctor --config "$dir/force-sussex/agent.textproto"
says "names no quorum"

echo "once it names one, three agents cosign what the gateway shows each of them"
unnamed=
publish 2 gateway
for place in "${quorum[@]}"; do
  within 150 status_says "$place" 'witnessed: [1-9][0-9]* leaves, by [^;]*,'
done
exits 0 force audit witness
says "leaves, by "
exits 0 stile doctor --config "$dir/force-sussex/agent.textproto"
says " leaves, by "

echo "an outsider finds who cosigned it, and how many that takes"
exits 0 force audit export --purpose supervisory-authority --out "$dir/leaves"
exits 0 proven "$dir/leaves"
if grep -q 'go run' "$dir/commands"; then
  grep -Eq '^[23] of 3 witnesses cosigned it at [1-9][0-9]* leaves; it takes 2$' <<<"$said" || fail "no witnesses: $said"
  cp -r -- "$dir/leaves" "$dir/lenient"
  sed -i 's/^group quorum 2 /group quorum 1 /' "$dir/lenient/policy"
  ! proven "$dir/lenient" >"$dir/unproven" 2>&1 || fail "a policy of one witness: $(cat "$dir/unproven")"
  grep -q "1 are not more than half of the 3 witnesses of the directory" "$dir/unproven" || fail "$(cat "$dir/unproven")"
  # One cosignature under two names: a part of a key's name is no key of the directory's.
  rm -r -- "$dir/lenient"
  cp -r -- "$dir/leaves" "$dir/lenient"
  sed -i -E 's/^(witness [^ ]* )sussex-/\1/' "$dir/lenient/policy"
  ! cmp -s "$dir/leaves/policy" "$dir/lenient/policy" || fail "no witness's name was altered"
  ! proven "$dir/lenient" >"$dir/unproven" 2>&1 || fail "a key that the directory has not: $(cat "$dir/unproven")"
  grep -q "the directory has no witness force/sussex" "$dir/unproven" || fail "$(cat "$dir/unproven")"
  sed -i '/^— /{x;s/^/./;/^\.\{3\}/{x;d};x}' "$dir/leaves/cosigned"
  ! proven "$dir/leaves" >"$dir/unproven" 2>&1 || fail "one witness is enough: $(cat "$dir/unproven")"
  grep -q "1 of the 2 witnesses that it takes" "$dir/unproven" || fail "$(cat "$dir/unproven")"
fi

echo "without a quorum returns go on for a while: one witness is not enough, and says who is missing"
for place in regulator-ofsted authority-E10000030; do stop TERM "$place"; done
first_rows 60
exits 0 force return send --month "$month" first.csv

echo "after four hours they wait, and everybody who asks is told why"
stop TERM force-sussex
stop TERM gateway
ahead 14700 gateway force-sussex
exits 4 force return send --month "$month" call-outs.csv
says "no quorum of witnesses has cosigned the ledger since"
[[ $(queued) -gt 0 ]] || fail "nothing waits"
exits 0 force return status
says "returns and enquiries wait"
exits 1 force audit witness
says "unwitnessed: "
said=$(stile doctor --config "$dir/force-sussex/agent.textproto" || true)
says "no quorum of witnesses"

echo "what people are told of at once goes on, and is marked"
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
printf '%s\n%s,INC/1,%s,999,Home Staff,Disorder,Y,%s,Y,P-1,07/05/2012,Yes,E10000030,Victim,Deployed,N/A,%s\n' \
  "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact" CC-1 \
  "$(date -d '+3 hours' '+%d/%m/%Y %H:%M')" "$home" \
  "Level 2,Home,Appropriate,N,,,,Invented-Wynne,Zed,,,,With Police," >"$dir/event.csv"
has_keys() {
  local previewed
  previewed=$(force notify preview "$dir/event.csv") && [[ $previewed != *UNAVAILABLE* ]]
}
within 30 has_keys
exits 0 force notify send "$dir/event.csv"
says "CC-1 told to authority/E10000030"
exits 0 force notify status --all
says "goes on, unwitnessed"
[[ $(queued) -gt 0 ]] || fail "the return went without witnesses"

echo "an inspector's question waits likewise"
stop TERM force-sussex
stop TERM gateway # with it goes what the force has cosigned
ahead 14700 gateway regulator-ofsted
first=$month-01 last=$(date -d "$month-01 +1 month -1 day" +%F)
exits 4 ofsted enquiry ask --home "ofsted:$home" --from "$first" --to "$last" --inspection full --reference INS-20261
says "returns and enquiries wait"

echo "once the quorum is back all of it goes"
ahead 14700 force-sussex
witnessed_again() { ! status_says "$1" unwitnessed; }
for place in force-sussex regulator-ofsted; do within 200 witnessed_again "$place"; done
within 60 nothing_queued
asked() { [[ $(ofsted enquiry list) =~ pending|answered && $(ofsted enquiry list) != *refused* ]]; }
within 60 asked
exits 0 force audit verify
