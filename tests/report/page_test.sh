#!/usr/bin/env bash
# page_test.sh BUILD: reads the report of an invented answer in headless Chromium, in both languages, on a
# phone, on a desk and on paper. Pictures of what it saw stay in BUILD/report-page.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
build=$1
dir=$build/report-page

skip() {
  echo "skipped: $*" >&2
  exit 77
}

chromium=$(command -v chromium || command -v chromium-browser) || skip "there is no chromium (Debian: chromium)"
command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node or npm (Debian: nodejs, npm)"
[[ $(node --version) =~ ^v([0-9]+) && ${BASH_REMATCH[1]} -ge 20 ]] || skip "node is older than 20"

mkdir -p "$dir"
if ! cmp -s "$here/package-lock.json" "$dir/package-lock.json" || [[ ! -e $dir/node_modules/axe-core/axe.js ]]; then
  cp "$here/package.json" "$here/package-lock.json" "$dir/"
  (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) ||
    { rm -f "$dir/package-lock.json" && skip "npm could not install what package-lock.json names: $dir/npm.log"; }
fi
cp "$here/page.mjs" "$dir/"
for language in en cy; do
  "$build/tests/report/report_fixture" "$language" >"$dir/$language.html"
done
cd "$dir"
timeout 240 node page.mjs "$chromium" en.html cy.html
