#!/usr/bin/env bash
# Makes identities that every peer must refuse. For tests only; see certs/issue for good ones.
source "$(dirname "$0")/../../certs/lib.sh"

usage() {
  cat <<'USAGE'
Usage: tests/support/bad_certificates.sh --authority DIR --identity URI --out DIR
Makes one folder a fault below the out folder, each with tls.key, tls.pem and the good roots.pem:
  wrong-authority  issued by another authority of the same name
  expired          ended yesterday
  not-yet-valid    begins tomorrow
  no-uri-san       a DNS name, no URI
  two-uri-sans     the identity, and a second one
  wrong-kind       names a kind of agency that there is not
  gateway-kind     names the gateway
  wrong-domain     names another trust domain, which the issuing authority may not
  server-only      may be a server, not a client
  authority        an issuing authority's own certificate
USAGE
}

authority='' identity='' out=''
while [[ $# -gt 0 ]]; do
  case "$1" in
    --help | -h) usage && exit 0 ;;
    --authority | --identity | --out)
      [[ $# -ge 2 ]] || usage_error "$1 needs a value"
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    *) usage_error "unknown: $1" ;;
  esac
done
[[ -n $authority && -n $identity && -n $out ]] || usage_error "--authority, --identity and --out are needed"
domain=$(<"$authority/trust-domain")
export STILE_CA=$authority/issuing
now=$(date +%s)
readonly day=86400
readonly usual_key_usage='critical, digitalSignature'
readonly usual_extended='serverAuth, clientAuth'

# bad NAME SAN [START END [EXTENDED-USAGE]]: START and END are seconds from now.
bad() {
  local name=$1 san=$2 start=${3:--300} end=${4:-$day} extended=${5:-$usual_extended}
  local dir=$out/$name
  mkdir -p -- "$dir"
  {
    cat -- "$profiles"
    printf '\n[bad]\nbasicConstraints = critical, CA:false\nkeyUsage = %s\n' "$usual_key_usage"
    printf 'extendedKeyUsage = %s\nsubjectAltName = %s\n' "$extended" "$san"
  } >"$dir/bad.cnf"
  new_key "$dir/tls.key"
  quietly openssl req -new -config "$profiles" -key "$dir/tls.key" -subj "/CN=$name" -out "$dir/tls.csr"
  quietly openssl ca -batch -notext -config "$dir/bad.cnf" -name issuing -extensions bad \
    -startdate "$(utc $((now + start)))" -enddate "$(utc $((now + end)))" \
    -in "$dir/tls.csr" -out "$dir/leaf.pem"
  cat -- "$dir/leaf.pem" "$STILE_CA/ca.pem" >"$dir/tls.pem"
  rm -- "$dir/leaf.pem" "$dir/tls.csr" "$dir/bad.cnf"
  finish "$name"
}

finish() {
  cp -- "$authority/roots.pem" "$out/$1/roots.pem"
  chmod 0400 "$out/$1/tls.key"
}

wrong_authority() {
  local other=$out/.other
  rm -rf -- "$other"
  "$here/authority" new "$other" --trust-domain "$domain"
  "$here/issue" --authority "$other" --identity "$identity" --out "$out/wrong-authority"
  cp -f -- "$authority/roots.pem" "$out/wrong-authority/roots.pem"
  rm -rf -- "$other"
}

own_authority() {
  mkdir -p -- "$out/authority"
  cp -- "$STILE_CA/ca.key" "$out/authority/tls.key"
  cp -- "$STILE_CA/ca.pem" "$out/authority/tls.pem"
  finish authority
}

mkdir -p -- "$out"
exec 9>"$STILE_CA/.lock"
flock 9
wrong_authority
bad expired "URI:$identity" $((-2 * day)) "-$day"
bad not-yet-valid "URI:$identity" "$day" $((2 * day))
bad no-uri-san "DNS:agent.$domain"
bad two-uri-sans "URI:$identity, URI:spiffe://$domain/force/second/agent"
bad wrong-kind "URI:spiffe://$domain/visitor/sussex/agent"
bad gateway-kind "URI:spiffe://$domain/gateway"
bad wrong-domain "URI:spiffe://other.example/force/sussex/agent"
bad server-only "URI:$identity" -300 "$day" serverAuth
own_authority
