#!/usr/bin/env bash
# Bash completion offers just what the programs' own help says, for every command there is.
set -euo pipefail
here=$(cd "$(dirname "$0")/../../.." && pwd)
build=$1
source "$here/tests/unit/deploy/help_walk"
source "$here/deploy/completion/stile.bash"
failures=0

# candidates WORD…: what the Tab key offers for the last word, sorted, on one line.
candidates() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _stile "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  printf '%s\n' "${COMPREPLY[@]}" | sort -u | xargs
}

expect() {
  local what=$1 wanted=$2 found
  shift 2
  found=$(candidates "$@")
  [[ $found != "$wanted" ]] || return 0
  printf 'FAILED  %s: `%s` + Tab offers "%s", not "%s"\n' "$what" "$*" "$found" "$wanted"
  failures=$((failures + 1))
}

commands=0
visit() {
  commands=$((commands + 1))
  expect 'the subcommands of its help' "$(subcommands_of "$@" | sort -u | xargs)" "$@" ''
  local option
  for option in $(options_of "$@"); do
    [[ " $(candidates "$@" -) " == *" $option "* ]] && continue
    printf 'FAILED  `%s -` + Tab does not offer %s, which `%s --help` has\n' "$*" "$option" "$*"
    failures=$((failures + 1))
  done
}

stile=$build/agents/cli/stile
for program in "$stile" "$build/agents/stile-agent" "$build/gateway/stile-gateway"; do
  [[ -x $program ]] || { echo "skipped: $program is not built"; exit 77; }
  walk visit "$program"
done

expect 'what begins so' return "$stile" ret
expect 'options of the outer command' '--json' "$stile" return send --js
expect 'a command behind an option and its value' 'preview send status' "$stile" --socket /run/x return ''
expect 'the values of a closed list' 'sealing signing token' "$stile" key generate --kind ''
expect 'those that begin so' signing "$stile" key generate --kind si
expect 'nothing of its own for a free value' '' "$stile" return send --month ''
[[ $(complete -p stile-agent) == *'-o default -F _stile'* ]] || { echo 'FAILED  not registered'; failures=1; }
printf '%d commands, %d failed\n' "$commands" "$failures"
[[ $failures -eq 0 && $commands -gt 15 ]]
