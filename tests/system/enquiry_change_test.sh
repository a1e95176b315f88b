#!/usr/bin/env bash
# What becomes of records reaches an answer to an inspector, as separate processes over mutual TLS: what was
# withdrawn, corrected, restricted or disputed since is so in `show`, in the report and in the CSV, a report that
# was written before is said to be out of date, and the answer is as whole as it was.
rows=60
source "$(dirname "$0")/world.sh"

agree_to_tell() { may_ask sussex 4; }

first=$month-01
last=$(date -d "$first +1 month -1 day" +%F)
# export_with REFERENCE:CATEGORY…: the force's export of the month, five calls from one home.
export_with() {
  printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share"
  local call day=1
  for call in "$@"; do
    printf '%s,INC/%s,0%d/%s 14:00,999,Home Staff,%s,Y,%s,Y,P-%s,07/05/2012,Yes,E10000011,Missing Person,Deployed,N/A,Level 2,Home,' \
      "${call%%:*}" "${call%%:*}" "$day" "$(date -d "$first" +%m/%Y)" "${call#*:}" "${home#ofsted:}" "${call%%:*}"
    printf 'Appropriate,N,,,%s\n' "${held[${call%%:*}]:-}"
    day=$((day + 1))
  done >>"$dir/rows"
  cat "$dir/rows"
  rm -- "$dir/rows"
}
send() {
  export_with "$@" >"$dir/force-sussex/exports/call-outs.csv"
  exits 0 force return send --month "$month" call-outs.csv
}
declare -A held=()
record() { exits 0 force record "$1" --system command-and-control --type call-out --reference "$2" --reason "$3"; }

show() { ofsted enquiry show "$enquiry"; }
shows() { [[ $(show) == *"$1"* ]]; }
report() { exits 1 ofsted enquiry report "$enquiry" "$@"; } # 1: the types that the force has no system for
page() { tr '\n' ' ' <"$dir/report/$1.html"; }
has_page() { [[ $(page "$1") == *"$2"* ]] || fail "the page $1 does not say: $2"; }
figures() { has_page "$1" '<th scope="row">All</th> <td class="n">'"$2"'</td>'; }

make_world
start_world
home=ofsted:$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
send A-1:Disorder A-2:Disorder A-3:Disorder A-4:Disorder A-5:Disorder
mkdir "$dir/report"

echo "an inspector asks, and has a report of the answer"
exits 0 ofsted --json enquiry ask --home "$home" --from "$first" --to "$last" --reference INS-20261 --inspection full
enquiry=$(grep -o '"enquiry":"[0-9a-f]*"' <<<"$said" | head -n 1 | cut -d'"' -f4)
within 30 shows "call-out: 5 of 5 here"
[[ $(show) != *CHANGED* ]] || fail "something has changed: $(show)"
report --out "$dir/report/before.html"
figures before 5
[[ $(page before) != *"Last change"* ]] || fail "the report knows of a change"

echo "withdrawn, restricted and disputed by the force's people; corrected and held by its next export"
record withdraw A-1 recorded-in-error
record restrict A-2 accuracy-contested
record annotate A-3 disputed-by-child
held[A-5]="Live Investigation"
export_with A-1:Disorder A-2:Disorder A-3:Disorder "A-4:Missing Person" A-5:Disorder >"$dir/force-sussex/exports/call-outs.csv"
force return send --month "$month" call-outs.csv >/dev/null 2>&1 || true # one is held
within 30 shows "2 withdrawn, 1 corrected, 1 restricted, 1 annotated"
says_of_answer() { [[ $said == *"$1"* ]] || fail "\`enquiry show\` does not say $1: $said"; }
exits 1 show
says_of_answer "call-out: 3 of 5 here, 2 withdrawn since"
says_of_answer "CHANGED since it came"
says_of_answer "OUT OF DATE"
says_of_answer "RESTRICTED: do not use"
says_of_answer "annotated"
exits 0 ofsted enquiry list
says "2 withdrawn, 1 corrected, 1 restricted, 1 annotated"
says "OUT OF DATE"

echo "what is written now has what may be used, as it is now, and says what has changed"
report --out "$dir/report/after.html"
figures after 2
has_page after "2 withdrawn, 1 corrected, 1 restricted, 1 annotated"
has_page after "<dt>Last change</dt>"
has_page after "Annotation: disputed by the child"
report --csv "$dir/report/answer.csv"
exits 0 "$here/tests/system/read_csvw" "$dir/report"
says "answer.csv 2"
grep -q ',missing,' "$dir/report/answer.csv" || fail "not corrected: $(cat "$dir/report/answer.csv")"

echo "once it is lifted, it is back"
record lift A-2 resolved
within 30 shows "2 withdrawn, 1 corrected, 1 annotated"
report --out "$dir/report/lifted.html"
figures lifted 3

echo "the inspector confirms what was withdrawn, and the force's data officer sees that somebody has"
reference_of() { ofsted --json inbox changes | grep '"change":"'"$1"'"' | grep -o '"event_reference":"[^"]*"' | cut -d'"' -f4 | sort -u; }
for one in $(reference_of withdrawn); do exits 0 ofsted inbox confirm "$one"; done
[[ -z $(reference_of withdrawn) ]] || fail "a withdrawal waits still"
none_open() { [[ $(force --json record changes --open | grep -c '"change":"withdrawn"') -eq 0 ]]; }
within 30 none_open

echo "she challenges a record of the answer: the data officer reads which it is, and what is answered comes back"
challenged=$({ ofsted --json enquiry show "$enquiry" || true; } | grep '"category":"missing"' | grep -o '"event_reference":"[^"]*"' | cut -d'"' -f4)
exits 0 ofsted inbox challenge "$challenged" --reason not-this-home
reads() { [[ $(force record challenges --officer-key "$dir/scheme/sussex-officer.key") == *"$1"* ]]; }
within 20 reads "A-4 (call-out of command-and-control) by regulator/ofsted: not-this-home"
exits 0 force record answer --system command-and-control --type call-out --reference A-4 --only regulator/ofsted \
  --reason not-upheld
answered() { [[ $(ofsted inbox challenges --all) == *"$challenged"*"it was not right"* ]]; }
within 20 answered
! reads A-4 || fail "an answered challenge waits"

echo "the inspection takes place, and is not one to come"
exits 2 ofsted enquiry inspected "$enquiry" --on "$(date -d tomorrow +%F)"
says "mend with: --on"
exits 0 ofsted enquiry inspected "$enquiry" --on "$(date +%F)"
exits 0 ofsted enquiry list
says "inspected on $(date +%F)"

echo "the data officer reads what was shared about the child, and no answer in it; who read that is written down"
exits 0 force audit subject --system command-and-control --child P-A-1 --purpose subject-access
said=$(tr -s ' \n' ' ' <<<"$said")
says "about a call to the police. It was in our list for $(date -d "$month-01" '+%B %Y'). Our own reference for it is A-1."
says "about a call to the police. This changed what we had told them. What was done: withdrawn."
[[ $said != *inspected* && $said != *" A-2"* ]] || fail "an inspection or another child is in the account: $said"
exits 2 force audit subject --system comand-and-control --child P-A-1 --purpose subject-access
says "no system of that code ever sent anything"
exits 2 force audit log
exits 0 force audit log --operation consultation --purpose audit --csv
says "time,operation,account,agency,agreement,occasion,consignment,rows,reason"
says ",audit-subject,"
says ",subject-access"
[[ $said != *P-A-1* ]] || fail "the log names a child: $said"
exits 0 ofsted audit log --from "$(date +%F)" --purpose audit
says "enquiry"

echo "the data officer reads what left under an agreement, and no answer that an inspector may still act on"
exits 0 force audit search --purpose audit
says "return/$month, call-out, rows 5"
says "correction/withdrawn/recorded-in-error"
says "force/sussex to regulator/ofsted"
says "call-out: fields home,event-reference"
says "what followed: 1 annotated; 1 restricted; 1 lifted; 2 withdrawn"
says "leaves of version"
says "to be reviewed on"
says "without what is not 90 days old"
[[ $said != *enquiry/* && $said != *asked-* && $said != *FAULT* ]] || fail "an inspection, or a fault, is in the list: $said"
exits 0 force audit search --purpose audit --agreement "$dir/scheme/agreement-sussex.note" --csv
says "time,leaf,from,to,agreement"
says ",monthly-call-outs,"
exits 0 force audit search --purpose audit --agreement sussex-enquiries --csv
[[ $said != *monthly-* ]] || fail "another agreement's: $said"
exits 0 force audit search --purpose audit --source regulator/ofsted
says "nothing of that kind"
exits 2 force audit search --purpose audit --recipient regulator/ofsed
says "the directory has no regulator/ofsed"
exits 2 force audit search --purpose audit --agreement sussex-ofsted-monthly-retur
says "no agreement of that id is known here; known are: "
exits 2 force audit search --purpose audit --from "$(date +%F)" --to 2020-01-01
says "the last day is before the first"
exits 2 force audit search
exits 0 force audit log --operation consultation --purpose audit
says "audit-search"
exits 0 ofsted audit search --purpose audit --source force/sussex
says "correction/withdrawn/recorded-in-error"
[[ $said != *enquiry/* && $said != *asked-* && $said != *withheld* && $said != *FAULT* ]] || fail "of the regulator's: $said"

echo "an outsider proves a consignment, and a row of it, with programs that nobody here wrote"
leaf_of() { "$1" --json audit search --purpose audit | grep '"type":"call-out"' | grep '"occasion":"return' | grep -o '"leaf":[0-9]*' | head -n 1 | cut -d: -f2; }
exits 0 force audit prove "$(leaf_of force)" --purpose legal-proceedings --out "$dir/proof" --system command-and-control --reference A-3
exits 3 force audit prove "$(leaf_of force)" --purpose legal-proceedings --out "$dir/proof"
exits 0 proven "$dir/proof"
says "commit-rows "
exits 0 stile receipt verify --leaf "$dir/proof/leaf.txt" --receipt "$dir/proof/leaf.tlog-proof" --log "$(cat "$dir/proof/log.vkey")"
exits 0 ofsted audit prove "$(leaf_of ofsted)" --purpose audit --out "$dir/proof-there" --row 3
exits 0 proven "$dir/proof-there"
cmp "$dir/proof/row.bin" "$dir/proof-there/row.bin" || fail "the two ends prove different rows"
for file in leaf.txt salt.hex row-list.bin row.bin; do
  rm -rf -- "$dir/altered"
  cp -r -- "$dir/proof" "$dir/altered"
  printf '%s' 0 | dd of="$dir/altered/$file" bs=1 seek=20 conv=notrunc status=none
  cmp -s "$dir/proof/$file" "$dir/altered/$file" || ! proven "$dir/altered" >/dev/null 2>&1 || fail "an altered $file is proven"
done
exits 0 force audit log --operation disclosure --purpose audit
says "audit-prove"
exits 2 force audit prove 999999 --purpose audit --out "$dir/none"
says "no consignment of that leaf"
[[ ! -e $dir/none ]] || fail "a folder was made of nothing"

echo "an outsider proves every leaf of what left, and of what came"
for place in force ofsted; do
  exits 0 "$place" audit export --purpose supervisory-authority --out "$dir/leaves-$place"
  exits 0 "$place" audit search --purpose audit --csv
  leaves=$(grep -c "^20" <<<"$said")
  [[ $leaves -gt 5 && $leaves -eq $(ls "$dir/leaves-$place"/*.tlog-proof | wc -l) ]] || fail "not all leaves of $place"
  exits 0 proven "$dir/leaves-$place"
  ! grep -q 'go run' "$dir/commands" || for what in "the tree is the one of [1-9][0-9]* leaves" \
    "directory.note is signed by [^,]*, " "agreement-[0-9a-f]*.note is signed by "; do
    grep -q "$what" <<<"$said" || fail "not said of $place: $what, but: $said"
  done
  [[ $said != *"NOT HERE: the tree"* && $said != *"NOT HERE: agreement"* ]] || fail "something is missing: $said"
done
exits 3 force audit export --purpose audit --out "$dir/leaves-force"
exits 2 force audit export --purpose audit --recipient authority/E10000011 --out "$dir/none"
if grep -q 'go run' "$dir/commands"; then
  # altered WHAT COMMAND…: in a copy of the folder, which then proves nothing.
  altered() {
    rm -rf -- "$dir/altered"
    cp -r -- "$dir/leaves-force" "$dir/altered"
    (cd "$dir/altered" && "${@:2}")
    ! proven "$dir/altered" >"$dir/unproven" 2>&1 || fail "proven although $1: $(cat "$dir/unproven")"
    grep -q "NOT PROVEN" "$dir/unproven" || fail "$1: $(cat "$dir/unproven")"
  }
  byte_of() { printf '\x5a\x5b' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
  tile=$(cd "$dir/leaves-force" && find tile/0 -type f | sort | head -n 1)
  agreement=$(cd "$dir/leaves-force" && ls agreement-*.note | head -n 1)
  altered "the hash of somebody's leaf is another" byte_of "$tile" 70
  altered "a tile is gone" rm -- "$tile"
  altered "the tree is of fewer leaves than were signed" sed -i '2s/.*/9/' checkpoint
  altered "an agreement says something else" sed -i 's/^retention_days: .*/retention_days: 3650/' "$agreement"
  altered "another document has an agreement's name" cp -- directory.note "$agreement"
  altered "one root alone signed the directory" sed -i '$d' directory.note
  altered "no root of the scheme signed the directory" cp -- log.vkey roots.vkey
  altered "the list says another number of rows" sed -i -E '2s/,([0-9]+),admitted,/,9\1,admitted,/' consignments.csv
  altered "the list says another recipient" sed -i '2s|regulator/ofsted|regulator/ciw|' consignments.csv
  altered "the list says another time" sed -i '2s/T[0-9][0-9]:/T25:/' consignments.csv
  altered "the list says another agreement" sed -i '2s/,sussex-/,essex-/' consignments.csv
  altered "the list says another occasion" sed -i '2s|,return/|,notify/|' consignments.csv
  altered "the list says that it was refused" sed -i '2s/,admitted,/,refused,/' consignments.csv
  altered "the list says a field that was not granted" sed -i '2s/event-reference/event-reference,child-name/' consignments.csv
  first=$(cd "$dir/leaves-force" && ls leaf-*.txt | head -n 1)
  altered "a leaf is gone with its proof" rm -- "$first" "${first%.txt}.tlog-proof"
  rm -r -- "$dir/altered"
  cp -r -- "$dir/leaves-force" "$dir/altered"
  rm -r -- "$dir/altered/checkpoint" "$dir/altered/$agreement"
  exits 0 proven "$dir/altered"
  says "NOT HERE: the tree"
  says "NOT HERE: $agreement"
  one=$(ls "$dir"/leaves-force/leaf-*.txt | head -n 1)
  sed -i 's/^purpose .*/purpose oversight-statistics/' "$one"
  ! proven "$dir/leaves-force" >/dev/null 2>&1 || fail "an altered leaf is proven"
  rm -- "$one"
  ! proven "$dir/leaves-force" >/dev/null 2>&1 || fail "a leaf is missing, and nobody says so"
fi

echo "and without the gateway, all but the tree"
stop TERM gateway
exits 0 force audit export --purpose audit --out "$dir/alone"
says "the ledger's tree is not in it: "
exits 0 proven "$dir/alone"
start gateway

echo "what is kept verifies at both ends, and no log names the home"
both_audits_hold
! grep -q "$home" "$dir"/*.log || fail "a log names the home"
