#!/usr/bin/env bash
# Every treatment exact at its edges, and every field outside an agreement absent, told by the files
# that Ofsted's people export. What they have to hold stands here, written by hand: birthdays on the
# day, leap days, the last evening of a quarter, both nights on which the clocks change, and homes of
# three places and of four. Then one agreement for each field that may be left out, without it.
export LC_ALL=C
source "$(dirname "$0")/world.sh"
exports=$dir/force-sussex/exports
out=$dir/regulator-ofsted/out

# The optional columns of the table of least fields, by type of record.
declare -A optional=(
  [CALL_OUT]='CHILD_PSEUDONYM AGE TIME CATEGORY DEPLOYMENT CHANNEL CALLER_ROLE APPROPRIATENESS LEVEL PLACING_AUTHORITY CONTACT'
  [MISSING_EPISODE]='CHILD_PSEUDONYM AGE TIME CATEGORY DEPLOYMENT APPROPRIATENESS MISSING_DURATION MISSING_RISK PLACING_AUTHORITY CONTACT'
  [ARREST]='TIME CATEGORY'
  [CONCERN]='TIME CATEGORY'
  [HOME_MONTH]='TIME CONTACT CALLER_ROLE APPROPRIATENESS CHILD_ROLE EXPLOITATION OFFENCE RETURN_INTERVIEW CHILD_VIEW'
  [RETURN_MANIFEST]='TIME COMPLETENESS CONTACT'
)
types=(CALL_OUT MISSING_EPISODE ARREST CONCERN HOME_MONTH RETURN_MANIFEST)
fields=$(for type in "${types[@]}"; do tr ' ' '\n' <<<"${optional[$type]}"; done | sort -u)

treatment() {
  case $1/$2 in
    */CHILD_PSEUDONYM) echo PSEUDONYM_HOME_AND_QUARTER ;;
    */EVENT_REFERENCE) echo PSEUDONYM ;;
    */AGE | */MISSING_DURATION) echo BAND ;;
    ARREST/TIME | CONCERN/TIME) echo DAY ;;
    HOME_MONTH/TIME | RETURN_MANIFEST/TIME) echo MONTH ;;
    */TIME | */PLACING_AUTHORITY) echo COARSEN ;;
    */HOME | */CONTACT | RETURN_MANIFEST/*) echo KEEP ;;
    HOME_MONTH/*) echo COUNT ;;
    *) echo KEEP ;;
  esac
}

# agreement_text ID WITHOUT: all that a regulator may have, but for one field.
agreement_text() {
  local type field
  cat <<HEAD
stile-agreement/v1
id: "$1"
version: 1
title: "Edges, without ${2:-nothing}"
purpose: REGULATION_OF_CHILDRENS_HOMES
source { agency: "$(id_of force-sussex)" legal_ground: "dpa-2018-part-3-s35" }
recipient { agency: "$(id_of regulator-ofsted)" legal_ground: "uk-gdpr-6-1-e" }
processor: "$gateway_id"
dpia_reference: "EDGES-1"
from: "2020-01-01"
until: "$(date -d '+400 days' +%F)"
review: "$(date -d '+300 days' +%F)"
HEAD
  for type in "${types[@]}"; do
    printf 'clause {\n  name: "%s"\n  record: %s\n  relation: REGULATOR_OF_HOME\n  occasion: RETURN\n' \
      "$(tr 'A-Z_' 'a-z-' <<<"$type")" "$type"
    for field in HOME EVENT_REFERENCE ${optional[$type]}; do
      [[ $field == "${2:-}" || $type/$field == RETURN_MANIFEST/HOME ]] && continue
      printf '  grant { field: %s treatment: %s }\n' "$field" "$(treatment "$type" "$field")"
    done
    echo '}'
  done
  printf 'retention_days: 730\npseudonym_key_days: 365\n'
}

id_without() { echo "without-$(tr 'A-Z_' 'a-z-' <<<"$1")"; }
agree() {
  agreement_text "$1" "${2:-}" >"$dir/scheme/$1.text"
  sign "$dir/scheme/$1.text" "$dir/scheme/agreement-$1.note" {sussex,ofsted}-{siro,director}
}

# In place of the demo's agreement, which stays without its other three signatures: ours.
complete_agreement() {
  local field
  agree whole
  for field in $fields; do agree "$(id_without "$field")" "$field"; done
}

# Three layouts of the least columns: what is not at an edge is the same in every row.
times='form: "%d/%m/%Y %H:%M" form: "iso-8601"'
common='header_rows: 1
separator: ","
not_asked: [LOOKED_AFTER, HOLD]
column { field: PERSON header: "Child" }
column { field: HOME header: "URN" scheme: OFSTED }
column { field: DATE_OF_BIRTH header: "Born" form: "%d/%m/%Y" }
column { field: CARE_HOME constant: "yes" }
column { field: PLACING_AUTHORITY header: "Placed by" empty: "not-known" }
column { field: EXPLOITATION constant: "yes" }
column { field: HARM constant: "no" }
column { field: CHILD_VIEW constant: "yes" }
column { field: DISPUTED constant: "no" }'
write_maps() {
  cat >"$dir/force-sussex/command-and-control.textproto" <<MAP
system: "calls"
record: CALL_OUT
$common
not_asked: [INCIDENT, CHILD_INVOLVED]
column { field: REFERENCE header: "Call" }
column { field: TIME header: "Called" $times }
column { field: CATEGORY constant: "safeguarding" }
column { field: DEPLOYMENT constant: "deployed" }
column { field: HOME_TOLD constant: "yes" }
column { field: CHANNEL constant: "101" }
column { field: CALLER_ROLE constant: "staff" }
column { field: APPROPRIATENESS constant: "appropriate" }
column { field: LEVEL constant: "2" }
column { field: LEVEL_SET_BY constant: "home" }
column { field: CHILD_ROLE constant: "alleged" }
column { field: OFFENCE_GROUP constant: "theft" }
column { field: ARRESTED constant: "no" }
column { field: OUTCOME constant: "22" }
MAP
  cat >"$dir/force-sussex/missing-persons.textproto" <<MAP
system: "episodes"
record: MISSING_EPISODE
$common
column { field: REFERENCE header: "Episode" }
column { field: TIME header: "Left" $times }
column { field: END_TIME header: "Found" $times }
column { field: ABSENCE constant: "late" }
column { field: RISK constant: "medium" }
column { field: POLICE_RESPONSE constant: "search" }
column { field: HOME_ENQUIRED constant: "yes" }
column { field: INTERVIEW_DUE constant: "yes" }
column { field: INTERVIEW_OFFERED constant: "yes" }
column { field: INTERVIEW_ACCEPTED constant: "no" }
MAP
  cat >"$dir/force-sussex/records-management.textproto" <<MAP
system: "records"
$common
column { field: REFERENCE header: "Record" }
column { field: TYPE header: "Type" }
column { field: TIME header: "Recorded" $times }
column { field: KIND header: "Kind" }
column { field: CHILD_ROLE constant: "none" }
column { field: OFFENCE_GROUP constant: "theft" }
column { field: OUTCOME constant: "22" }
MAP
}

# In place of the demo's exports: two homes, and how to read what is written below.
make_exports() {
  cat >"$dir/scheme/$1.homes" <<'HOMES'
home { id: "ofsted:SC900003" authority: "E10000011" force: "E23000033" places: 3 valid_from: "2020-01-01" }
home { id: "ofsted:SC900004" authority: "E10000011" force: "E23000033" places: 4 valid_from: "2020-01-01" }
HOMES
  write_maps
}

edges() { "$here/tests/system/edges" "$@"; }

# sends CODE MONTH FILE: the export is on stdin.
sends() {
  cat >"$exports/$3"
  exits "$1" force return send --month "$2" "$3"
}

# holds_rows MONTH FILE: fails unless Ofsted's file of that month holds, under the whole agreement,
# just the rows on stdin: their columns in the file's order, `given` for a pseudonym.
holds_rows() {
  sort >"$dir/expected"
  within 60 all_stored sussex
  exits 0 ofsted inbox export --month "$1" --out "$1"
  edges rows whole "$out/$1/$2" >"$dir/held"
  [[ -s $dir/expected ]] || fail "nothing is expected of $1"
  diff "$dir/expected" "$dir/held" >&2 || fail "$2 of $1 is not as it should be (< expected, > held)"
}

make_world
start_world
rest='safeguarding,101,staff,deployed,yes,2,home,appropriate'

echo "a birthday on 29 February in a leap year: 15, and 16 from its first minute"
sends 0 2024-02 calls.csv <<'CALLS'
Call,Child,URN,Called,Born,Placed by
L-1,LEAPLING,SC900004,28/02/2024 23:59,29/02/2008,E10000011
L-2,LEAPLING,SC900004,29/02/2024 00:00,29/02/2008,E10000032
CALLS
holds_rows 2024-02 call-outs.csv <<ROWS
ofsted:SC900004,2024-02-28,evening,given,10-15,$rest,in-area,data-team
ofsted:SC900004,2024-02-29,night,given,16-and-over,$rest,adjoining,data-team
ROWS

echo "the same in a common year: 4 until the last of February, 5 on the first of March"
sends 0 2025-02 calls.csv <<'CALLS'
Call,Child,URN,Called,Born,Placed by
L-3,SMALL,SC900004,28/02/2025 23:59,29/02/2020,E08000003
CALLS
holds_rows 2025-02 call-outs.csv <<ROWS
ofsted:SC900004,2025-02-28,evening,given,1-4,$rest,distant,data-team
ROWS

echo "March 2025: a birthday, the hour that does not exist, and 31 March 23:30 UTC, which is April"
march='Call,Child,URN,Called,Born,Placed by
L-4,SMALL,SC900004,01/03/2025 00:00,29/02/2020,E08000003
B-1,ALEXANDRINA,SC900004,14/03/2025 23:59,15/03/2009,
B-2,ALEXANDRINA,SC900004,15/03/2025 00:00,15/03/2009,
B-3,ALEXANDRINA,SC900003,15/03/2025 00:00,15/03/2009,
B-4,OTHER,SC900004,15/03/2025 12:00,16/03/2009,
S-1,ALEXANDRINA,SC900004,30/03/2025 00:59,15/03/2009,
S-2,ALEXANDRINA,SC900004,30/03/2025 01:30,15/03/2009,
S-3,ALEXANDRINA,SC900004,30/03/2025 02:00,15/03/2009,
S-4,ALEXANDRINA,SC900004,2025-03-30T04:59Z,15/03/2009,
S-5,ALEXANDRINA,SC900004,2025-03-30T05:00Z,15/03/2009,
Q-1,ALEXANDRINA,SC900004,2025-03-31T22:59Z,15/03/2009,
Q-2,ALEXANDRINA,SC900004,2025-03-31T23:30Z,15/03/2009,'
sends 1 2025-03 calls.csv <<<"$march"
says 'line 8: column "Called" rejected: MALFORMED: this local time was skipped by the change to summer time'
says 'line 13: rejected: OUTSIDE_OCCASION: the call-out is of 2025-04; send it with --month 2025-04'
holds_rows 2025-03 call-outs.csv <<ROWS
ofsted:SC900004,2025-03-01,night,given,5-9,$rest,distant,data-team
ofsted:SC900004,2025-03-14,evening,given,10-15,$rest,not-known,data-team
ofsted:SC900004,2025-03-15,night,given,16-and-over,$rest,not-known,data-team
ofsted:SC900003,2025-03-15,night,,,$rest,not-known,data-team
ofsted:SC900004,2025-03-15,afternoon,given,10-15,$rest,not-known,data-team
ofsted:SC900004,2025-03-30,night,given,16-and-over,$rest,not-known,data-team
ofsted:SC900004,2025-03-30,night,given,16-and-over,$rest,not-known,data-team
ofsted:SC900004,2025-03-30,night,given,16-and-over,$rest,not-known,data-team
ofsted:SC900004,2025-03-30,morning,given,16-and-over,$rest,not-known,data-team
ofsted:SC900004,2025-03-31,evening,given,16-and-over,$rest,not-known,data-team
ROWS
exits 1 force return send --month 2025-04 calls.csv
holds_rows 2025-04 call-outs.csv <<ROWS
ofsted:SC900004,2025-04-01,night,given,16-and-over,$rest,not-known,data-team
ROWS
# Three children in March, of whom one has seven rows; in April, another quarter, nobody is known.
edges pseudonyms whole "$out/2025-03/call-outs.csv" >"$dir/march"
edges pseudonyms whole "$out/2025-04/call-outs.csv" >"$dir/april"
[[ $(cut -d' ' -f1 "$dir/march" | sort -n | xargs) == "1 1 7" ]] || fail "children in March: $(<"$dir/march")"
[[ $(wc -l <"$dir/april") -eq 1 ]] || fail "children in April: $(<"$dir/april")"
comm -12 <(cut -d' ' -f2 "$dir/march" | sort) <(cut -d' ' -f2 "$dir/april" | sort) | grep -q . &&
  fail "a pseudonym outlived its quarter"

echo "October 2025: the hour that comes twice, and the first half hour of the quarter"
sends 0 2025-10 calls.csv <<'CALLS'
Call,Child,URN,Called,Born,Placed by
A-1,ALEXANDRINA,SC900004,2025-09-30T23:00Z,15/03/2009,E10000011
A-2,ALEXANDRINA,SC900004,2025-10-25T22:59Z,15/03/2009,E10000011
A-3,ALEXANDRINA,SC900004,2025-10-25T23:00Z,15/03/2009,E10000011
A-4,ALEXANDRINA,SC900004,26/10/2025 01:30,15/03/2009,E10000011
A-5,ALEXANDRINA,SC900004,2025-10-26T00:30Z,15/03/2009,E10000011
A-6,ALEXANDRINA,SC900004,2025-10-26T01:30Z,15/03/2009,E10000011
A-7,ALEXANDRINA,SC900004,2025-10-26T05:59Z,15/03/2009,E10000011
A-8,ALEXANDRINA,SC900004,2025-10-26T06:00Z,15/03/2009,E10000011
A-9,ALEXANDRINA,SC900004,2025-10-31T23:59Z,15/03/2009,E10000011
CALLS
holds_rows 2025-10 call-outs.csv <<ROWS
ofsted:SC900004,2025-10-01,night,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-25,evening,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-26,morning,given,16-and-over,$rest,in-area,data-team
ofsted:SC900004,2025-10-31,evening,given,16-and-over,$rest,in-area,data-team
ROWS

echo "hours pass as they pass on both nights, whatever the clocks say"
sends 0 2025-10 episodes.csv <<'EPISODES'
Episode,Child,URN,Left,Found,Born,Placed by
M-1,ALEXANDRINA,SC900004,26/10/2025 01:30,26/10/2025 08:29,15/03/2009,
M-2,ALEXANDRINA,SC900004,2025-10-26T00:30Z,26/10/2025 08:30,15/03/2009,
M-3,ALEXANDRINA,SC900004,2025-10-26T01:30Z,26/10/2025 08:30,15/03/2009,
M-4,ALEXANDRINA,SC900003,26/10/2025 00:00,27/10/2025 00:00,15/03/2009,
M-5,ALEXANDRINA,SC900003,26/10/2025 00:00,26/10/2025 22:59,15/03/2009,
M-6,ALEXANDRINA,SC900004,31/10/2025 23:59,,15/03/2009,
EPISODES
episode='late,search,yes'
holds_rows 2025-10 missing-episodes.csv <<ROWS
ofsted:SC900004,2025-10-26,night,given,16-and-over,$episode,under-8-hours,medium,not-known,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$episode,8-16-hours,medium,not-known,data-team
ofsted:SC900004,2025-10-26,night,given,16-and-over,$episode,under-8-hours,medium,not-known,data-team
ofsted:SC900003,2025-10-26,night,,,$episode,1-2-days,medium,not-known,data-team
ofsted:SC900003,2025-10-26,night,,,$episode,16-24-hours,medium,not-known,data-team
ofsted:SC900004,2025-10-31,evening,given,16-and-over,$episode,still-missing,medium,not-known,data-team
ROWS
sends 0 2025-03 episodes.csv <<'EPISODES'
Episode,Child,URN,Left,Found,Born,Placed by
M-7,ALEXANDRINA,SC900004,30/03/2025 00:30,30/03/2025 09:29,15/03/2009,
M-8,ALEXANDRINA,SC900004,30/03/2025 00:30,30/03/2025 09:30,15/03/2009,
EPISODES
holds_rows 2025-03 missing-episodes.csv <<ROWS
ofsted:SC900004,2025-03-30,night,given,16-and-over,$episode,under-8-hours,medium,not-known,data-team
ofsted:SC900004,2025-03-30,night,given,16-and-over,$episode,8-16-hours,medium,not-known,data-team
ROWS

echo "arrests and concerns: home, date and kind only; counts and manifest of the month"
sends 0 2025-10 records.csv <<'RECORDS'
Record,Type,Child,URN,Recorded,Kind,Born,Placed by
R-1,arrest,ALEXANDRINA,SC900004,2025-09-30T23:30Z,arrested,15/03/2009,
R-2,arrest,ALEXANDRINA,SC900003,31/10/2025 23:59,other,15/03/2009,
R-3,concern,ALEXANDRINA,SC900004,2025-10-25T23:30Z,self-harm,15/03/2009,
RECORDS
holds_rows 2025-10 arrests.csv <<'ROWS'
ofsted:SC900004,2025-10-01,arrested
ofsted:SC900003,2025-10-31,other
ROWS
holds_rows 2025-10 concerns.csv <<'ROWS'
ofsted:SC900004,2025-10-26,self-harm
ROWS
# Nine calls and four episodes of the home of four places, two episodes of the one of three.
holds_rows 2025-10 home-months.csv <<'ROWS'
ofsted:SC900004,2025-10,data-team,9,0,0,0,0,9,0,0,9,0,0,4,0,13,0,0,0,13,0,0,0,0,9,0,0,0,0,0,0,0,0,0,0,0,0,0,9,0,4,4,0,15,0
ofsted:SC900003,2025-10,data-team,0,0,0,0,0,0,0,0,0,0,0,2,0,2,0,0,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,2,0,3,0
ROWS
holds_rows 2025-10 manifests.csv <<'ROWS'
2025-10,3,data-team,true,9,0,0,true,6,0,0,true,2,0,0,true,1,0,0
ROWS

echo "a child whom several systems have under one reference: who asks of one is told which others"
exits 0 force audit subject --system records --child ALEXANDRINA --purpose subject-access
says "MORE IS KEPT under the same reference in other systems; ask again for each: calls episodes"
exits 0 force audit subject --system records --child NOBODY --purpose subject-access
[[ $said != *"MORE IS KEPT"* ]] || fail "more is kept of nobody: $said"
exits 0 force audit hold place --system records --child ALEXANDRINA --ground inquiry --purpose legal-hold
says "ask again for each: calls episodes"
exits 0 force audit hold lift sent/1 --purpose legal-hold

echo "an agreement without a field: no column of it, and nothing of it in the file that the inbox keeps"
for field in $fields; do
  edges without "$field" "$(id_without "$field")" whole "$out/2025-10" || fail "without $field"
  sqlite3 -readonly "$dir/regulator-ofsted/inbox.db" "SELECT type, hex(fields), hex(pseudonym) FROM row
    JOIN stream ON stream.id = row.stream WHERE agreement_id = '$(id_without "$field")'" >"$dir/kept"
  edges bytes "$field" "$dir/kept" || fail "without $field"
done
# The same test finds each field in what the whole agreement brought.
sqlite3 -readonly "$dir/regulator-ofsted/inbox.db" "SELECT type, hex(fields), hex(pseudonym) FROM row
  JOIN stream ON stream.id = row.stream WHERE agreement_id = 'whole'" >"$dir/kept"
for field in $fields; do
  exits 1 edges bytes "$field" "$dir/kept"
  says ' has '
done
# What no agreement can grant is in no file of the gateway or of Ofsted.
for word in ALEXANDRINA LEAPLING 15/03/2009 2009-03-15 29/02/2008 2008-02-29; do
  ! grep -rqaF -e "$word" "$dir/gateway" "$dir/regulator-ofsted" || fail "$word left the force"
done
both_audits_hold
echo "every treatment is exact at its edges, and what is not granted is not there"
