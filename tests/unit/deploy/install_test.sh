#!/usr/bin/env bash
# deploy/install puts everything under a DESTDIR and nothing elsewhere, and what it put there works.
set -euo pipefail
here=$(cd "$(dirname "$0")/../../.." && pwd)
build=$1
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
failures=0
export SOURCE_DATE_EPOCH=0
fault() { printf 'FAILED  %s\n' "$*" && failures=$((failures + 1)); }
for program in agents/cli/stile agents/stile-agent gateway/stile-gateway; do
  [[ -x $build/$program ]] || { echo "skipped: $program is not built"; exit 77; }
done

"$here/deploy/install" --build "$build" --prefix /opt/stile --destdir "$work/dest" >/dev/null
root=$work/dest/opt/stile
[[ $(ls "$work/dest") == opt && $(ls "$work/dest/opt") == stile ]] || fault "something is outside the prefix: $(ls "$work/dest")"

for file in bin/stile bin/stile-agent bin/stile-gateway lib/systemd/system/stile-gateway.service \
  lib/systemd/system/stile-agent@.service lib/sysusers.d/stile.conf share/man/man1/stile.1 \
  share/man/man5/stile.textproto.5 share/man/man8/stile-agent.8 share/man/man8/stile-gateway.8 \
  share/bash-completion/completions/stile share/bash-completion/completions/stile-agent \
  share/bash-completion/completions/stile-gateway share/stile/RUNBOOK.md share/stile/JOINING.md share/stile/accept share/stile/config.proto \
  share/stile/policies/areas/areas.textproto share/stile/policies/agreements/monthly-return-to-ofsted.textproto \
  share/stile/policies/column-maps/command-and-control.textproto share/stile/policies/column-maps/README.md \
  share/stile/certs/renew; do
  [[ -s $root/$file ]] || fault "$file was not installed"
done
grep -qx 'ExecStart=/opt/stile/bin/stile-gateway --config .*' "$root/lib/systemd/system/stile-gateway.service" ||
  fault 'the unit does not start what was installed'
[[ -z $(find "$root" -perm /022 ! -type l) ]] || fault 'others could write to what was installed'
[[ -z $(find "$root" -name '*.key' -o -name '*.in' -o -name '*_test*') ]] || fault 'something was installed that is no part of the product'

"$root/bin/stile" --version >/dev/null || fault 'the installed stile does not run'
"$root/share/stile/certs/authority" new "$work/ca" --trust-domain test.stile.example >/dev/null || fault 'the installed certs/authority does not run'
"$root/share/stile/certs/issue" --authority "$work/ca" --identity spiffe://test.stile.example/gateway --out "$work/identity" >/dev/null ||
  fault 'the installed certs/issue does not run'

before=$(cd "$root" && find . -type f -exec sha256sum {} + | sort)
"$here/deploy/install" --build "$build" --prefix /opt/stile --destdir "$work/dest" >/dev/null
[[ $before == "$(cd "$root" && find . -type f -exec sha256sum {} + | sort)" ]] || fault 'installing again changes something'
! "$here/deploy/install" --build "$work/nothing" --destdir "$work/none" 2>/dev/null || fault 'it installed from a folder without programs'
[[ ! -e $work/none ]] || fault 'it left half an installation'
printf '%d failed\n' "$failures"
[[ $failures -eq 0 ]]
