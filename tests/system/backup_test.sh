#!/usr/bin/env bash
# The runbook's commands for backup and restore, run just as they stand there with other folders: a
# source and a recipient come back, the gateway moves, and an older store of the gateway is refused.
rows=1200
source "$(dirname "$0")/world.sh"
command -v sqlite3 >/dev/null || { echo 'skipped: sqlite3 is not installed (deploy/packages build)'; exit 77; }
export_file=$dir/force-sussex/exports/call-outs.csv

# tried NAME: the commands of that block of the runbook, for the folders of this world.
tried() {
  local commands
  commands=$(sed -n "/^<!-- tried: $1 -->\$/,/^\`\`\`\$/p" "$here/deploy/RUNBOOK.md" | sed '1,2d;$d' |
    sed -e "s#/var/lib/stile-gateway\|/var/lib/stile-checkpoint#$dir/gateway#g" \
      -e "s#/\(var/lib\|run\)/stile-agent/sussex#$dir/force-sussex#g" \
      -e "s#/\(var/lib\|run\)/stile-agent/ofsted#$dir/regulator-ofsted#g" -e "s#/var/backups/stile#$dir/backups#g")
  [[ -n $commands && $commands != */var/* && $commands != */run/* ]] || fail "the runbook has no block \"$1\" that fits"
  eval "$commands" || fail "the runbook's commands \"$1\" fail"
}

# What the commands mean here: our own processes, and no other accounts.
systemctl() {
  local place=${2#stile-}
  place=${place/#agent@sussex/force-sussex} place=${place/#agent@ofsted/regulator-ofsted}
  case $1 in
    stop) stop TERM "$place" ;;
    start) start "$place" ;;
    *) fail "systemctl $1" ;;
  esac
}
install() {
  [[ $1 == -o && $3 == -g ]] || fail "install $*"
  shift 4
  command install "$@"
}
send() { force return send --month "$month" "$1"; }
# Of a source that was restored, the status ends with 5.
quiet() {
  local status
  status=$(force --json return status) || true
  [[ $status == *'"stored":'* ]] && ! grep -Eq '"(queued|admitted)":[1-9]' <<<"$status"
}

# copy_inbox FOLDER: what the runbook does for the force, for the regulator.
copy_inbox() {
  mkdir -p -m 0700 "$1"
  (umask 077 && sqlite3 -readonly "$dir/regulator-ofsted/inbox.db" "VACUUM INTO '$1/inbox.db'")
}
correct() { sed -i "2,50s/,Level $1,/,Level $2,/" "$export_file"; }

make_world
start_world
head -n 300 "$export_file" >"$dir/force-sussex/exports/first.csv"
exits 0 send first.csv
within 60 quiet

echo "backups of running programs"
tried 'back up an agent' >"$dir/said"
source_older=$backup
tried 'back up the gateway' >>"$dir/said"
gateway_older=$backup
cp -p "$dir/gateway/checkpoint" "$gateway_older/"
copy_inbox "$dir/backups/ofsted-older"
[[ $(cat "$dir/said") == $'ok\nok' ]] || fail "a backup is not whole: $(cat "$dir/said")"
[[ -z $(find "$dir/backups" -type f -perm /077) ]] || fail "others may read a backup"
exits 0 send call-outs.csv
within 60 quiet
ofsted_holds "$export_file"
both_audits_hold

echo "a source restored goes on behind the numbers that the gateway took, and nothing comes twice"
backup=$source_older
tried 'restore a source'
goes_on() { [[ $(force return status || true) == *'numbers that this store does not know'* ]]; }
within 20 goes_on
exits 0 send call-outs.csv
within 60 quiet
exits 5 force return status
ofsted_holds "$export_file"
both_audits_hold

echo "a recipient restored from a newest backup is as it was, and takes what comes"
copy_inbox "$dir/backups/ofsted-newest"
backup=$dir/backups/ofsted-newest
tried 'restore a recipient' >/dev/null
ofsted_holds "$export_file"
correct 1 2
exits 0 send call-outs.csv
within 60 quiet
ofsted_holds "$export_file"
both_audits_hold

echo "a gateway moves while nothing is signed"
tried 'move the gateway'
correct 2 3
exits 0 send call-outs.csv
within 60 quiet
ofsted_holds "$export_file"
both_audits_hold

echo "a gateway whose disk is full ends with 4, and goes on once there is room"
stop TERM gateway
correct 3 1
code=0
(
  trap '' XFSZ # writing beyond the limit then fails as on a full disk
  ulimit -f 48 # KiB of the write-ahead log: room for the first commit, and for none with a parcel
  exec timeout 60 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" 2>"$dir/full.log"
) &
full_pid=$!
pids+=("$full_pid")
send call-outs.csv >/dev/null 2>&1 &
sending=$!
wait "$full_pid" || code=$?
[[ $code -eq 4 ]] || fail "a gateway on a full disk ended with $code"
forget "$full_pid"
grep -q '"event":"store_stop","reason":"IO"' "$dir/full.log" || fail "the log does not say why"
start gateway
wait "$sending" || true
within 60 quiet
ofsted_holds "$export_file"
both_audits_hold

echo "an older recipient is whole, and its audit names what never came again"
backup=$dir/backups/ofsted-older
tried 'restore a recipient' >/dev/null
correct 1 2
exits 0 send call-outs.csv
within 60 quiet
exits 5 ofsted audit verify
says 'never came'

echo "an older store of the gateway is refused"
stop TERM gateway
put_back() {
  rm -f -- "$dir/gateway/store.db"*
  command install -m 0600 "$gateway_older/store.db" "$dir/gateway/store.db"
}
put_back
exits 5 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto"
says 'an older store was put back'
exits 5 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" check

echo "and with the checkpoint file of its time it stops as soon as an agent shows what it saw"
put_back
command install -m 0600 "$gateway_older/checkpoint" "$dir/gateway/checkpoint"
exits 5 timeout 60 "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto"
says '"event":"integrity_stop"'
echo "restored what can be, refused what must not"
