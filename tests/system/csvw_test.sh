#!/usr/bin/env bash
# Every file that `stile inbox export` writes is what its CSVW metadata says, to a reader that
# shares no code with Stile: the same columns in the same order, every cell of its datatype or code
# list. Once with every code that there is, once with what a recipient really holds.
command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 77; }
kinds=(call-outs records missing)
source "$(dirname "$0")/world.sh"
read_csvw() { "$here/tests/system/read_csvw" "$@"; }
fixture() { "$build/tests/system/csvw_fixture" "$@"; }

mkdir "$dir/all"
fixture files "$dir/all"
exits 0 read_csvw "$dir/all"
for file in arrests call-outs concerns home-months manifests missing-episodes; do says "$file.csv "; done

# finds WHAT SED-EXPRESSION FILE…: fails unless the reader refuses an altered file for this.
finds() {
  local what=$1 edit=$2 file=$3
  cp -r -- "$dir/all" "$dir/altered"
  sed -i "$edit" "$dir/altered/$file"
  exits 1 read_csvw "$dir/altered"
  says "$what"
  rm -r -- "$dir/altered"
}
finds "call-outs.csv: line 3: category: not of the declared" '3s/,missing,/,runaway,/' call-outs.csv
finds "call-outs.csv: line 3: event_date: not of the declared" '3s/2026-10-31/2026-11-31/' call-outs.csv
finds "home-months.csv: line 3: month: not of the declared" '3s/2026-10/2026-13/' home-months.csv
finds "manifests.csv: line 3: call_outs_complete: not of the declared" '3s/,true,/,yes,/' manifests.csv
finds "arrests.csv: line 3: source: empty, and required" '3s/^[^,]*,/,/' arrests.csv
finds "in another order" '1s/channel,caller_role/caller_role,channel/' call-outs.csv
finds "in another order" 's/"name":"channel"/"name":"chanel"/' call-outs.csv-metadata.json
finds "another number of cells" '3s/,/,,/' concerns.csv
finds "do not end as declared" '3s/\r$//' concerns.csv
finds "line 3: level: not of the declared" 's/(1|2|3|not-set)/(2|3|not-set)/' call-outs.csv-metadata.json
finds "no title in cy" 's/"cy":"Sianel"/"cy":""/' call-outs.csv-metadata.json

echo "the document of columns and codes"
sed '1,/^<!-- csvw_fixture document -->$/d' "$here/agents/recipient/README.md" >"$dir/written"
fixture document >"$dir/made"
diff "$dir/made" "$dir/written" >&2 ||
  fail "agents/recipient/README.md is not as the columns are: replace its tables by \`csvw_fixture document\`"

echo "what a recipient holds"
make_world
start_world
for kind in "${kinds[@]}"; do exits 0 force return send --month "$month" "$kind.csv"; done
within 60 all_stored sussex
exits 0 ofsted inbox export --month "$month" --out held
exits 0 read_csvw "$dir/regulator-ofsted/out/held"
ofsted --json inbox list --month "$month" --type call-out >"$dir/listed"
rows=$(wc -l <"$dir/listed")
says "call-outs.csv $rows"
says "manifests.csv 1"
for file in home-months missing-episodes arrests concerns; do
  [[ $said == *"$file.csv "[1-9]* ]] || fail "no line of $file.csv: $said"
done
[[ $rows -gt 100 ]] || fail "Ofsted holds $rows call-outs only"

echo "narrowed to one home"
home=$(sed -nE '1s/.*"home":"([^"]+)".*/\1/p' "$dir/listed")
of_home=$(grep -c "\"home\":\"$home\"" "$dir/listed")
[[ $(ofsted --json inbox list --home "$home" --type call-out | wc -l) -eq $of_home ]] || fail "listed of one home: another number"
[[ $of_home -gt 0 && $of_home -lt $rows ]] || fail "$of_home of $rows call-outs are of one home"
exits 0 ofsted inbox export --month "$month" --home "$home" --force sussex --type call-out --out home
exits 0 read_csvw "$dir/regulator-ofsted/out/home"
[[ $said == "call-outs.csv $of_home" ]] || fail "exported of one home: $said, not $of_home"
exits 2 ofsted inbox list --home "SC900001"
exits 2 ofsted inbox list --force nowhere
exits 2 ofsted inbox list --type arrested
exits 2 ofsted inbox list --language fr
exits 0 ofsted inbox list --month "$month" --language cy --home "$home"
says "Galwadau i'r heddlu"

echo "completeness"
exits 0 ofsted --json inbox completeness --month "$month"
says '"force":"force/sussex"'
says '"type":"call-out","received":'"$rows"',"revisions":0,"expected":'"$rows"
says '"state":"complete"'
exits 1 ofsted inbox completeness --month "$(date -d "$month-15 -6 month" +%Y-%m)" --language cy
says "nid oes dim wedi cyrraedd"
echo "every file is what its metadata says"
