#!/usr/bin/env bash
# The service units: systemd finds no fault in them, and what an attacker in one of them could reach
# stays below a threshold of `systemd-analyze security`, in tenths: 1.5 of 10.
set -euo pipefail
here=$(cd "$(dirname "$0")/../../.." && pwd)
build=$1
threshold=15
command -v systemd-analyze >/dev/null || { echo 'skipped: systemd is not installed (deploy/packages test)'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
failures=0
fault() { printf 'FAILED  %s\n' "$*" && failures=$((failures + 1)); }

"$here/deploy/install" --build "$build" --prefix "$work/usr" >/dev/null || { echo 'skipped: the programs are not built'; exit 77; }
for unit in "$work"/usr/lib/systemd/system/*.service; do
  name=${unit##*/}
  said=$(systemd-analyze verify --man=no --recursive-errors=no "$unit" 2>&1) && [[ -z $said ]] ||
    fault "$name does not verify: $said"
  said=$(systemd-analyze security --offline=true --no-pager --threshold=$threshold "$unit") ||
    fault "$name is exposed more than $threshold tenths; worst first:"$'\n'"$(grep '✗' <<<"$said" | sort -t. -k2)"
  tail -n 1 <<<"$said"
done

# What the threshold does not see.
agent=$here/deploy/systemd/stile-agent@.service
gateway=$here/deploy/systemd/stile-gateway.service
for unit in "$agent" "$gateway"; do
  grep -qx 'Type=notify' "$unit" || fault "${unit##*/}: Type=notify is missing"
  grep -qx 'RestartPreventExitStatus=1 2 3 5' "$unit" || fault "${unit##*/}: it would start again after an integrity failure"
  [[ $(grep '^SystemCallFilter=' "$unit" | tail -n 1) == SystemCallFilter=setpriority ]] ||
    fault "${unit##*/}: what sends returns could not give way to notifications"
  grep -qx 'LimitCORE=0' "$unit" || fault "${unit##*/}: keys could get into a core file"
done
grep -qx 'PrivateUsers=no' "$agent" || fault 'stile-agent@.service: in a user namespace the agent knows nobody at its socket'

# The accounts: the agent's group is that of the people who use `stile`.
mkdir -p "$work/root/etc"
systemd-sysusers --root="$work/root" "$work/usr/lib/sysusers.d/stile.conf" >/dev/null 2>&1 || fault 'sysusers.d: refused'
group=$(sed -n 's/^stile:x:\([0-9]*\):.*/\1/p' "$work/root/etc/group")
grep -q "^stile-agent:x:[0-9]*:$group:" "$work/root/etc/passwd" || fault 'stile-agent is not of the group stile'
grep -q '^stile-gateway:x:' "$work/root/etc/passwd" || fault 'there is no account stile-gateway'
! grep "^stile-gateway:x:[0-9]*:$group:" "$work/root/etc/passwd" || fault 'stile-gateway is of the group stile'

printf '%d failed\n' "$failures"
[[ $failures -eq 0 ]]
