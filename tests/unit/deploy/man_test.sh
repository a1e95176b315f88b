#!/usr/bin/env bash
# The manual pages: mandoc finds no fault in them, and they say every command, option, exit code
# and setting that there is.
set -euo pipefail
here=$(cd "$(dirname "$0")/../../.." && pwd)
build=$1
source "$here/tests/unit/deploy/help_walk"
command -v mandoc >/dev/null || { echo 'skipped: mandoc is not installed (deploy/packages test)'; exit 77; }
pages=$(mktemp -d)
trap 'rm -rf -- "$pages"' EXIT
failures=0
fault() { printf 'FAILED  %s\n' "$*" && failures=$((failures + 1)); }

for program in agents/cli/stile agents/stile-agent gateway/stile-gateway; do
  [[ -x $build/$program ]] || { echo "skipped: $program is not built"; exit 77; }
done
"$here/deploy/man/make-pages" "$build" "$pages"

for page in "$pages"/*; do
  faults=$(mandoc -T lint -W warning "$page") || fault "${page##*/} has faults: $faults"
done

# read_page PAGE: as a person sees it, in one line and without emphasis.
read_page() { mandoc -T ascii "$pages/$1" | sed 's/.\x08//g' | tr -s ' \n' ' '; }

visit() {
  local name="${1##*/} ${*:2}" option
  name=${name% }
  [[ $# -eq 1 || $text == *" $name "* ]] ||
    fault "$page does not have the command \`$name\`: see deploy/man/make-pages"
  for option in $(options_of "$@"); do
    [[ $option == -h || ($# -gt 1 && $option == --help) || $text == *" $option "* ]] ||
      fault "$page does not have $option of \`$name\`: see deploy/man/make-pages"
  done
}
for page in stile.1 stile-agent.8 stile-gateway.8; do
  text=$(read_page "$page")
  walk visit "$(find "$build" -name "${page%.*}" -type f -perm -u+x | head -n 1)"
done

# Exit codes are those of the one list in the code.
codes=$(sed -nE 's/^enum class ExitCode \{(.*)\};/\1/p' "$here/agents/report/reporter.h" | grep -o '[0-9]')
[[ $(wc -w <<<"$codes") -ge 6 ]] || fault 'agents/report/reporter.h has no list of exit codes'
for page in stile.1 stile-agent.8; do
  for code in $codes; do
    grep -q "^\.It $code\$" "$pages/$page" || fault "$page: exit code $code has no entry in deploy/man/$page.in"
  done
done

# Settings are those of the configuration's schema.
for setting in $(sed -nE 's/^ +(repeated )?[A-Za-z]+ ([a-z_]+) = [0-9]+;.*/\2/p' "$here/proto/stile/v1/config.proto"); do
  grep -Eq "^\.It Cm $setting( |\$)|\.Cm $setting( |\$)" "$pages/stile.textproto.5" ||
    fault "stile.textproto.5 does not have the setting $setting: is its message in deploy/man/stile.textproto.5.in?"
done
printf '%d failed\n' "$failures"
[[ $failures -eq 0 ]]
