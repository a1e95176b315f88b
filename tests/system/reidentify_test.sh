#!/usr/bin/env bash
# Who a child is, asked by a regulator's data officer of a force, as separate processes over mutual TLS: two data
# officers of the force approve it, with keys of their own, and it is told to who asked and to nobody else.
rows=60
forces=(sussex west-yorkshire)
source "$(dirname "$0")/world.sh"
place=$dir/force-sussex
surname=Invented-Hidden

make_world
# The second officer is another account of this machine. Only whoever may become another can play one.
second=
if [[ $(id -u) -eq 0 ]] && command -v setpriv >/dev/null; then second=nobody; fi
start_world
if [[ -n $second ]]; then
  printf 'person { account: "%s" name: "Second Officer" role: DATA_OFFICER }\n' "$second" >>"$place/people.textproto"
  kill -HUP "${pid_of[force-sussex]}"
fi

# as_second COMMAND…: as that account, with programs and keys where it can read them.
as_second() {
  setpriv --reuid "$second" --regid nogroup --clear-groups "$open/stile" --no-input \
    --socket "$place/stile.sock" "$@"
}
json_of() { grep -o '"'"$1"'":"[^"]*"' | head -n "${2:-1}" | tail -n 1 | cut -d'"' -f4; }

echo "a regulator has children under pseudonyms, and asks who one of them is"
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
listed=$(ofsted --json inbox list --month "$month" --type call-out | grep -v '"child_pseudonym":""')
event=$(json_of event_reference 1 <<<"$listed")
other=$(json_of event_reference 2 <<<"$listed")
exits 2 ofsted reidentify request "$event" --basis because-i-want --person "Bryn Example" --matter SC-1
exits 0 ofsted reidentify request "$event" --basis care-standards-act-2000 --person "Bryn Example" --matter SC-1
# asked: what waits at the force, with which `asked` ends with 1.
asked() { force --json reidentify asked --officer-key "$dir/scheme/sussex-officer.key" || [[ $? -eq 1 ]]; }
is_asked() { asked | grep -q "$1"; }
within 20 is_asked "$event"
exits 1 force reidentify asked --officer-key "$dir/scheme/sussex-officer.key"
says "regulator/ofsted asks who the child is, for Bryn Example, by care-standards-act-2000, matter SC-1"
exits 1 force reidentify asked --officer-key "$dir/scheme/sussex-siro.key"
[[ $said != *Bryn* ]] || fail "read without an officer's key: $said"
exits 0 ofsted reidentify list
says "Bryn Example"

asked >"$dir/asked.json"
request=$(json_of request <"$dir/asked.json")
reference=$(json_of reference <"$dir/asked.json")
child=$(perl -ne 'BEGIN { $want = shift } s/\r?\n$//; my @c;
  push @c, $1 =~ /^"(.*)"$/s ? $1 : $1 while /\G("(?:[^"]|"")*"|[^,]*)(?:,|$)/g and length($`) < length;
  if ($. == 1) { @h{@c} = 0 .. $#c; next }
  print $c[$h{"Nominal Ref"}], "\n" if $c[$h{"Incident Ref"}] eq $want' "$reference" "$place/exports/call-outs.csv")
[[ -n $child ]] || fail "no child in the row $reference"

# approve KEY CHILD: as the first officer, who types the rest.
approve() {
  printf '%s\n%s\nTegan\n\n2012-05-07\n%s\n' "$2" "$surname" "$reference" |
    force reidentify approve "${request:0:8}" --officer-key "$1"
}
echo "the first officer: no officer's key, and another child, are refused"
exits 3 approve "$dir/scheme/sussex-siro.key" "$child"
exits 2 approve "$dir/scheme/sussex-officer.key" "not-this-child"
says "of another child"
exits 0 approve "$dir/scheme/sussex-officer.key" "$child"
says "nothing goes before another has"
is_told() { ofsted --json reidentify list --all | grep -q '"state":"'"$1"'"'; }
! is_told identified || fail "one officer was enough"

echo "the same officer may say it anew; the same person with another's key is no second"
exits 0 approve "$dir/scheme/sussex-officer.key" "$child"
exits 3 force reidentify approve "$request" --officer-key "$dir/scheme/sussex-deputy.key"
says "another account"
! is_told identified || fail "one officer was enough"

if [[ -n $second ]]; then
  open=$(mktemp -d "${TMPDIR:-/tmp}/stile-second.XXXXXX")
  cp -- "$build/agents/cli/stile" "$open/"
  cp -- "$dir/scheme/sussex-deputy.key" "$open/"
  chown -R "$second" "$open"
  chmod 755 "$dir" "$place"
  chmod 666 "$place/stile.sock"
  if as_second --help >/dev/null 2>&1; then
    echo "the second officer sees whom the first proposes, and approves: who asked is told, and reads it"
    knows_second() { (as_second reidentify asked --officer-key "$open/sussex-deputy.key" || true) | grep -q "by 1 of 2"; }
    within 30 knows_second
    exits 0 as_second reidentify approve "$request" --officer-key "$open/sussex-deputy.key"
    says "$surname"
    within 20 is_told identified
    exits 0 ofsted reidentify show "$event"
    says "$surname"
    says "2012-05-07"
    exits 0 force audit log --purpose audit
    says "identity-request/$request" # which one the first approved
    exits 0 ofsted audit log --purpose audit
    says care-standards-act-2000
    exits 0 ofsted inbox list --month "$month"
    [[ $said != *"$surname"* ]] || fail "a list shows who a child is"
    exits 0 ofsted audit search --purpose audit
    [[ $said != *"NOT GRANTED"* ]] || fail "said to be more than was agreed: $said"
    exits 0 force audit subject --system command-and-control --child "$child" --purpose subject-access
    says identified
  else
    second=
  fi
  rm -rf -- "$open"
fi
[[ -n $second ]] || echo "not run: what a second officer does, which needs root and an account that can read the programs"

echo "one officer refuses, and no more is said than that nobody is identified"
exits 0 ofsted reidentify request "$other" --basis court-order --person "Bryn Example" --matter SC-2
within 20 is_asked "$other"
asked >"$dir/asked.json"
request=$(grep "$other" "$dir/asked.json" | json_of request)
exits 0 force reidentify refuse "$request" --officer-key "$dir/scheme/sussex-officer.key"
within 20 is_told not-identified
exits 0 ofsted reidentify list --all
says "not identified"

echo "nobody else learns of it: no store or log of the gateway, and of no other agency, has the name or who asked"
for file in "$dir"/gateway/* "$dir"/*.log "$dir"/force-west-yorkshire/* "$place"/intake.db*; do
  [[ -f $file ]] || continue
  ! grep -qaF -e "$surname" -e "Bryn Example" "$file" || fail "in clear in $file"
done
both_audits_hold
as_known force-sussex regulator-ofsted
