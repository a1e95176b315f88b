#!/usr/bin/env bash
# One child among 10,000 is erased: nothing of her is in any file of any party, whatever happened meanwhile, every
# earlier receipt still verifies, and everybody else's is as it was. As separate processes over mutual TLS; the
# force's own exports stand outside Stile.
rows=20
authorities=(E10000030)
source "$(dirname "$0")/world.sh"
surrey() { at authority-E10000030 "$@"; }
agree_to_tell() { tell sussex authority-E10000030 authority; }
intake=$dir/force-sussex/intake.db inbox=$dir/regulator-ofsted/inbox.db
hers=R-004711 she=K-004711
parties=("$dir"/gateway "$dir"/force-sussex "$dir"/regulator-ofsted "$dir"/authority-E10000030)

columns="Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,Ofsted URN,\
Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,Home Told?,Level,\
Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share"
# month_of_many: an export of one call each of 10,000 children, from homes of one authority.
month_of_many() {
  grep 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*' | head -n 8 |
    awk -v columns="$columns" -v month="${month#*-}/${month%-*}" 'BEGIN { print columns } { home[NR] = $1 } END {
      for (i = 1; i <= 10000; ++i)
        printf "R-%06d,,%02d/%s %02d:%02d,999,Home Staff,Disorder,Y,%s,Y,K-%06d,%02d/05/2012,Yes,E10000030,Victim," \
          "Deployed,N/A,Level 2,Home,Appropriate,N,,,\n", i, 1 + i % 28, month, i % 24, i % 60, home[1 + i % NR], i, 1 + i % 28 }'
}
# An event of hers, of which her placing authority is told who she is.
event_of_hers() {
  printf '%s,Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact\n' "$columns"
  printf 'N-%s,,%s,999,Home Staff,Disorder,Y,%s,Y,%s,07/05/2012,Yes,E10000030,Victim,Deployed,N/A,Level 2,Home,' \
    "$she" "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" "$home" "$she"
  printf 'Appropriate,N,,,,Invented-Erased,Zed,,,,With Police,\n'
}
kept() { sqlite3 -readonly -cmd '.timeout 2000' "$@"; }
# search PATH…: every file there in which something of hers stands, of which $dir/hers has a line each, in hex.
search() {
  perl -MFile::Find -e '
    my $list = shift; open my $in, "<", $list or die; my @bytes;
    { local $/ = "\n"; while (<$in>) { chomp; push @bytes, pack "H*", $_ if length } }
    find({ no_chdir => 1, wanted => sub {
      return if !-f || m{/exports/};
      open my $file, "<:raw", $_ or return; local $/; my $all = <$file> // "";
      for (@bytes) { print "$File::Find::name: ", unpack("H*", $_), "\n" if index($all, $_) >= 0 } } }, @ARGV)' \
    "$dir/hers" "$@"
}
nothing_of_hers() { [[ -z $(search "${parties[@]}" "$dir"/*.log) ]] && nothing_written; }
# nothing_written: nor in any form in which a text of hers could stand.
nothing_written() {
  local party
  for party in "${parties[@]}"; do
    find "$party" -type f -not -path '*/exports/*' -print0 | xargs -0 "$build/tests/system/find_canaries" "$dir/canaries" || return 1
  done
}
# everybody_elses: what regulator and force have of the other children.
everybody_elses() {
  kept "$inbox" "SELECT hex(event_token), revision, hex(salt), hex(fields), hex(sealed_identity), hex(pseudonym) FROM row
    WHERE type = 1 AND hex(event_token) NOT IN ($tokens) ORDER BY 1, 2" | sha256sum
  kept "$intake" "SELECT route, system, reference, hex(child), hex(event_token), revision, hex(digest), lives, withdrawn
    FROM record WHERE hex(event_token) NOT IN ($tokens) AND month > 0 AND system IN (SELECT id FROM system WHERE code <> '') ORDER BY 1, 2, 3" | sha256sum
}
receipts() { force --json audit verify | grep -o '"receipts":[0-9]*' | cut -d: -f2; }

make_world
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')
event_of_hers >"$dir/event.csv"
has_keys() {
  local previewed
  previewed=$(force notify preview "$dir/event.csv") && [[ $previewed != *UNAVAILABLE* ]]
}
within 30 has_keys
exits 0 force notify send "$dir/event.csv"
month_of_many >"$dir/force-sussex/exports/many.csv"
exits 0 force return send --month "$month" many.csv
within 60 all_stored sussex
told() { [[ $(surrey --json inbox notices --all | grep -c .) -eq 1 ]]; }
within 20 told
exits 0 surrey inbox open "$(surrey --json inbox notices | grep -o '"event_reference":"[^"]*"' | cut -d'"' -f4)"
says Invented-Erased
[[ $(kept "$inbox" 'SELECT count(*) FROM row WHERE type = 1') -eq 10000 ]] || fail "not all of 10,000 are there"

echo "before: what is hers is found, in the stores of all three"
tokens=$(kept "$intake" "SELECT '''' || hex(event_token) || '''' FROM record WHERE reference IN ('$hers', 'N-$she')" | paste -sd,)
{
  tr ',' '\n' <<<"$tokens" | tr -d "'"
  tr ',' '\n' <<<"$tokens" | tr -d "'" | cut -c5- # without its day
  for store in "$inbox" "$dir/authority-E10000030/inbox.db"; do
    kept "$store" "SELECT hex(salt) FROM row WHERE hex(event_token) IN ($tokens) UNION SELECT hex(sealed_identity) FROM row
      WHERE hex(event_token) IN ($tokens) AND sealed_identity <> x'' UNION SELECT hex(pseudonym) FROM row
      WHERE hex(event_token) IN ($tokens) AND pseudonym <> x''"
  done
} | sort -u >"$dir/hers"
printf 'reference\t%s\nchild\t%s\nsurname\tInvented-Erased\n' "$hers" "$she" >"$dir/canaries"
[[ $(grep -c . "$dir/hers") -ge 7 ]] || fail "nothing of hers to look for: $(cat "$dir/hers")"
found=$(search "${parties[@]}")
for store in "$intake" "$inbox" "$dir/authority-E10000030/inbox.db"; do
  [[ $found == *"$store"* ]] || fail "not found in $store: the search is wrong"
done
! nothing_written >/dev/null || fail "her reference is found nowhere: the search is wrong"
before=$(everybody_elses) verified=$(receipts)
both_audits_hold

echo "ordered, and gone on with after both were killed"
exits 0 force audit erase --system command-and-control --child "$she" --purpose erasure-request
says "erasure 1, ordered"
exits 1 force audit erasures
stop KILL force-sussex
start force-sussex
confirm() {
  local reference
  reference=$(at "$1" --json inbox changes | grep '"erasure-ordered"' | grep -o '"event_reference":"[^"]*"' | cut -d'"' -f4)
  [[ -n $reference ]] && at "$1" inbox confirm "$reference"
}
within 30 confirm regulator-ofsted
stop KILL regulator-ofsted
start regulator-ofsted
within 30 confirm authority-E10000030
all_erased() { force audit erasures; }
within 30 all_erased

echo "nothing of her is in any file of any party"
gone() { nothing_of_hers; }
within 30 gone || true
left=$(search "${parties[@]}" "$dir"/*.log)
[[ -z $left ]] || fail "left of her: $left"
nothing_written >/dev/null || fail "left of her: $(nothing_written)"
exits 0 force audit subject --system command-and-control --child "$she" --purpose erasure-request
says "0 times something was shared"

echo "every earlier receipt verifies, and everybody else's is as it was"
both_audits_hold
exits 0 surrey audit verify
[[ $(receipts) -ge $verified ]] || fail "receipts are missing: $(receipts) of $verified"
[[ $(everybody_elses) == "$before" ]] || fail "somebody else's has changed"

echo "what comes again is refused, and nothing of it is kept"
exits 1 force return send --month "$month" many.csv
says "ERASED"
exits 1 force notify send "$dir/event.csv"
says "ERASED"
[[ $said != *"$she"* ]] || fail "said of her: $said"
within 60 all_stored sussex
[[ $(kept "$inbox" 'SELECT count(*) FROM row WHERE type = 1') -eq 9999 ]] || fail "she is there again"
[[ $(everybody_elses) == "$before" ]] || fail "somebody else's has changed"
nothing_written >/dev/null || fail "kept of her: $(nothing_written)"
left=$(search "${parties[@]}" "$dir"/*.log)
[[ -z $left ]] || fail "kept of her: $left"
both_audits_hold
