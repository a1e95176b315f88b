#!/usr/bin/env bash
# The runbook says every event of the logs, every exit code and every metric that the code has, and
# names no file or command of the product that is not there.
set -euo pipefail
cd "$(dirname "$0")/../../.."
runbook=deploy/RUNBOOK.md
failures=0
fault() { printf 'FAILED  %s\n' "$*" && failures=$((failures + 1)); }

sources=$(git ls-files 'agents/*.cc' 'gateway/*.cc' 2>/dev/null || find agents gateway -name '*.cc')
# Events are the first text of a call that writes to the log; a question mark has two of them.
events=$(cat $sources | tr '\n' ' ' |
  grep -oE '(log_event|log_problem|[.>_]log|problem)\((altered \? "[a-z_]+" : )?"[a-z_]+"' | grep -oE '"[a-z_]+"' | tr -d '"' | sort -u)
[[ $(wc -w <<<"$events") -ge 20 ]] || fault "only these events were found in the code: $events"
for event in $events; do
  grep -Eq "^\|.*\`$event\`.*\| (both|gateway|agent) \|" $runbook ||
    fault "the event $event has no line under \"Events of the log\" in $runbook"
done

for metric in $(cat gateway/metrics.cc agents/metrics.cc | grep -oE '"stile_[a-z_]+"' | tr -d '"'); do
  grep -q "\`$metric[\`{]" $runbook || fault "the metric $metric has no line under \"Metrics\" in $runbook"
done
for metric in $(grep -oE '`stile_[a-z_]+[`{]' $runbook | tr -d '`{'); do
  grep -q "\"$metric\"" gateway/metrics.cc agents/metrics.cc || fault "$runbook names the metric $metric, which there is not"
done

for code in $(sed -nE 's/^enum class ExitCode \{(.*)\};/\1/p' agents/report/reporter.h | grep -o '[0-9]'); do
  grep -q "^| $code | " $runbook || fault "the exit code $code has no line under \"Exit codes\" in $runbook"
done

for file in $(grep -oE '`(deploy|certs|policies|tests)/[A-Za-z0-9_./-]+' $runbook | tr -d '`'); do
  [[ -e $file ]] || fault "$runbook names $file, which is not there"
done
printf '%d events, %d failed\n' "$(wc -w <<<"$events")" "$failures"
[[ $failures -eq 0 ]]
