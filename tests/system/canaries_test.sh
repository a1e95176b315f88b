#!/usr/bin/env bash
# Texts planted in every identity column of an export reach nothing that the gateway writes and
# nothing that it receives, in any encoding (design I1, X7, X8). The map names the columns of a child's
# name, which a return does not read.
identity=yes
source "$(dirname "$0")/world.sh"
find_canaries() { "$build/tests/system/find_canaries" "$dir/canaries" "$@"; }

# The shipped gateway with its own identity, which also writes down what it receives after TLS.
mkdir "$dir/recording"
export STILE_RECORDING=$dir/recording
gateway_program=$build/tests/system/recording-gateway

make_world
sed -E 's/^\{"column":"(.*)","text":"(.*)"\}$/\1\t\2/' "$dir/scheme/canaries" >"$dir/canaries"
start_world
exits 0 force return preview --month "$month" call-outs.csv
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
ofsted_holds "$dir/force-sussex/exports/call-outs.csv"
exits 0 ofsted inbox list --month "$month"
both_audits_hold

# The search finds what is there: every planted column, in the export itself.
exits 1 find_canaries "$dir/force-sussex/exports/call-outs.csv"
while IFS=$'\t' read -r column _; do
  [[ $column == "Child DOB" ]] || says ": $column (canary"
done <"$dir/canaries"
says ": Child DOB (canary"

# The recording is of plain text: the homes that rows are about are in it.
grep -qa 'ofsted:SC9' "$dir"/recording/* || fail "the recording shows no row"

stop TERM gateway
exits 0 find_canaries "$dir/gateway" "$dir/gateway.log"
exits 0 find_canaries "$dir/recording"
exits 0 find_canaries "$dir/regulator-ofsted" "$dir/regulator-ofsted.log" "$dir/force-sussex.log"
echo "$(wc -l <"$dir/canaries") canaries: none left the force"
