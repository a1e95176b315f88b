# Four forces, ten authorities and eight youth justice services, all of whose events are within the last four
# weeks. Sourced before world.sh by what tests who is told: `agreed` is the one table of who has agreed what,
# of which the agreements are made and which the independent account (told_account) reads.
forces=(sussex west-yorkshire metropolitan south-wales)
regulators=(ofsted ciw)
kinds=(call-outs missing records)
identity=yes
authorities=(E10000030 E10000016 E10000011 E06000043 E09000008 E09000022 E08000035 W06000015 E08000016
  south-london-duty)
services=(brighton-east-sussex west-sussex surrey leeds bradford lambeth-southwark cardiff swansea)

# agency NAME CODE…, and agreed ID FORCE RECIPIENT KIND STATE IN-AREA ACTING-FOR. Not every pair has an
# agreement, and not every agreement is in force. E08000016 is Barnsley's code until 2025; a duty team has no
# area of its own; two services are combined, and host and home at once.
london=E09000008,E09000022,E09000028
agreed="
agency authority-E10000030 E10000030
agency authority-E10000016 E10000016
agency authority-E10000011 E10000011
agency authority-E06000043 E06000043
agency authority-E09000008 E09000008
agency authority-E09000022 E09000022
agency authority-E08000035 E08000035
agency authority-W06000015 W06000015
agency authority-E08000016 E08000016
agency authority-south-london-duty
agency yjs-brighton-east-sussex E06000043 E10000011
agency yjs-west-sussex E10000032
agency yjs-surrey E10000030
agency yjs-leeds E08000035
agency yjs-bradford E08000032
agency yjs-lambeth-southwark E09000022 E09000028
agency yjs-cardiff W06000015
agency yjs-swansea W06000011
agreed sx-surrey sussex authority-E10000030 authority in-force - -
agreed sx-kent sussex authority-E10000016 authority in-force - -
agreed sx-east sussex authority-E10000011 authority in-force - -
agreed sx-brighton sussex authority-E06000043 authority in-force - -
agreed sx-leeds sussex authority-E08000035 authority in-force - -
agreed sx-cardiff sussex authority-W06000015 authority in-force - -
agreed sx-barnsley sussex authority-E08000016 authority in-force - -
agreed sx-duty sussex authority-south-london-duty authority in-force - authority-E09000008,authority-E09000022
agreed sx-y-east sussex yjs-brighton-east-sussex both in-force - -
agreed sx-y-west sussex yjs-west-sussex host in-force - -
agreed sx-y-surrey sussex yjs-surrey home in-force - -
agreed sx-y-leeds sussex yjs-leeds home in-force - -
agreed sx-y-london sussex yjs-lambeth-southwark home in-force - -
agreed sx-y-cardiff sussex yjs-cardiff home in-force - -
agreed wy-surrey west-yorkshire authority-E10000030 authority in-force - -
agreed wy-kent west-yorkshire authority-E10000016 authority suspended - -
agreed wy-leeds west-yorkshire authority-E08000035 authority in-force - -
agreed wy-cardiff west-yorkshire authority-W06000015 authority in-force - -
agreed wy-barnsley west-yorkshire authority-E08000016 authority in-force - -
agreed wy-lambeth west-yorkshire authority-E09000022 authority unsigned - -
agreed wy-croydon west-yorkshire authority-E09000008 authority ended - -
agreed wy-y-leeds west-yorkshire yjs-leeds both in-force - -
agreed wy-y-bradford west-yorkshire yjs-bradford host in-force - -
agreed wy-y-surrey west-yorkshire yjs-surrey home suspended - -
agreed me-lambeth metropolitan authority-E09000022 authority in-force $london -
agreed me-croydon metropolitan authority-E09000008 authority in-force $london -
agreed me-surrey metropolitan authority-E10000030 authority in-force - -
agreed me-kent metropolitan authority-E10000016 authority in-force - -
agreed me-brighton metropolitan authority-E06000043 authority in-force - -
agreed me-cardiff metropolitan authority-W06000015 authority in-force - -
agreed me-y-london metropolitan yjs-lambeth-southwark both in-force E09000022,E09000028 -
agreed me-y-surrey metropolitan yjs-surrey home in-force - -
agreed sw-cardiff south-wales authority-W06000015 authority in-force - -
agreed sw-leeds south-wales authority-E08000035 authority in-force - -
agreed sw-kent south-wales authority-E10000016 authority in-force - -
agreed sw-east south-wales authority-E10000011 authority in-force - -
agreed sw-lambeth south-wales authority-E09000022 authority in-force - -
agreed sw-y-cardiff south-wales yjs-cardiff both in-force - -
agreed sw-y-swansea south-wales yjs-swansea host in-force - -
agreed sw-y-leeds south-wales yjs-leeds home in-force - -
"

# world_of_those_told: makes deploy/demo-world this world, once that is sourced.
world_of_those_told() {
  told=("${forces[@]/#/force-}" "${authorities[@]/#/authority-}" "${services[@]/#/yjs-}")
  # Single events alone: no force returns anything to a regulator, whose agent need not run, and every agent
  # has its documents from the gateway.
  areas_told() { sed -n "s/^agency $1 *//p" <<<"$agreed"; }
  make_agreement() { :; }
  complete_agreement() { :; }
  make_exports() { make_told_exports "$1"; }
  agree_to_tell() { agree_on_all; }
  eval "publish_everywhere() $(declare -f publish | tail -n +2)"
  publish() { publish_everywhere "$1" gateway; }
}

in_days() { date -d "$1 days" +%F; }

agree_on_all() {
  local word id force recipient kind state in_area acting
  printf '%s' "$agreed" >"$dir/scheme/agreed"
  while read -r word id force recipient kind state in_area acting; do
    [[ $word == agreed ]] || continue
    agree_on "$id" "$force" "$recipient" "$kind" "$state" "${in_area#-}" "${acting#-}"
  done <<<"$agreed"
}

# agree_on ID FORCE RECIPIENT KIND STATE IN-AREA ACTING-FOR
agree_on() {
  local text=$dir/scheme/$1.text note=$dir/scheme/agreement-$1.note template=$4 placeholder=YJS one
  local last=400 keys=("$2"-{siro,director} "${3#*-}"-{siro,director})
  case $4 in authority) placeholder=AUTHORITY ;; host | home) template=$4-yjs ;; both) template=host-yjs ;; esac
  [[ $5 != ended ]] || last=-2
  [[ $5 != unsigned ]] || keys=("$2-siro" "${3#*-}"-{siro,director})
  stile agreement new --template "$here/policies/agreements/notification-to-$template.textproto" \
    --set "TRUST-DOMAIN=$domain" --set DPIA-REFERENCE=DEMO-DPIA-2 --set "FIRST-DAY=$(in_days -400)" \
    --set "LAST-DAY=$(in_days $last)" --set "REVIEW-DAY=$(in_days -50)" --set "AGREEMENT-ID=$1" \
    --set VERSION=1 --set "TITLE=Notifications of $2" --set "FORCE=$2" --set "$placeholder=${3#*-}" --out "$text" 2>&1
  # A combined service's agreement has the clauses of both: where it is host, these decide.
  [[ $4 != both ]] ||
    sed -n '/^clause {/,/^}/p' "$here/policies/agreements/notification-to-home-yjs.textproto" >>"$text"
  for one in ${6//,/ }; do printf 'in_area: "%s"\n' "$one" >>"$text"; done
  for one in ${7//,/ }; do
    printf 'acting_for: "%s"\n' "$(id_of "$one")" >>"$text"
    keys+=("${one#*-}"-{siro,director})
  done
  sign "$text" "$note" "${keys[@]}"
  [[ $5 == suspended ]] || return 0
  stile agreement suspend "$note" --serial 1 --effective "$(date -u -d '-1 day' +%FT%H:%MZ)" \
    --key "$dir/scheme/$2-siro.key" --name "$2-siro" --out "$dir/scheme/suspend-$1.next"
  stile document sign "$dir/scheme/suspend-$1.next" --key "$dir/scheme/$2-director.key" --name "$2-director" \
    --out "$dir/gateway/documents/suspend-$1.note"
}

# edge_homes FORCE: homes in which the edges of who is told happen, NUMBER:AUTHORITY:NAME; `other` is of another
# authority than `own`, `old` and `new` are one home, registered anew nine days ago and added to the list.
edge_homes() {
  local list=$dir/scheme/$1.homes home id authority foreign=SC910001 line first
  [[ $1 != west-yorkshire ]] || foreign=SC900001
  for home in other:2 own:4 single:1; do
    line='$' # the last one of so many places
    [[ $home != other:* ]] || line=1
    read -r id authority < <(
      sed -En "s/^home .*id: \"\w+:([^\"]+)\" authority: \"(\w+)\".* places: ${home#*:} .*/\1 \2/p" "$list" |
        sed -n "${line}p")
    printf '%s:%s:%s ' "$id" "$authority" "${home%:*}"
  done
  first=$(grep -m 1 '^home ' "$list")
  local old=${id%??}97 new=${id%??}98
  sed -E "s/(id: \"\w+:)[^\"]+/\1$old/; s/ valid_from/ valid_to: \"$(in_days -10)\"&/" <<<"$first" >>"$list"
  sed -E "s/(id: \"\w+:)[^\"]+/\1$new/; s/(valid_from: \")[^\"]+/\1$(in_days -9)/" <<<"$first" >>"$list"
  printf '%s:-:old %s:-:new %s:-:foreign' "$old" "$new" "$foreign"
}

# make_told_exports FORCE: half of its events are calls, three in ten episodes, the rest arrests and concerns.
make_told_exports() {
  local kind map homes
  local -A share=([call-outs]=50 [missing]=30 [records]=20)
  for kind in "${kinds[@]}"; do
    sample "$1" "$kind" --rows "$events" --identity --homes "$dir/scheme/homes" >/dev/null
    [[ -e $dir/scheme/$1.homes ]] && rm -- "$dir/scheme/homes" || mv -- "$dir/scheme/homes" "$dir/scheme/$1.homes"
  done
  homes=$(edge_homes "$1")
  for kind in "${kinds[@]}"; do
    # shellcheck disable=SC2086
    "$here/tests/system/told_rows" "$dir/force-$1/exports/$kind.csv" $((events * share[$kind] / 100)) "$today" \
      $homes
  done
  for map in "$here"/policies/column-maps/*.textproto; do
    sed "s/scheme: OFSTED/scheme: ${regulator_of[$1]^^}/" "$map" >"$dir/force-$1/${map##*/}"
  done
}

# start_told: the gateway, and all agents but the regulators' at once; they get their documents from it.
start_told() {
  local one
  "$build/gateway/stile-gateway" --config "$dir/gateway/gateway.textproto" initialise 2>>"$dir/gateway.log"
  start gateway
  for one in "${told[@]}"; do
    make_agent_config "$one"
    "$build/agents/stile-agent" --config "$dir/$one/agent.textproto" 2>>"$dir/$one.log" &
    pids+=($!)
    pid_of[$one]=$!
  done
  for one in "${told[@]}"; do started "$one" "$dir/$one/stile.sock"; done
}
