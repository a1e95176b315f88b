#!/usr/bin/env bash
# An inspector asks what a force has of one home, as separate processes over mutual TLS: the force's agent
# answers by itself, from what it kept when it sent its return, and the rows are those that an account of the raw
# export gives. What may not be asked is refused with its reason, and who is away answers when back.
rows=600
source "$(dirname "$0")/world.sh"
source "$here/tests/system/asking.sh"

agree_to_tell() { may_ask sussex 5; }

first=$month-01
last=$(date -d "$first +1 month -1 day" +%F)
# answered: all has come that the force can say; this one's systems have call-outs alone.
answered() { [[ $(show) == *answered-incomplete* ]]; }
# columns NAME…: of each JSON object on stdin, in a line.
columns() {
  perl -ne 'BEGIN { @names = splice @ARGV } next unless /"event_date"/; my $line = $_;
    print join("|", map { $line =~ /"$_":"([^"]*)"/ ? $1 : "" } @names), "\n"' "$@" | sort
}

# The list says of every home when it was inspected last, in full, but of one that nobody has been to.
eval "sampled_$(declare -f make_exports)"
make_exports() {
  local list=$dir/scheme/$1.homes
  sampled_make_exports "$1"
  sed -i "s/ }\$/ inspected: \"$month-02\" }/" "$list"
  grep -m 1 '^home ' "$list" | sed 's/id: "[^"]*"/id: "ofsted:SC990002"/; s/ inspected: "[^"]*"//' >"$list.new"
  cat "$list" >>"$list.new"
  mv -- "$list.new" "$list"
}

make_world
start_world
export_of() { echo "$dir/force-sussex/exports/call-outs.csv"; }
exits 0 force return send --month "$month" call-outs.csv

echo "the busiest home, by an account that knows no Stile"
expected sussex "$(export_of)" >"$dir/expected"
home=$(grep '^call-out' "$dir/expected" | grep -o 'ofsted:[A-Z0-9]*' | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
count=$(grep '^call-out' "$dir/expected" | grep -c "$home")
[[ $count -gt 3 ]] || fail "the account has only $count calls of $home"

echo "a dry run says who would be asked and what would come, and asks nobody"
exits 0 ask --home "$home" --dry-run
says "would be asked"
says "child-pseudonym"
exits 0 ofsted enquiry list
says "nobody has asked anything"

exits 0 ofsted enquiry ask --home "$home" --from "$first" --inspection full --reference INS-20261 --dry-run
says "would be asked" # to yesterday, where --to is left out

echo "without --from it is asked since the last full inspection, by the signed list of homes, which is said"
exits 0 ofsted enquiry ask --home "$home" --inspection full --reference INS-20261 --dry-run
says "asked about from $month-02, the first day of its last full inspection by list 1 of regulator/ofsted, to "
says "would be asked"
exits 2 ofsted enquiry ask --home ofsted:SC990002 --inspection full --reference INS-20261
says "the list of homes does not say when this one was inspected last, in full; mend with: --from"
exits 0 ofsted --json enquiry ask --home "$home" --to "$last" --inspection full --reference INS-20262
says "\"first\":\"$month-02\""
enquiry=$(enquiry_said)
within 30 answered
first=$month-02 rows_agree "$home" sussex

echo "the force answers by itself, with just the rows of that home"
before=$(force return status)
asked "$home"
within 30 answered
ofsted --json enquiry show "$enquiry" >"$dir/answer" || true # 1: the types that it has no system for
[[ $(grep -c '"event_date"' "$dir/answer") -eq $count ]] || fail "not $count rows: $(cat "$dir/answer")"
[[ $(grep '"event_date"' "$dir/answer" | grep -vc "\"home\":\"$home\"") -eq 0 ]] || fail "another home's row"
columns home event_date part_of_day category channel caller_role deployment home_told level level_set_by \
  appropriateness placing <"$dir/answer" >"$dir/held"
grep '^call-out|' "$dir/expected" | grep -F "|$home|" | cut -d'|' -f3-5,8- | sort >"$dir/told"
diff "$dir/told" "$dir/held" >"$dir/differs" || fail "not what the export has of it: $(head -n 20 "$dir/differs")"
exits 1 show
says "call-out: $count of $count here"
says "answered-incomplete: missing-episode: not every month was read from every system; arrest: "

echo "it is a page to print, and a CSV that a program which is not ours reads, for whoever asked for them alone"
rm -r -- "$dir/report"
mkdir "$dir/report"
exits 1 ofsted enquiry report "$enquiry" --out "$dir/report/answer.html"
grep -q "<dd>$home</dd>" "$dir/report/answer.html" || fail "the page does not name the home"
pages=$(tr '\n' ' ' <"$dir/report/answer.html")
[[ $pages == *'<th scope="row">All</th> <td class="n">'$count'</td>'* ]] || fail "the page does not count $count calls"
exits 1 ofsted enquiry report "$enquiry" --csv "$dir/report/answer.csv"
exits 0 "$here/tests/system/read_csvw" "$dir/report"
says "answer.csv $((count + 1))" # and the month
[[ $(stat -c %a "$dir"/report/* | sort -u) == 600 ]] || fail "others may read it: $(ls -l "$dir/report")"
exits 3 ofsted enquiry report "$enquiry" --csv "$dir/report/answer.csv"
says "is there already"

echo "nobody else sees that anybody asked"
[[ $(force return status) == "$before" ]] || fail "the force's data team sees it: $(force return status)"
! grep -q "$home" "$dir"/*.log || fail "a log names the home"
exits 0 force enquiry list # the data officer, who is the same person here
says "regulator/ofsted asked about $home, $first to $last, for inspection INS-20261: answered"

echo "a home with nothing is answered as such"
quiet=$(grep -o 'id: "ofsted:[A-Z0-9]*"' "$dir/scheme/homes-ofsted.text" | cut -d'"' -f2 | sort -u |
  grep -vxFf <(grep -o 'ofsted:[A-Z0-9]*' "$dir/expected" | sort -u) | awk 'NR == 1')
if [[ -n $quiet ]]; then
  asked "$quiet"
  within 30 answered
  exits 1 show
  says "call-out: 0 of 0 here"
fi

echo "a force that is away is pending, and answers when it is back"
stop TERM force-sussex
asked "$home"
exits 1 show
says "pending"
start force-sussex
within 30 answered

echo "what does not reach the gateway is sent again by itself, after a restart too, and answered"
stop TERM gateway
exits 4 ask --home "$home"
says '"state":"not-sent"'
enquiry=$(enquiry_said)
stop TERM regulator-ofsted
start regulator-ofsted
exits 1 show
says "not-sent since "
start gateway
within 60 answered
exits 0 ofsted enquiry list

echo "what may not be asked is refused, with its reason"
exits 3 ask --home ofsted:SC999999
says "UNKNOWN_HOME"
exits 2 ask_of "$first" "$last" "Mrs Invented" --home "$home"
says "the reference is the inspection's number"
exits 3 ask_of "$first" "$(date -d '+2 days' +%F)" INS-20261 --home "$home"
says "OUTSIDE_OCCASION: the period is not over"
exits 2 ask_of 1.10.2026 "$last" INS-20261 --home "$home"
says "--from is no day"
exits 2 ask_of "$first" 31.10.2026 INS-20261 --home "$home"
says "--to is no day"
[[ -n $quiet ]] || asked "$home"
exits 3 ask --home "$home"
says "OVER_QUOTA"
says "another day, when the agreement's questions of this one are used up no more"

! grep -q "$home" "$dir"/*.log || fail "a log names the home"

echo "a return's lists and exports have nothing of it, and everything kept verifies"
ofsted_holds "$(export_of)"
both_audits_hold

echo "and of all that the ledger has about them the agents know"
as_known force-sussex regulator-ofsted
