# Bash completion of stile, stile-agent and stile-gateway. Every candidate comes from the program's
# own --help at the moment it is asked for: a new command is completed without a change here.

# _stile_part SECTION: that section of a help on stdin.
_stile_part() {
  awk -v section="$1:" '/^[A-Z][a-z]*:$/ { inside = $0 == section; next } inside'
}

# _stile_subcommands, _stile_options: the names in a help on stdin, one a line.
_stile_subcommands() { _stile_part Subcommands | awk '/^  [a-z]/ { print $1 }'; }
_stile_options() {
  _stile_part Options | awk '/^  -/ { for (i = split($1, names, ","); i > 0; --i) print names[i] }'
}

# _stile_value OPTION: of what kind its value is, as a help on stdin says it; nothing for a flag.
_stile_value() {
  awk -v option="$1" '/^  -/ {
    for (i = split($1, names, ","); i > 0; --i)
      if (names[i] == option && $2 ~ /^(TEXT|INT|UINT|FLOAT)/) { print $2; exit }
  }'
}

_stile() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local -a command=("$1")
  local help all word kind i
  help=$("${command[@]}" --help </dev/null 2>/dev/null) || return 0
  all=$help # options of the outer commands hold for the inner ones too
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ $word == -* ]]; then
      [[ -z $(_stile_value "$word" <<<"$all") ]] || ((++i))
    elif _stile_subcommands <<<"$help" | grep -qxF -e "$word"; then
      command+=("$word")
      help=$("${command[@]}" --help </dev/null 2>/dev/null) || return 0
      all+=$'\n'$help
    fi
  done
  COMPREPLY=()
  kind=$(_stile_value "$previous" <<<"$all")
  if [[ $kind == *'{'*'}'* ]]; then
    kind=${kind#*'{'}
    mapfile -t COMPREPLY < <(compgen -W "$(tr , ' ' <<<"${kind%%'}'*}")" -- "$current")
  elif [[ -n $kind ]]; then
    return 0 # a value that only the person knows, or a file: the shell completes that
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_stile_options <<<"$all" | sort -u)" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$(_stile_subcommands <<<"$help")" -- "$current")
  fi
}

complete -o default -F _stile stile stile-agent stile-gateway
