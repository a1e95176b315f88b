#!/usr/bin/env bash
# What a running gateway and two agents tell Prometheus: the numbers are right, only this machine
# may ask, and no line holds a person, a home, an agency or anything else from outside (X8).
source "$(dirname "$0")/world.sh"

# port_of NAME: where a program's metrics are, as its log says; of its last start.
port_of() { grep '"event":"metrics"' "$dir/$1.log" | tail -n 1 | grep -o 'port [0-9]*' | cut -d' ' -f2; }

# scrape NAME: reads the page of a program into $page.
scrape() {
  exec 9<>"/dev/tcp/127.0.0.1/$(port_of "$1")"
  printf 'GET /metrics HTTP/1.0\r\n\r\n' >&9
  page=$(tr -d '\r' <&9)
  exec 9>&-
  grep -E '^[a-z]' <<<"$page" >>"$dir/all-lines"
  grep -q '^# TYPE' <<<"$page" || fail "$1 has no metrics: $page"
}
value() { awk -v name="$1" '$1 == name { print $2 }' <<<"$page"; }

# is METRIC TEST NUMBER: on the page last read.
is() {
  local found
  found=$(value "$1")
  [[ -n $found ]] || fail "there is no $1"
  awk -v a="$found" -v b="$3" "BEGIN { exit !(a $2 b) }" || fail "$1 is $found, and not $2 $3"
}
shows() { scrape "$1" && [[ $(value "$2") == "$3" ]]; }
sum() { awk -v name="$1" 'index($1, name) == 1 { all += $2 } END { print all + 0 }' <<<"$page"; }

make_world
echo 'metrics: "127.0.0.1:0"' >>"$dir/gateway/gateway.textproto"
start_world
for place in regulator-ofsted force-sussex; do
  stop TERM "$place"
  echo 'metrics: "127.0.0.1:0"' >>"$dir/$place/agent.textproto"
  start "$place"
done

echo "before anything is sent"
within 20 shows gateway stile_gateway_agents_attached 2
is stile_gateway_parcels_waiting == 0
is stile_gateway_oldest_parcel_age_seconds == 0
is stile_gateway_ledger_leaves '>=' 1
is stile_gateway_directory_validity_seconds '>' $((12 * 86400))
is stile_gateway_directory_validity_seconds '<=' $((13 * 86400))
is stile_gateway_certificate_validity_seconds '>' $((6 * 86400))
is stile_gateway_store_bytes '>' 4096
[[ -z $(value stile_gateway_rows_admitted_total) ]] || fail "rows were counted before any was sent"

echo "after a return"
exits 0 force return send --month "$month" call-outs.csv
within 60 all_stored sussex
exits 0 ofsted --json audit verify
rows=$(sum_of rows <<<"$said") consignments=$(sum_of consignments <<<"$said")
scrape gateway
is stile_gateway_consignments_admitted_total == "$consignments"
is stile_gateway_rows_admitted_total == "$rows"
is stile_gateway_parcels_delivered_total == "$consignments"
is stile_gateway_parcels_waiting == 0
is stile_gateway_commit_seconds_count '>' 0
scrape force-sussex
is stile_agent_attached == 1
is stile_agent_ledger_proven_age_seconds '>=' 0
is 'stile_agent_rows{state="stored"}' == "$rows"
is 'stile_agent_rows{state="queued"}' == 0
exits 0 ofsted --json inbox list --month "$month" --type call-out
is 'stile_agent_last_return_rows{fate="sent"}' == "$(wc -l <<<"$said")"
is 'stile_agent_last_return_rows{fate="rejected"}' == 0
[[ $(sum 'stile_agent_withheld_rows{') -eq $(value 'stile_agent_last_return_rows{fate="withheld"}') ]] ||
  fail "the reasons of withheld rows do not add up"
[[ $(value 'stile_agent_last_return_rows{fate="withheld"}') -gt 0 ]] || fail "no row of the sample was withheld"
is stile_agent_refused_routes == 0
is stile_agent_sending_stopped == 0
is stile_agent_ledger_alarms == 0
is stile_agent_directory_validity_seconds '>' $((12 * 86400))
is stile_agent_certificate_validity_seconds '>' $((6 * 86400))
is 'stile_agent_store_bytes{store="intake"}' '>' 4096
scrape regulator-ofsted
is stile_agent_inbox_consignments == "$consignments"
is 'stile_agent_store_bytes{store="inbox"}' '>' 4096

echo "while the recipient is away"
stop TERM regulator-ofsted
within 20 shows gateway stile_gateway_agents_attached 1
sed -i 's/,Level 1,/,Level 2,/' "$dir/force-sussex/exports/call-outs.csv"
exits 0 force return send --month "$month" call-outs.csv
scrape gateway
is stile_gateway_parcels_waiting '>' 0
is stile_gateway_oldest_parcel_age_seconds '>=' 0
scrape force-sussex
is 'stile_agent_rows{state="admitted"}' '>' 0
is 'stile_agent_last_return_rows{fate="revised"}' '>' 0

echo "while the gateway is away"
stop TERM gateway
within 30 shows force-sussex stile_agent_attached 0
is 'stile_agent_problems_total{event="attachment_ended"}' '>' 0
[[ -z $(value stile_agent_ledger_proven_age_seconds) ]] || fail "a gateway that is away proved something"

echo "nothing from outside"
sed -E 's/^\{"column":"(.*)","text":"(.*)"\}$/\1\t\2/' "$dir/scheme/canaries" >"$dir/canaries"
exits 0 "$build/tests/system/find_canaries" "$dir/canaries" "$dir/all-lines"
! grep -E 'SC[0-9]|ofsted:|spiffe|sussex|testshire|E[0-9]{8}|20[0-9]{2}-[0-9]' "$dir/all-lines" ||
  fail "a line names what came from outside"
! grep -Ev '^(stile_(gateway|agent)|exposer)_[a-z_]+(\{(reason="[A-Z_]+"|(event|state|fate|store)="[a-z_]+"|le="[0-9.e+Inf-]+"|quantile="[0-9.]+")\})? ([0-9.e+-]+|Nan)$' "$dir/all-lines" ||
  fail "a line has a name or label that is not of the closed lists"
for metric in $(grep -oE '^stile_[a-z_]+' "$dir/all-lines" | sed -E 's/_(bucket|sum|count)$//' | sort -u); do
  grep -qF "\`$metric" "$here/deploy/RUNBOOK.md" || fail "deploy/RUNBOOK.md does not say what $metric is"
done

echo "only this machine"
for address in $(hostname -I); do
  [[ $address == *:* ]] || ! (exec 9<>"/dev/tcp/$address/$(port_of force-sussex)") 2>/dev/null ||
    fail "the metrics are answered at $address"
done
sed -i 's/^metrics: .*/metrics: "0.0.0.0:9464"/' "$dir/gateway/gateway.textproto"
exits 1 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check
says 'only this machine may ask'
exits 1 stile check --config "$dir/gateway/gateway.textproto"
says 'only this machine may ask'
echo "$(sort -u "$dir/all-lines" | cut -d' ' -f1 | sort -u | wc -l) kinds of lines, none from outside"
