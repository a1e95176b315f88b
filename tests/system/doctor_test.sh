#!/usr/bin/env bash
# `stile doctor` at real agents: nothing is amiss in a running world, and it says so; and what is
# broken there it finds, says how to mend it, and ends with 1.
source "$(dirname "$0")/world.sh"
look() { stile doctor --config "$dir/$1/agent.textproto"; }
well() { look force-sussex && look regulator-ofsted; }
finds_no_gateway() { [[ $(look force-sussex || true) == *'fault   gateway '*'; mend with: '* ]]; }

make_world
start_world

echo "nothing is amiss"
within 20 well
exits 0 look force-sussex
for thing in configuration certificate directory 'own entry' agreement agent gateway disk store; do
  grep -q "^ok      $thing " <<<"$said" || fail "nothing about $thing: $said"
done
exits 0 stile --json doctor --config "$dir/force-sussex/agent.textproto"
[[ $(grep -c '^{"state":"ok",' <<<"$said") -eq 9 ]] || fail "not nine objects: $said"

! grep '"event":"peer_refused"' "$dir/gateway.log" || fail "the gateway refuses its own probe"

echo "the socket is another agency's"
export STILE_SOCKET=$dir/regulator-ofsted/stile.sock
exits 1 look force-sussex
says "another agency's answers: $(id_of regulator-ofsted); mend with: --socket"
unset STILE_SOCKET

echo "the gateway is away"
stop TERM gateway
within 20 finds_no_gateway
exits 1 look force-sussex
says 'ok      agent '

echo "the agent is away, a key is open, the certificate is another's, the store is damaged"
stop TERM force-sussex
exits 1 look force-sussex
says 'fault   agent '
chmod 0440 "$dir/force-sussex/signing.key"
exits 1 look force-sussex
says 'signing_key: '
chmod 0400 "$dir/force-sussex/signing.key"
mv "$dir/force-sussex/identity" "$dir/force-sussex/own-identity"
cp -r "$dir/regulator-ofsted/identity" "$dir/force-sussex/identity"
exits 1 look force-sussex
says "its certificate is that of $(id_of regulator-ofsted)"
head -c 4096 /dev/urandom | dd of="$dir/force-sussex/intake.db" bs=4096 seek=1 conv=notrunc status=none
exits 1 look force-sussex
says 'fault   store '
