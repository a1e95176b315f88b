# What tests of an inspector's question have in common. Sourced after world.sh.

# ask_of FROM TO REFERENCE OPTION…
ask_of() { ofsted --json enquiry ask --from "$1" --to "$2" --reference "$3" --inspection full "${@:4}"; }
# ask OPTION…: of the period from $first to $last.
ask() { ask_of "$first" "$last" INS-20261 "$@"; }
# enquiry_said: the enquiry's id, of what the last command said.
enquiry_said() { grep -o '"enquiry":"[0-9a-f]*"' <<<"$said" | head -n 1 | cut -d'"' -f4; }
# asked HOME [OPTION…]: asks, and keeps the enquiry's id in $enquiry.
asked() {
  exits 0 ask --home "$@"
  enquiry=$(enquiry_said)
}
show() { ofsted enquiry show "$enquiry"; }

# rows_agree HOME FORCE…: fails unless what has come of $enquiry is, each record once, just what an account of these
# forces' exports gives that knows no Stile.
rows_agree() {
  local force
  rm -rf -- "$dir/report"
  mkdir "$dir/report"
  ofsted enquiry report "$enquiry" --csv "$dir/report/answer.csv" >/dev/null || [[ $? -eq 1 ]] || fail "no CSV"
  for force in "${@:2}"; do
    "$here/deploy/demo-account" answer "$force" "${area_of[$force]}" "$first" "$last" "$1" \
      "$dir/scheme/homes-${regulator_of[$force]}.text" "$dir/force-$force/exports/"*.csv
  done | LC_ALL=C sort >"$dir/told"
  "$here/deploy/demo-account" answered "$dir/report/answer.csv" >"$dir/came"
  diff "$dir/told" "$dir/came" >"$dir/differs" || fail "not what the exports have of it: $(head -n 20 "$dir/differs")"
  [[ $(wc -l <"$dir/came") -gt 1 ]] || fail "nothing has come"
  exits 0 "$here/tests/system/read_csvw" "$dir/report"
}
