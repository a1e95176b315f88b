#!/usr/bin/env bash
# A force exercises those whom it may notify, as separate processes over mutual TLS: every contact who may be
# on duty gets a message that says that it is an exercise, a person answers for each, and the force sees who has
# answered and who has not. Nothing about anybody travels, and nothing looks like a notification.
rows=1
authorities=(E10000030) services=(east-sussex)
source "$(dirname "$0")/world.sh"
surrey() { at authority-E10000030 "$@"; }
service() { at yjs-east-sussex "$@"; }
spool=$dir/authority-E10000030/spool

agree_to_tell() {
  tell sussex authority-E10000030 authority
  tell sussex yjs-east-sussex host-yjs
}

make_world
start_world
for agency in authority-E10000030 yjs-east-sussex; do
  stop TERM "$agency"
  mkdir -p "$dir/$agency/spool/ack"
  echo 'handing { spool: "spool" }' >>"$dir/$agency/agent.textproto"
  start "$agency"
done

echo "before the first there is nothing to see"
exits 1 force notify exercises
says "nobody was sent an exercise yet"
exits 2 force notify exercise --agency regulator/ofsted

echo "each agency that may be notified is sent one"
within 30 force notify exercise # the others' sealing keys reach the force
exits 0 force notify exercise
says "exercise to authority/E10000030"
says "exercise to yjs/east-sussex"

echo "every contact who may be on duty is told, first, second and deputy, and that it is an exercise"
exercised() { [[ $("$1" --json inbox exercises | grep -c '"told":"2') -eq 3 ]]; }
within 20 exercised surrey
within 20 exercised service
exits 0 surrey inbox exercises
for contact in duty-team manager director; do
  says "for $contact: told"
  grep -lq "\"contact\":\"$contact\"" "$spool"/*-exercise.json || fail "$contact has no message"
done
grep -q '"kind":"exercise"' "$spool"/*-exercise.json || fail "it does not say that it is an exercise"
[[ -z $(find "$spool" -name '*.json' ! -name '*-exercise.json') ]] || fail "something else: $(ls "$spool")"
exits 0 surrey inbox notices --all
[[ $said != *call-out* ]] || fail "an exercise looks like a notification: $said"
exits 0 force notify status --all
[[ -z $said ]] || fail "an exercise looks like a notification: $said"

echo "the force sees that nobody has answered, then who has and who has not"
stands() { [[ $(force notify exercises || true) == *"exercise to $1: $2"* ]]; }
within 20 stands authority/E10000030 "delivered, NOBODY has answered"
within 20 stands yjs/east-sussex "delivered, NOBODY has answered"
reference_of() { surrey --json inbox exercises | grep "\"contact\":\"$1\"" | sed 's/.*"reference":"\([^"]*\)".*/\1/'; }
exits 0 surrey inbox answer "$(reference_of duty-team)"
within 20 stands authority/E10000030 "NOT ALL who may be on duty have answered"
exits 0 surrey inbox answer "$(reference_of manager)"
exits 0 surrey inbox answer "$(reference_of director)"
within 20 stands authority/E10000030 "all who may be on duty have answered"
exits 1 force notify exercises
says "exercise to yjs/east-sussex: delivered, NOBODY has answered"
exits 2 surrey inbox answer 0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z
exits 0 surrey inbox exercises
says "answered"
says "by $(id -un)"

echo "the agent that is killed tells nobody again"
before=$(find "$spool" -name '*.json' | wc -l)
stop KILL authority-E10000030
rm -- "$spool"/*.json
start authority-E10000030
within 20 surrey inbox exercises
exits 0 force notify exercise --agency authority/E10000030
fresh() { [[ $(find "$spool" -name '*-exercise.json' | wc -l) -eq 3 ]]; }
within 20 fresh
[[ $before -ge 6 ]] || fail "the exercises before made only $before messages"
stands authority/E10000030 "all" && fail "the newest exercise counts, which nobody has answered"
! grep -qF -e "$(reference_of manager)" "$dir/authority-E10000030.log" || fail "a reference is in the log"

echo "everything kept at every end verifies"
for one in force surrey service; do exits 0 "$one" audit verify; done

echo "and of all that the ledger has about them the agents know"
as_known force-sussex authority-E10000030 yjs-east-sussex
