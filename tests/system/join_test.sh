#!/usr/bin/env bash
# An agency joins the running demo by the commands of deploy/JOINING.md, run just as they stand there
# with other folders: its agent attaches, an agreement is signed and listed, a month is sent. What is
# tampered with on the way is refused, with the mend (design I4).
source "$(dirname "$0")/world.sh"
cd "$here"
place=$dir/force-wynshire
new=$dir/scheme/wynshire

# page NAME: the commands of that block of the page, for the folders of this world.
page() {
  local commands
  commands=$(sed -n "/^<!-- tried: $1 -->\$/,/^\`\`\`\$/p" "$here/deploy/JOINING.md" | sed '1,2d;$d' |
    sed -e "s#build/release#$build#g" -e "s#build/demo#$dir#g" -e "s#FINGERPRINT#${read_out:-}#" \
      -e "s#--seed 1 #--seed $seed #")
  [[ -n $commands && $commands != *build/release* && $commands != *build/demo* ]] ||
    fail "deploy/JOINING.md has no block \"$1\" that fits"
  printf '%s\n' "$commands"
}
# tried NAME: runs them here, so that one block knows the variables of another.
tried() { eval "$(page "$1")" >"$dir/said" 2>&1 || fail "the page's commands \"$1\" fail: $(cat "$dir/said")"; }
# tried_as NAME SED: a block with something changed, in a shell of its own; for exits.
tried_as() { (eval "$(page "$1" | sed "$2")"); }

refused_by_gateway() { grep '"event":"documents_refused"' "$dir/gateway.log" | grep -q "$1"; }
absent() { [[ ! -e $1 ]] || fail "something is left behind: $1"; }
wynshire() { stile --socket "$place/stile.sock" "$@"; }
all_stored_of_wynshire() {
  local status
  status=$(wynshire --json return status) || return 1
  [[ $(sum_of stored <<<"$status") -gt 0 && $(sum_of queued <<<"$status") -eq 0 && $(sum_of admitted <<<"$status") -eq 0 ]]
}

make_world
start_world
[[ $(grep -c '^<!-- tried: \(ask\|accept\|first root\|second root\|start\) -->$' deploy/JOINING.md) -eq 5 ]] ||
  fail "the page does not join in five commands"
for block in ask accept 'first root' 'second root' start; do
  # One command is one line once its continuations are joined.
  [[ $(page "$block" | sed -e ':a' -e '/\\$/N; s/\\\n//; ta' | wc -l) -eq 1 ]] || fail "\"$block\" is more than one command"
done

echo "a code that no identity can have"
exits 2 tried_as ask 's/--code wynshire/--code wyn_shire/'
says "wyn_shire"
says "mend with: letters, digits and dashes"
absent "$place"

echo "a request"
tried ask
read_out=$(grep '^Read out' "$dir/said" | grep -o '[^ ]*$')
[[ $(find "$place" -name '*.key' ! -perm 400 | wc -l) -eq 0 ]] || fail "others may read a key"

echo "a fingerprint that nobody read out, and a request altered on its way"
exits 3 tried_as accept "s/$read_out/AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A/"
says "mend with: ring again"
absent "$new"
sed 's/siro/sirO/' "$place/request.note" >"$dir/altered.note"
exits 3 tried_as accept "s#$place/request.note#$dir/altered.note#"
says "mend with: ring again"
absent "$new"

echo "a name that is in the directory already"
exits 0 tried_as ask "s/--code wynshire/--code sussex/; s#force-wynshire#force-impostor#"
impostor=$(grep '^Read out' <<<"$said" | grep -o '[^ ]*$')
exits 3 tried_as accept "s#force-wynshire#force-impostor#; s/$read_out/$impostor/"
says "force/sussex is in the directory already"
says "mend with: "
absent "$new"

echo "the request itself"
tried accept
grep -q "$(grep '^Have the operator' <<<"$said" | grep -o '[^ ]*$')" "$dir/said" ||
  fail "the operator's fingerprint of the roots is not the agency's: $(cat "$dir/said")"
exits 0 stile directory check "$new/directory.text" --previous "$dir/scheme/directory.note"
says "joins  force/wynshire"

echo "one root's signature only"
tried 'first root'
roots=()
for name in root-1 root-2 root-3; do roots+=(--root "$(vkey "$name")"); done
exits 3 stile directory check "$new/one-root.note" --previous "$dir/scheme/directory.note" "${roots[@]}"
says "two of the three roots must sign"
cp -- "$new/one-root.note" "$dir/gateway/documents/joined.note"
within 20 refused_by_gateway 'two of the three roots must sign'
rm -- "$dir/gateway/documents/joined.note"

echo "both roots': the gateway takes it, and the agency's agent attaches"
tried 'second root'
eval "exec_start() { $(page start) 2>>\"$dir/force-wynshire.log\" & }"
exec_start
pids+=($!)
started force-wynshire "$place/stile.sock"
exits 0 wynshire return status

echo "an agreement, and a month under it"
tried agree
exits 0 stile agreement verify "$new/agreement.note" --directory "$dir/gateway/documents/joined.note"
tried list
# The agent has both: the agreement that was signed, and the directory that lists it.
listed() { grep -q '^id: "wynshire-ofsted' "$place/documents/"*.note && grep -q '^serial: 3$' "$place/documents/"*.note; }
within 20 listed
tried send
within 60 all_stored_of_wynshire
exits 0 wynshire audit verify
exits 0 ofsted --json inbox list
says force/wynshire
