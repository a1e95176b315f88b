#!/usr/bin/env bash
# What the scripts of certs/ make, and what they refuse to make, judged by openssl itself.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
domain=test.stile.example
agent=spiffe://$domain/force/sussex/agent
failures=0

expect() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    printf 'ok      %s\n' "$what"
  else
    printf 'FAILED  %s: %s\n' "$what" "$*"
    sed 's/^/        /' "$work/said"
    failures=$((failures + 1))
  fi
}

refuses() { ! "$@"; }
text_of() { openssl x509 -in "$1/tls.pem" -noout -text; }
says() { text_of "$1" | grep -qF -- "$2"; }
uris() { openssl x509 -in "$1/tls.pem" -noout -ext subjectAltName | grep -o 'URI:[^,]*'; }
has_only_uri() { [[ $(uris "$1") == "URI:$2" ]]; }
has_mode() { [[ $(stat -c %a "$1") == "$2" ]]; }
verifies() { openssl verify -x509_strict -purpose "$2" -CAfile "$1/roots.pem" -untrusted "$1/tls.pem" "$1/tls.pem"; }
key_fits() { [[ $(openssl pkey -in "$1/tls.key" -pubout) == "$(openssl x509 -in "$1/tls.pem" -noout -pubkey)" ]]; }
lasts_days() {
  openssl x509 -in "$1/tls.pem" -noout -checkend $(($2 * 86400 - 3600)) &&
    ! openssl x509 -in "$1/tls.pem" -noout -checkend $(($2 * 86400 + 3600))
}
issue() { certs/issue --authority "$work/ca" "$@"; }
holds_no() { ! find "$1" -name "$2" | grep -q .; }
same() { cmp -s "$1" "$2"; }

expect 'an authority is made' certs/authority new "$work/ca" --trust-domain "$domain"
expect 'its keys are for their owner only' has_mode "$work/ca/issuing/ca.key" 400
expect 'a second one does not replace it' refuses certs/authority new "$work/ca" --trust-domain "$domain"
expect 'a trust domain is lower case' refuses certs/authority new "$work/b" --trust-domain Test.Example

expect 'an agent gets an identity' issue --identity "$agent" --out "$work/agent"
expect 'it serves as a client' verifies "$work/agent" sslclient
expect 'it serves as a server' verifies "$work/agent" sslserver
expect 'it names exactly one URI' has_only_uri "$work/agent" "$agent"
expect 'it is no authority' says "$work/agent" 'CA:FALSE'
expect 'its key signs, and nothing else' says "$work/agent" 'Digital Signature'
expect 'its key is P-256' says "$work/agent" 'ASN1 OID: prime256v1'
expect 'its key fits' key_fits "$work/agent"
expect 'its key is for its owner only' has_mode "$work/agent/tls.key" 400
expect 'it lasts seven days' lasts_days "$work/agent" 7
expect 'nothing half made is left' holds_no "$work/agent" '.new*'
expect 'the gateway lasts a day' issue --identity "spiffe://$domain/gateway" --out "$work/gateway"
expect 'the gateway lasts a day' lasts_days "$work/gateway" 1
expect 'days can be asked for' issue --identity "$agent" --out "$work/long" --days 90
expect 'days can be asked for' lasts_days "$work/long" 90

for identity in "spiffe://other.example/gateway" "spiffe://$domain/visitor/sussex/agent" \
  "spiffe://$domain/force/sussex" "spiffe://$domain/force/a/b/agent" \
  "spiffe://$domain/gateway,URI:spiffe://$domain/force/x/agent" "https://$domain/gateway" ''; do
  expect "no certificate for '$identity'" refuses issue --identity "$identity" --out "$work/none"
done
expect 'none that outlasts its issuer' refuses issue --identity "$agent" --out "$work/none" --days 400
expect 'none for no days' refuses issue --identity "$agent" --out "$work/none" --days 0
expect 'nothing was written for them' test ! -e "$work/none"

cp "$work/agent/tls.pem" "$work/before.pem"
expect 'it is too early to renew' certs/renew --authority "$work/ca" --out "$work/agent"
expect 'so nothing changed' same "$work/before.pem" "$work/agent/tls.pem"
expect 'renewing now' certs/renew --authority "$work/ca" --out "$work/agent" --now
expect 'gives another certificate' refuses same "$work/before.pem" "$work/agent/tls.pem"
expect 'with a fitting key' key_fits "$work/agent"
expect 'for the same identity' has_only_uri "$work/agent" "$agent"
expect 'and as many days' lasts_days "$work/agent" 7

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/own.key" 2>/dev/null
openssl req -new -key "$work/own.key" -subj /CN=own -addext "subjectAltName=URI:spiffe://$domain/gateway" \
  -out "$work/own.csr"
expect 'an agency may keep its key' issue --identity "$agent" --out "$work/own" --csr "$work/own.csr"
expect 'its request cannot name another' has_only_uri "$work/own" "$agent"
expect 'no key is made for it' test ! -e "$work/own/tls.key"

expect 'the bad certificates are made' tests/support/bad_certificates.sh \
  --authority "$work/ca" --identity "$agent" --out "$work/bad"
for fault in wrong-authority expired not-yet-valid wrong-domain server-only authority; do
  expect "$fault does not verify" refuses verifies "$work/bad/$fault" sslclient
done
for fault in no-uri-san two-uri-sans wrong-kind gateway-kind; do
  expect "$fault verifies, and is for us to refuse" verifies "$work/bad/$fault" sslclient
done
expect 'no-uri-san has none' refuses uris "$work/bad/no-uri-san"
expect 'two-uri-sans has two' test "$(uris "$work/bad/two-uri-sans" | wc -l)" -eq 2

printf '%d failed\n' "$failures"
[[ $failures -eq 0 ]]
