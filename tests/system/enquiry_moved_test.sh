#!/usr/bin/env bash
# An inspector asks about a home that was registered anew, in another force's area, in the middle of the
# period: both forces answer, each for its part, and what comes is just what an account of the raw exports
# gives, on the first and the last day and on both sides of the move. Every figure of the report is counted
# again from its rows. So it is of a home that keeps its number while its force's area changes.
kinds=(call-outs records missing) forces=(sussex metropolitan) moves="sussex metropolitan"
source "$(dirname "$0")/world.sh"
source "$here/tests/system/asking.sh"

agree_to_tell() {
  may_ask sussex 9
  may_ask metropolitan 9
}

before=$(date -d "$month-15 -1 month" +%Y-%m)
first=$before-20 last=$month-25
day() { date -d "$1 $2 days" +%F; }
# put FORCE MONTH KIND WHAT…: rows of an export (asked_rows); what was before has a file of its own.
put() {
  local folder=$dir/force-$1/exports earlier=
  [[ $2 == "$month" ]] || earlier=before-
  "$here/tests/system/asked_rows" "$folder/$earlier$3.csv" "$folder/$3.csv" "${@:4}"
}
account() { "$here/deploy/demo-account" "$@"; }
one() { put "$1" "$2" "$3" one "${@:4}"; }
# send_of FORCE: both months; rows that cannot be read end a command with 1.
send_of() {
  local kind of
  for kind in "${kinds[@]}"; do
    for of in "$before before-$kind.csv" "$month $kind.csv"; do
      at "force-$1" return send --month $of >"$dir/said" 2>&1 || [[ $? -eq 1 ]] || fail "$(cat "$dir/said")"
    done
  done
}
# all_come: all that the two can say, which is less than there is: some rows are withheld, some were not read.
all_come() { [[ $(show | grep -o ': answered-incomplete' | wc -l) -eq 2 ]]; }

# A second home, which stays where it is: on the day of the move its police area becomes the other force's.
eval "list_homes() $(declare -f make_homes | tail -n +2)"
make_homes() {
  local line
  line=$(grep '^home .*places: 5 ' "$dir/scheme/sussex.homes" | grep -vF "$moved_from" | awk 'NR == 1')
  stayed=$(sed -E 's/.*id: "([^"]+)".*/\1/' <<<"$line")
  sed -i "/id: \"$stayed\"/s/ valid_from/ valid_to: \"$(day "$moved_on" -1)\"&/" "$dir/scheme/sussex.homes"
  sed -E "s/force: \"\w+\"/force: \"${area_of[metropolitan]}\"/; s/(valid_from: \")[^\"]+/\1$moved_on/" <<<"$line" \
    >>"$dir/scheme/metropolitan.homes"
  list_homes "$1"
}

make_world
home=$moved_to
held_by=(call-outs:"Do Not Share=Risk to Child" records:"Restriction=R2 Live enquiry" missing:"Review / Withhold=Court")

echo "rows in every code, and on every edge"
for kind in "${kinds[@]}"; do
  put sussex "$before" "$kind" "$before-01" "$(day "$month-01" -1)" "$moved_from" 70
  put sussex "$month" "$kind" "$month-01" "$(day "$moved_on" -1)" "$moved_from" 50
  put metropolitan "$month" "$kind" "$moved_on" "$(day "$month-01 +1 month" -1)" "$moved_to" 37
  put metropolitan "$before" "$kind" "$before-01" "$(day "$month-01" -1)" ofsted:SC920001 7 # another home's
  one sussex "$before" "$kind" E-1 "$(day "$first" -1)" 23:59 "$moved_from"
  one sussex "$before" "$kind" E-2 "$first" 00:00 "$moved_from"
  one sussex "$month" "$kind" E-3 "$(day "$moved_on" -1)" 23:59 "$moved_from"
  one metropolitan "$month" "$kind" E-4 "$moved_on" 00:00 "$moved_to"
  one metropolitan "$month" "$kind" E-5 "$last" 23:59 "$moved_to"
  one metropolitan "$month" "$kind" E-6 "$(day "$last" 1)" 00:00 "$moved_to"
  for one in "$(day "$moved_on" -1) 23:59" "$moved_on 00:00"; do
    one sussex "$month" "$kind" "S-${one%% *}" $one "$stayed" # each has both, and answers with its own day
    one metropolitan "$month" "$kind" "S-${one%% *}" $one "$stayed"
  done
  # The wrong number, or at the wrong force: withheld.
  one sussex "$month" "$kind" E-7 "$moved_on" 09:00 "$moved_from"
  one sussex "$month" "$kind" E-8 "$moved_on" 09:00 "$moved_to"
  one metropolitan "$month" "$kind" E-9 "$(day "$moved_on" -1)" 09:00 "$moved_to"
done
for one in "${held_by[@]}"; do
  one sussex "$month" "${one%%:*}" E-10 "$month-07" 09:00 "$moved_from" "${one#*:}"
  one metropolitan "$month" "${one%%:*}" E-10 "$month-17" 09:00 "$moved_to" "${one#*:}"
done
# A call that concerned two children, and one that concerned none; rows that cannot be read.
one sussex "$month" call-outs E-11 "$month-08" 09:00 "$moved_from" "Incident No=X/E-11"
one sussex "$month" call-outs E-12 "$month-08" 09:00 "$moved_from" "Incident No=X/E-11"
one metropolitan "$month" call-outs E-13 "$month-18" 09:00 "$moved_to" "Child Involved?=N" "Child's Role=None" \
  "Nominal Ref=" "Child DOB=" "Outcome=" "Offence Group="
one metropolitan "$month" call-outs E-14 "$month-18" 09:00 "$moved_to" "How Received=Carrier pigeon"
one sussex "$before" missing E-15 "$before-25" 09:00 "$moved_from" "Episode / Grading=Purple"
one sussex "$before" missing E-16 "$before-25" 09:00 "$moved_from" "Review / Withhold=ask the sergeant"

start_world
for one in sussex metropolitan; do send_of "$one"; done

echo "what was corrected since counts as it is now"
file=$dir/force-sussex/exports/call-outs.csv
sed -i "/^Q.*,${moved_from#*:},/s/,Level 1,/,Level 3,/" "$file"
exits 0 force return send --month "$month" call-outs.csv || true
[[ $said =~ "rows: 0 sent, "[1-9][0-9]*" revised" ]] || fail "nothing was corrected: $said"

echo "a home whose police area changes is answered about by both, by each for its days"
asked "$stayed"
both_say() { [[ $(show | grep -cE ': [1-9][0-9]* of [0-9]* here') -ge 6 ]]; }
within 40 both_say
rows_agree "$stayed" sussex metropolitan
for one in "sussex|$stayed|$(day "$moved_on" -1)" "metropolitan|$stayed|$moved_on"; do
  [[ $(grep -cF "|force/$one|" "$dir/told") -ge 3 ]] || fail "no rows of $one"
done

echo "nobody is asked under the number that it had before: that would be half of it"
exits 3 ask --home "$moved_from"
says "mend with: --home $moved_to"

echo "both forces answer, each for its part, and the rows are those of the raw exports"
asked "$home"
within 40 all_come
exits 1 show
says "also asked about under its earlier number $moved_from, to $(day "$moved_on" -1)"
rows_agree "$home" sussex metropolitan

# has COUNT PATTERN: so many rows at least, so that nothing of the above compares nothing with nothing.
has() { [[ $(grep -Ec "$2" "$dir/came") -ge $1 ]] || fail "not $1 rows like $2"; }
for type in call-out missing-episode arrest concern; do
  has 10 "^$type\|force/sussex\|$moved_from\|"
  has 5 "^$type\|force/metropolitan\|$moved_to\|"
done
for one in "$first" "$(day "$moved_on" -1)" "$moved_on" "$last"; do has 3 "^[a-z-]*\|[^|]*\|[^|]*\|$one\|"; done
has 2 "^call-out\|.*\|$month-08\|morning\|yes\|"
has 1 "^call-out\|.*\|no\|no-child\|"
has 50 '\|(victim|witness|missing|none)\|\|\|\|' # nothing is alleged, and nothing of it said
for one in 20-other-body 21-police-not-in-public-interest 22-diversion; do has 3 "\|alleged\|.*\|$one\|"; done
has 20 '^child\|.*\+'
has 2 "^home-month\|force/sussex\|$moved_from\|.*exploitation_concern=[1-9].*interview_due=[1-9]"
has 1 "^home-month\|force/metropolitan\|$moved_to\|$month\|.*harm_[a-z_]*=[1-9].*interview_due=[1-9]"

echo "the same, whoever writes it: lines that are not there, twice or otherwise are seen"
# sees SED: fails unless a change of the answer's rows is one to the account.
sees() {
  sed -E "$1" "$dir/report/answer.csv" >"$dir/altered.csv"
  ! cmp -s "$dir/altered.csv" "$dir/report/answer.csv" || fail "\`$1\` alters nothing"
  ! account answered "$dir/altered.csv" | cmp -s - "$dir/told" || fail "\`$1\` goes unseen"
}
sees 5d
sees 5p
sees '2,40s/,staff,/,child,/'
sees '2,30s/,(night|morning|afternoon|evening),[0-9A-Z-]{31},/,\1,00000,/' # one child's pseudonym for many
sees '/^home-month,/s/,[0-9]+,([0-9]+.)$/,999,\1/'

echo "every figure of the report is what its rows give"
exits 1 ofsted enquiry report "$enquiry" --out "$dir/report/answer.html"
for one in metropolitan sussex; do
  account searched "$one" "${area_of[$one]}" "$first" "$last" "$home" "$dir/scheme/homes-ofsted.text" \
    "$dir/force-$one/exports/"*.csv
done >"$dir/searched"
for one in '[1-9][0-9]*|[0-9]*' '[0-9]*|[1-9][0-9]*'; do
  grep -q "|$one\$" "$dir/searched" || fail "nothing withheld, or nothing unread: $(cat "$dir/searched")"
done
# recount PAGE CSV
recount() { "$here/tests/system/recount_report" "$1" "$2" "$dir/searched" "$home" "$first" "$last"; }
exits 0 recount "$dir/report/answer.html" "$dir/report/answer.csv"
echo "$said"
# notices SED: fails unless one other figure on the page is one too many.
notices() {
  sed -E "$1" "$dir/report/answer.html" >"$dir/altered.html"
  ! cmp -s "$dir/altered.html" "$dir/report/answer.html" || fail "\`$1\` alters nothing"
  exits 1 recount "$dir/altered.html" "$dir/report/answer.csv"
}
notices '0,/class="value">[0-9]+</s//class="value">9999</'
notices '0,/<rect x="0" y="17" width="[0-9]+"/s//<rect x="0" y="17" width="7"/'
notices '0,/[0-9]+ \/ [0-9]+ \(/s//1 \/ 1 (/'
notices '0,/<td class="n">[0-9]+</s//<td class="n">9999</'
notices 's/<p>Different children: [^<]*/<p>Different children: 1 to 4/'
notices '/<caption>Return interview due; /,/<\/table>/s/<td class="n">[0-9]+</<td class="n">9999</'
notices 's/<h3>Arrests/<p>9 more<\/p>&/'
sed 5d "$dir/report/answer.csv" >"$dir/altered.csv"
exits 1 recount "$dir/report/answer.html" "$dir/altered.csv"
