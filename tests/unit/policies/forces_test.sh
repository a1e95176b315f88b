#!/usr/bin/env bash
# The agreements of single forces are what their regulator's template makes them: nobody edits a
# clause in one place only.
set -euo pipefail
cd "$(dirname "$0")/../../../policies/agreements"
made=$(mktemp -d)
trap 'rm -rf -- "$made"' EXIT

./make-forces "$made"
result=0
for text in *-to-*.textproto; do
  [[ $text == monthly-return-to-* || $text == notification-to-* ]] && continue
  diff -u -- "$text" "$made/$text" || result=1
done
for text in "$made"/*; do
  [[ -e ${text##*/} ]] || { echo "not here: ${text##*/}" && result=1; }
done
[[ $result -eq 0 ]] || echo "mend with: policies/agreements/make-forces"
exit "$result"
