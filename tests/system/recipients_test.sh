#!/usr/bin/env bash
# Four forces tell ten authorities and eight youth justice services of mixed events, as separate processes over
# mutual TLS: who got which event, with what in it, and why nobody did, is exactly what an account of the raw
# rows says that shares no code with Stile (told_account). STILE_TEST_EVENTS says how many events there are
# (2,000 unless given; from 200). And nothing that a youth justice service's people see of a victim, a witness
# or a missing child looks like an offence.
export LC_ALL=C
events=$((${STILE_TEST_EVENTS:-2000} / 4))
today=$(TZ=Europe/London date +%F)
source "$(dirname "$0")/recipients_world.sh"
source "$(dirname "$0")/world.sh"
world_of_those_told

make_world >"$dir/made.log" 2>&1
echo "$SECONDS s: a world of ${#told[@]} agencies is made"
start_told
echo "$SECONDS s: all of it runs"

for one in "${forces[@]}"; do
  "$here/tests/system/told_account" expected "$one" "${area_of[$one]}" "$today" "$dir/scheme/agreed" \
    "$here/policies/areas/areas.textproto" "$dir/scheme/homes-${regulator_of[$one]}.text" \
    "$dir/force-$one"/exports/*.csv >"$dir/expected-$one"
done
sort "$dir"/expected-* >"$dir/expected"
tells=$(grep -c '^told' "$dir/expected")
echo "$tells notifications and $(grep -c '^untold' "$dir/expected") decisions have to be"

# same WHAT EXPECTED FOUND: fails unless both files are one, and says what differs.
same() {
  diff -- "$2" "$3" >"$dir/differences" || fail "$1 (<: has to be, >: is):" \
    "$(grep -c '^[<>]' "$dir/differences") lines: $(head -n "${STILE_TEST_SHOWN:-20}" "$dir/differences")"
}

# notifies VERB FORCE: a force's exports, one after the other; what is said of each event.
notifies() {
  local kind code
  for kind in "${kinds[@]}"; do
    code=0
    at "force-$2" --json notify "$1" "$dir/force-$2/exports/$kind.csv" || code=$?
    # Some rows are rejected, and of some events nobody is told: both are said.
    [[ $code == [013] ]] || return "$code"
  done
}

# told_in FORCE: who was told of what, of what a preview or a sending said.
told_in() {
  sed -En 's/^\{.*"reference":"([^"]*)","fate":"told","recipient":"spiffe:\/\/[^/]*\/(\w+)\/([^/]*)\/agent",'\
'"agreement":"([^"]*)","clause":"([^"]*)".*/\2-\3|'"$1"'|\1|\4|\5/p' | sort
}
# foretold FORCE: until the recipients' sealing keys have reached a force it is to tell nobody.
foretold() {
  notifies preview "$1" >"$dir/preview-$1" && told_in "$1" <"$dir/preview-$1" >"$dir/foretold-$1"
  [[ $(wc -l <"$dir/foretold-$1") -ge $(grep -c '^told' "$dir/expected-$1") ]]
}
for one in "${forces[@]}"; do
  within 90 foretold "$one"
  sed -n 's/^told|//p' "$dir/expected-$one" | cut -d'|' -f1-5 | sort >"$dir/preview-expected"
  same "a preview at $one says otherwise" "$dir/preview-expected" "$dir/foretold-$one"
done
echo "$SECONDS s: previews say who would be told"

sending=()
for one in "${forces[@]}"; do
  notifies send "$one" >"$dir/sent-$one" 2>"$dir/sent-$one.log" &
  sending+=($!)
done
for one in "${sending[@]}"; do wait "$one" || fail "a force could not send"; done
echo "$SECONDS s: all is sent"

# statuses: what forces know of each notification.
statuses() {
  local one
  for one in "${forces[@]}"; do
    at "force-$one" --json notify status --all | sed -E 's/.*"reference":"([^"]*)","recipient":"spiffe:\/\/'\
'[^/]*\/(\w+)\/([^/]*)\/agent","agreement":"([^"]*)".*"state":"(\w+)".*/\2-\3|'"$one"'|\1|\4|\5/'
  done | sort >"$dir/statuses"
}
all_delivered() { statuses && [[ $(grep -c '|delivered$' "$dir/statuses") -ge $tells ]]; }
within 120 all_delivered
sed -n 's/^told|//p' "$dir/expected" | cut -d'|' -f1-4 | sed 's/$/|delivered/' | sort >"$dir/statuses-expected"
same "forces know otherwise of what they told" "$dir/statuses-expected" "$dir/statuses"
echo "$SECONDS s: all is delivered"

"$here/tests/system/told_account" held "$dir" "${told[@]}" >"$dir/held"
same "who was told differs from what the raw rows say" "$dir/expected" "$dir/held"
echo "$SECONDS s: every recipient holds just what it has to, and every decision is kept with its reason"

# What would say that somebody has offended, in English and in Welsh.
offence='offen[cd]|alleg|suspect|crim|arrest|charg|custod|caution|outcome|detain|accus|guilt|convict|prosecut'
offence+='|trosedd|honedig|honnir|amau|arest|cyhudd|dalfa|rhybudd|canlyniad|dedfryd'
# harmless WHAT FILE: fails if a word of an offence stands there; references may hold any letters.
harmless() {
  ! sed -E 's/([0-9A-Z]{5}-){5}[0-9A-Z]//g' "$2" | grep -iEn -e "$offence" >"$dir/words" ||
    fail "$1: $(head -n 5 "$dir/words")"
}

"$here/tests/system/told_account" harmless "$dir" "${services[@]/#/yjs-}" >"$dir/kept"
[[ $(grep -c 'child_role=\(victim\|witness\|missing\|none\)' "$dir/kept") -gt 4 ]] || fail "no such child is told of"
harmless "what is kept at a service of a child of whom nothing is alleged" "$dir/kept"

# field NAME: of lines of JSON.
field() { sed -En 's/.*"'"$1"'":"?([^",}]*).*/\1/p'; }
for one in "${services[@]/#/yjs-}"; do
  at "$one" --json inbox notices --all >"$dir/notices"
  [[ $(wc -l <"$dir/notices") -eq $(grep -c "^told|$one|" "$dir/expected") ]] || fail "$one is shown others"
  field arrived <"$dir/notices" | sort -c || fail "$one reads in another order than they came"
  for agreement in $(field agreement <"$dir/notices" | sort -u); do
    grep -F "\"agreement\":\"$agreement\"" "$dir/notices" | field consignment | sort -cn ||
      fail "$one reads those of $agreement in another order than they came"
  done
  grep -v '"child_role":"alleged"' "$dir/notices" >"$dir/others" || true
  harmless "$one lists" "$dir/others"
  for language in en cy; do
    at "$one" inbox notices --all --language $language | grep -Ff <(field event_reference <"$dir/others") \
      >"$dir/read" || [[ ! -s $dir/others ]] || fail "$one lists nothing"
    field event_reference <"$dir/others" | head -n 3 | while read -r reference; do
      at "$one" inbox open "$reference" --language $language
      at "$one" --json inbox open "$reference"
    done >>"$dir/read"
    harmless "$one reads ($language)" "$dir/read"
  done
  exits 0 at "$one" inbox list
  says "nothing has arrived"
  exits 0 at "$one" inbox export --month "$(date -d "$today" +%Y-%m)" --out account
  [[ $(cat "$dir/$one"/out/account/*.csv | wc -l) -eq $(ls "$dir/$one"/out/account/*.csv | wc -l) ]] ||
    fail "$one exports single events as a month's"
done
echo "$SECONDS s: to a service no victim and no missing child looks like an offence"
