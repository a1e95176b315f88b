#!/usr/bin/env bash
# An agent that is to tell people: it starts with means that can be used and with no other, and takes
# from its spool what another system acknowledges, without a reference in its log.
source "$(dirname "$0")/world.sh"
place=$dir/regulator-ofsted
log=$dir/regulator-ofsted.log
reference=0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z
checks() { "$build/agents/stile-agent" --config "$place/agent.textproto" check; }
logged() { grep -q "\"event\":\"$1\"" "$log"; }
gone() { [[ ! -e $1 ]]; }

make_world
start_world
stop TERM regulator-ofsted
mkdir -p "$place/spool"
printf '#!/bin/sh\nexit 0\n' >"$place/tell"
chmod 0700 "$place/tell"
cat >>"$place/agent.textproto" <<'CONFIG'
handing {
  command: "tell"
  spool: "spool"
  smtp { server: "smtp://127.0.0.1:25" sender: "stile@ofsted.example" }
}
CONFIG

echo "a folder that is missing is a fault"
exits 1 stile check --config "$place/agent.textproto"
says 'spool/ack: no such folder; mend with: make it'
mkdir "$place/spool/ack"

echo "what another system acknowledges is taken from the spool"
touch "$place/spool/$reference-notification.json" "$place/spool/ack/$reference-notification.json"
touch "$place/spool/$reference-overdue.json.part" "$place/spool/ack/somebody.json"
exits 0 checks
start regulator-ofsted
within 20 gone "$place/spool/ack/$reference-notification.json"
within 20 logged handing_acknowledged
within 20 logged spool_ack_ignored
[[ $(cd "$place/spool" && find . -type f) == ./ack/somebody.json ]] || fail "left: $(find "$place/spool")"
! grep -qE "$reference|somebody" "$log" || fail "a reference or a name is in the log: $(cat "$log")"

echo "without its folder the agent does not start"
stop TERM regulator-ofsted
rm -r "$place/spool/ack"
exits 2 checks
says 'spool/ack: no such folder; mend with: make it'
