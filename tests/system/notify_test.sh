#!/usr/bin/env bash
# A service manager hears READY=1 once a program serves and not before, then the watchdog's beat,
# and STOPPING=1 when the program has begun to stop.
source "$(dirname "$0")/world.sh"

# manage NAME CHECK: a manager for whatever is started next.
manage() {
  "$here/tests/system/manager" "$dir/$1.notify" "$dir/$1.heard" "$2" &
  pids+=($!)
  within 20 heard "$1" listening
  export NOTIFY_SOCKET=$dir/$1.notify WATCHDOG_USEC=1000000
}
heard() { grep -qx -e "$2" "$dir/$1.heard"; }
beats() { [[ $(grep -cx WATCHDOG=1 "$dir/$1.heard") -ge 3 ]]; }

make_world

echo "a gateway that does not start promises nothing"
manage broken "tcp:$dir/gateway/address"
exits 1 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto"
says NOT_FOUND
! heard broken 'READY=1.*' || fail "a gateway without its checkpoint file said that it serves"

echo "a gateway is ready once its port answers"
"$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" initialise
manage gateway "tcp:$dir/gateway/address"
start gateway
within 20 heard gateway 'READY=1 .*'
! heard gateway 'READY=1 and does not serve' || fail "the gateway was not there when it said so"
within 20 beats gateway
unset NOTIFY_SOCKET WATCHDOG_USEC

echo "a new agent waits for its first documents, and is ready once people can ask"
rm -f -- "$dir/force-sussex/documents/"*
stop TERM gateway
within 20 heard gateway STOPPING=1
make_agent_config force-sussex
manage force "unix:$dir/force-sussex/stile.sock"
"$build/agents/stile-agent" --config "$dir/force-sussex/agent.textproto" 2>>"$dir/force-sussex.log" &
pid_of[force-sussex]=$!
pids+=($!)
within 20 heard force 'STATUS=waiting for the signed documents'
! heard force 'READY=1.*' || fail "the agent was ready without documents"
[[ ! -e $dir/force-sussex/stile.sock ]] || fail "the agent had a socket without documents"
unset NOTIFY_SOCKET WATCHDOG_USEC
start gateway
within 40 heard force 'READY=1 .*'
! heard force 'READY=1 and does not serve' || fail "the agent was not there when it said so"
within 20 beats force
stop TERM force-sussex
within 20 heard force STOPPING=1
