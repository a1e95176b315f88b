# Shared by the scripts of this folder; sourced, never run.
set -euo pipefail
umask 077

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
profiles=$here/profiles.cnf
# Every variable that profiles.cnf names must be set, whichever section is used.
export STILE_CA=${STILE_CA:-none} STILE_IDENTITY=${STILE_IDENTITY:-none}
export STILE_TRUST_DOMAIN=${STILE_TRUST_DOMAIN:-none}

# Clocks of agencies differ; a certificate is valid this long before it is made.
readonly backdate_seconds=300

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2:-1}"
}

usage_error() { die "$1 (see --help)" 2; }

# quietly COMMAND…: openssl writes its progress to stderr; show it only when it fails.
quietly() {
  local said
  said=$("$@" 2>&1) || { printf '%s\n' "$said" >&2 && die "failed: $1 $2" 4; }
}

utc() { date -u -d "@$1" +%Y%m%d%H%M%SZ; }

new_key() { quietly openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

is_trust_domain() { [[ ${#1} -le 255 && $1 =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]]; }

# The shapes of core/base/ids.h: spiffe://<trust-domain>/<kind>/<code>/agent, or …/gateway.
is_identity_of() {
  local domain=$1 identity=$2 path
  [[ $identity == "spiffe://$domain/"* ]] || return 1
  path=${identity#"spiffe://$domain/"}
  [[ $path == gateway ||
    $path =~ ^(force|regulator|authority|yjs|auditor)/[A-Za-z0-9-]{1,32}/agent$ ]]
}

# uris_of CERTIFICATE: the URI names of a certificate, one a line.
uris_of() {
  openssl x509 -in "$1" -noout -ext subjectAltName 2>/dev/null | tr ',' '\n' | sed -n 's/^ *URI://p'
}

# seconds_of startdate|enddate CERTIFICATE: a date of a certificate as Unix time.
seconds_of() { date -u -d "$(openssl x509 -in "$2" -noout "-$1" | cut -d= -f2)" +%s; }

# put FROM TO MODE: replaces TO in one step, so that a reader sees the old or the new.
put() {
  chmod "$3" "$1"
  mv -f -- "$1" "$2"
}
