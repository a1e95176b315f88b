#!/usr/bin/env bash
# A preview shows how far it is on a terminal and only there, and takes no more memory for a large
# export than for a small one: not the agent, not `stile`, and not where the month was sent before.
rows=20000
source "$(dirname "$0")/world.sh"
exports=$dir/force-sussex/exports
many=$((10 * rows))
# What may differ from run to run is far less; rows kept in memory would be far more.
slack_kb=8192
# Under the address sanitizer it is more: whether the agent has looked at the ledger meanwhile, on
# threads of which each gets memory of the sanitizer's, makes 20 megabytes.
[[ -z ${ASAN_OPTIONS:-} ]] || slack_kb=40960
# The address sanitizer keeps what was freed, up to a quarter of a gigabyte, unless it is told not to.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1:thread_local_quarantine_size_kb=64

# peak PID: the most memory, in kB, that a process has had in use.
peak() { awk '/^VmHWM:/ { print $2 }' "/proc/$1/status" 2>/dev/null || true; }

# preview NAME: by an agent that has just been started; sets what it and `stile` took at most.
preview() {
  local now stile_pid
  stop TERM force-sussex
  start force-sussex
  "$build/agents/cli/stile" --socket "$dir/force-sussex/stile.sock" return preview --month "$month" "$1" \
    >"$dir/said" 2>"$dir/said.log" &
  stile_pid=$!
  stile_kb=0
  while now=$(peak "$stile_pid") && [[ -n $now ]]; do
    stile_kb=$now
    sleep 0.02
  done
  wait "$stile_pid" || fail "the preview of $1 ended with $?: $(tail -n 3 "$dir/said.log")"
  agent_kb=$(peak "${pid_of[force-sussex]}")
  echo "$1: agent $agent_kb kB, stile $stile_kb kB; $(tail -n 1 "$dir/said")"
}

# no_more WHOSE SMALL LARGE
no_more() { [[ $3 -le $(($2 + slack_kb)) ]] || fail "$1 took $3 kB for $many rows and $2 kB for $rows"; }

# bars COMMAND: how many progress bars a terminal shows of it.
bars() {
  script -qec "$1" /dev/null >"$dir/shown" || fail "it ended with $?: $1"
  grep -ao '\[#*\.*\] [0-9]* %, [0-9]* rows' "$dir/shown" | wc -l
}

make_world
mv -- "$exports/call-outs.csv" "$exports/few.csv"
sample sussex call-outs --rows "$many"
mv -- "$exports/call-outs.csv" "$exports/many.csv"
start_world

echo "memory does not grow with the export"
preview few.csv
grep -q ": $rows rows: " "$dir/said" || fail "not all rows were previewed"
small_agent_kb=$agent_kb small_stile_kb=$stile_kb
preview many.csv
grep -q ": $many rows: " "$dir/said" || fail "not all rows were previewed"
no_more "the agent" "$small_agent_kb" "$agent_kb"
no_more stile "$small_stile_kb" "$stile_kb"

echo "nor where the month was sent before"
exits 0 force return send --month "$month" few.csv
preview many.csv
no_more "the agent" "$small_agent_kb" "$agent_kb"

echo "a bar shows on a terminal"
command="'$build/agents/cli/stile' --no-input --socket '$dir/force-sussex/stile.sock' return preview --month $month few.csv"
[[ $(bars "$command") -gt 0 ]] || fail "no bar on a terminal"
[[ $(bars "$command >/dev/null") -gt 0 ]] || fail "no bar where the rows go into a file"
echo "and nowhere else"
exits 0 force return preview --month "$month" few.csv
[[ $said != *'%, '* && $said != *$'\r'* ]] || fail "a bar where there is no terminal"
[[ $(bars "$command 2>/dev/null") -eq 0 ]] || fail "a bar on the terminal of stdout"
