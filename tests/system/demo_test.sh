#!/usr/bin/env bash
# The demo runs through with the programs of BUILD-FOLDER, and every check of its summary holds. The
# account that it holds the regulators to is one that sees what is altered: on either side.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
for program in gateway/stile-gateway agents/stile-agent agents/cli/stile; do
  [[ -x $build/$program ]] || { echo "skipped: $program is not built"; exit 77; }
done
dir=$(mktemp -d "${TMPDIR:-/tmp}/stile-demo.XXXXXX")
trap 'rm -rf -- "$dir"' EXIT
fail() { echo "FAILED: $*" >&2 && exit 1; }
account() { "$here/deploy/demo-account" "$@"; }

"$here/deploy/demo" --once --build "$build" --dir "$dir/world" >"$dir/said" 2>&1 || fail "$(tail -n 60 "$dir/said")"
sed -n '/^== Summary$/,$p' "$dir/said"
[[ $(grep -c '^  ok      ' "$dir/world/summary") -ge 17 ]] || fail "checks are missing"

month=$(ls "$dir/world/regulator-ofsted/out")
held=$dir/world/regulator-ofsted/out/$month
account held "$held" | diff - "$dir/world/ofsted.expected" || fail "not what the demo compared"

# sees SED FILE: fails unless a change of a regulator's file is one to the account.
sees() {
  cp -r -- "$held" "$dir/altered"
  sed -i -E "$1" "$dir/altered/$2"
  ! cmp -s "$held/$2" "$dir/altered/$2" || fail "\`$1\` alters nothing of $2"
  ! account held "$dir/altered" | cmp -s - "$dir/world/ofsted.expected" || fail "\`$1\` in $2 goes unseen"
  rm -r -- "$dir/altered"
}
sees '5d' call-outs.csv
sees '5p' call-outs.csv
sees '5s/,(101|999|online),/,other,/' call-outs.csv
sees '5s/^force.[a-z-]*,/force\/nowhere,/' missing-episodes.csv
sees '5s/,[a-z-]*\r/,other\r/' arrests.csv
sees '5d' concerns.csv
sees '5s/,data-team,([0-9]*),/,data-team,9\1,/' home-months.csv
sees '2s/,true,([0-9]*),/,true,9\1,/' manifests.csv
sees '2s/,true,/,false,/' manifests.csv

# expects SED FILE: the same of a change of a force's export, which never was sent.
expects() {
  local place=$dir/world/force-sussex/exports lines=$dir/expected
  account expected sussex E23000033 "$month" "$dir/world/scheme/homes-ofsted.text" "$place"/*.csv >"$lines"
  [[ -z $(comm -23 "$lines" "$dir/world/ofsted.expected") ]] || fail "the account says another thing each time"
  cp -- "$place/$2" "$dir/kept"
  sed -i -E "$1" "$place/$2"
  ! cmp -s "$dir/kept" "$place/$2" || fail "\`$1\` alters nothing of $2"
  ! account expected sussex E23000033 "$month" "$dir/world/scheme/homes-ofsted.text" "$place"/*.csv |
    cmp -s - "$lines" || fail "\`$1\` in $2 goes unseen"
  mv -- "$dir/kept" "$place/$2"
}
export LC_ALL=C
expects '4d' call-outs.csv
expects 's/,Live Investigation\r/,\r/' call-outs.csv
expects '4s/,(999|101|Online),/,Carrier pigeon,/' call-outs.csv
expects '4s/;SC[0-9]*;/;SC999999;/' records.csv
expects 's/;R[1-4][^;]*;/;;/' records.csv
expects '4s/\t(Low|Medium|High)\t/\tPurple\t/' missing.csv
echo "every check of the demo holds, and its account sees what is altered"
