#!/usr/bin/env bash
# One child, several call-outs of one home and quarter: one pseudonym. Another home or another
# quarter: another (design section 8). Two months of the last whole quarter and one of the
# quarter before are sent; homes and children are the same in each.
source "$(dirname "$0")/world.sh"
this_quarter=$(((10#$(date +%m) - 1) / 3))
first_of_quarter=$(date +%Y)-$(printf '%02d' $((this_quarter * 3 + 1)))-15
month_before() { date -d "$first_of_quarter -$1 month" +%Y-%m; }
months=("$(month_before 1)" "$(month_before 2)" "$(month_before 4)")
month=${months[0]}

# pseudonyms CSV: "pseudonym home count" for each, of cells that need no quotes.
pseudonyms() {
  awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
    $column["child_pseudonym"] != "" { ++count[$column["child_pseudonym"] " " $column["home"]] }
    END { for (one in count) print one, count[one] }' "$1" | sort
}

make_world
for i in 1 2; do
  stile sample --seed "$seed" --month "${months[i]}" --rows "$rows" \
    --export "$dir/force-sussex/exports/${months[i]}.csv" >/dev/null
done
mv -- "$dir/force-sussex/exports/call-outs.csv" "$dir/force-sussex/exports/$month.csv"
start_world
for month in "${months[@]}"; do
  exits 0 force return send --month "$month" "$month.csv"
  within 60 all_stored sussex
  exits 0 ofsted inbox export --month "$month" --out "$month"
  pseudonyms "$dir/regulator-ofsted/out/$month/call-outs.csv" >"$dir/$month.pseudonyms"
  "$here/deploy/demo-account" children "$dir/force-sussex/exports/$month.csv" >"$dir/$month.children"
done

# In a home that may show pseudonyms, there are as many as children, each with as many call-outs.
homes() { awk '/places: ([4-9]|[0-9][0-9])/ { print substr($4, 2, length($4) - 2) }' "$dir/scheme/homes-ofsted.text"; }
homes >"$dir/homes"
for month in "${months[@]}"; do
  grep -Fwf "$dir/homes" "$dir/$month.children" | sort >"$dir/expected"
  cut -d' ' -f2- "$dir/$month.pseudonyms" | sort >"$dir/held"
  diff "$dir/expected" "$dir/held" >&2 || fail "children and pseudonyms of $month do not match"
  grep -q ' [5-9]$' "$dir/held" || fail "no child of $month has five call-outs"
done

# A pseudonym stands in one home only, although children moved within the month.
for month in "${months[@]}"; do
  cut -d' ' -f1 "$dir/$month.pseudonyms" | sort | uniq -d | grep -q . && fail "a pseudonym in two homes"
done

names() { cut -d' ' -f1 "$dir/$1.pseudonyms" | sort; }
common() { comm -12 <(names "$1") <(names "$2") | wc -l; }
[[ $(common "${months[0]}" "${months[1]}") -gt 0 ]] || fail "no child was met again in its quarter"
[[ $(common "${months[0]}" "${months[2]}") -eq 0 ]] || fail "a pseudonym outlived its quarter"
[[ $(common "${months[1]}" "${months[2]}") -eq 0 ]] || fail "a pseudonym outlived its quarter"
echo "pseudonyms hold within home and quarter, and end with both"
