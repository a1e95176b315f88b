# What every test of the whole begins with: `source world.sh BUILD-FOLDER` gives it an invented
# world of its own (deploy/demo-world) in a temporary folder, both of which end with the test.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$1
for program in gateway/stile-gateway agents/stile-agent agents/cli/stile; do
  [[ -x $build/$program ]] || { echo "skipped: $program is not built"; exit 77; }
done

dir=$(mktemp -d "${TMPDIR:-/tmp}/stile-system.XXXXXX")
month=$(date -d "$(date +%Y-%m-15) -1 month" +%Y-%m)
seed=${STILE_TEST_SEED:-1}
rows=${rows:-600}
# The gateway keeps one port, so that agents find it again after a restart: one that the kernel gives to nobody who
# connects meanwhile (ip_local_port_range), as it would one that a gateway was given by it.
port=0
until [[ $port -ne 0 ]] && ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  port=$((10000 + (RANDOM << 15 | RANDOM) % 20000))
done
pids=()
stile() { "$build/agents/cli/stile" --no-input "$@"; }
source "$here/deploy/demo-world"
force() { at force-sussex "$@"; }
ofsted() { at regulator-ofsted "$@"; }

# Ends what this test started, by its number, and nothing else.
end_world() {
  local result=$? pid log
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  if [[ $result -ne 0 && $result -ne 77 ]]; then
    for log in "$dir"/*.log; do
      printf -- '-- %s\n' "$log" >&2
      tail -n 15 "$log" >&2
    done
  fi
  rm -rf -- "$dir"
  exit "$result"
}
trap end_world EXIT

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# exits CODE COMMAND…: fails unless the command ends with just that; what it said is in $said.
exits() {
  local expected=$1 code=0
  shift
  said=$("$@" 2>&1) || code=$?
  [[ $code -eq $expected ]] || fail "\`$*\` ended with $code, not $expected: $said"
}

# says WORDS: fails unless the last command said them.
says() { [[ $said == *"$1"* ]] || fail "not said: \"$1\", but: $said"; }

# within SECONDS COMMAND…: tries until it succeeds. Tries are counted, for the clock of a machine that
# was suspended jumps.
within() {
  local tries=$((10 * $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || fail "not in time: $*"
    sleep 0.1
  done
}

# forget PID: once it has ended, its number may be another process's.
forget() {
  local pid kept=()
  wait "$1" 2>/dev/null || true
  for pid in "${pids[@]}"; do [[ $pid == "$1" ]] || kept+=("$pid"); done
  pids=("${kept[@]}")
}

# stop SIGNAL PLACE: ends the gateway or an agency's agent, and waits until it is gone.
stop() {
  kill "-$1" "${pid_of[$2]}"
  forget "${pid_of[$2]}"
  rm -f -- "$dir/$2/stile.sock"
}

# ofsted_holds EXPORT…: fails unless Ofsted has exactly the records, counts and manifest that these give.
ofsted_holds() {
  exits 0 ofsted inbox export --month "$month" --out account
  expected sussex "$@" >"$dir/expected"
  "$here/deploy/demo-account" held "$dir/regulator-ofsted/out/account" >"$dir/held"
  [[ $(wc -l <"$dir/expected") -gt 1 ]] || fail "the account expects nothing but a manifest"
  diff -q "$dir/expected" "$dir/held" >/dev/null ||
    fail "Ofsted does not hold what was sent: $(diff "$dir/expected" "$dir/held" | head -n 20)"
}

# both_audits_hold: everything kept at both ends verifies again.
both_audits_hold() {
  exits 0 force audit verify
  exits 0 ofsted audit verify
}

# as_known PLACE…: fails unless the agents of these, started again, have compared every leaf there is by now that
# names them, and nothing of it has to be looked into.
as_known() {
  local place leaves
  command -v sqlite3 >/dev/null || return 0
  leaves=$(sqlite3 -readonly "$dir/gateway/store.db" 'SELECT count(*) FROM leaf')
  for place in "$@"; do
    stop TERM "$place"
    start "$place"
  done
  for place in "$@"; do
    within 60 compared "$place" "$leaves"
    exits 0 at "$place" audit alarms
  done
}
compared() { [[ $(sqlite3 -readonly "$dir/$1/"*-ledger.db 'SELECT next FROM reached') -ge $2 ]]; }

# proven FOLDER: runs what its README.txt says, without what this machine has no program for.
proven() {
  sed -n 's/^    //p' "$1/README.txt" >"$dir/commands"
  [[ -s $dir/commands ]] || fail "no commands in $1/README.txt"
  [[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]] && command -v go >/dev/null || sed -i '/go run/d' "$dir/commands"
  (cd "$1" && GOCACHE=$dir/go-cache GOTOOLCHAIN=local GOFLAGS='' bash -euo pipefail "$dir/commands")
}
