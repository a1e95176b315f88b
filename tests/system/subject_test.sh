#!/usr/bin/env bash
# Everything that a force has shared about one child, over corrections and withdrawals, as separate processes
# over mutual TLS: the force's data officer hands it to an outsider, who comes to the account that this test
# keeps of what it did, with Go and OpenSSL alone; and to none once a file was altered.
rows=1
authorities=(E10000030)
source "$(dirname "$0")/world.sh"

agree_to_tell() { tell sussex authority-E10000030 authority; }
surrey() { at authority-E10000030 "$@"; }

# call REFERENCE CHILD TYPE WHEN [IDENTITY]: a line of an export. A-1 and A-4 are about the same child.
call() {
  printf '%s,INC/%s,%s,999,Home Staff,%s,Y,%s,Y,%s,07/05/2012,Yes,E10000030,Victim,Deployed,N/A,Level 2,Home,' \
    "$1" "$1" "$4" "$3" "$home" "$2"
  printf 'Appropriate,N,,,,%s\n' "${5:-,,,,,With Police,}"
}
export_of() {
  printf '%s\n' "Incident Ref,Incident No,Date/Time Reported,How Received,Caller Type,Incident Type,Care Home?,\
Ofsted URN,Child Involved?,Nominal Ref,Child DOB,Looked After?,Placing Authority,Child's Role,Police Deployed?,\
Home Told?,Level,Level Set By,Appropriate Use?,Exploitation Concern?,Offence Group,Outcome,Do Not Share,\
Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,Child Now,Case Contact"
  cat
}
# send TYPE: the month's export, in which A-4 is of that type.
send() {
  local at
  at=$(date -d "$month-03" +%d/%m/%Y)
  {
    [[ -n ${withdrawn:-} ]] || call A-1 P-1 Disorder "$at 14:00"
    call A-2 P-2 Disorder "$at 15:00"
    call A-4 P-1 "$1" "$at 16:00"
  } | export_of >"$dir/force-sussex/exports/call-outs.csv"
  exits 0 force return send --month "$month" call-outs.csv
}
record() { exits 0 force record "$1" --system command-and-control --type call-out --reference "$2" --reason "$3"; }

# --- the account that the test keeps of what it did: a line for each, in that order -----------------------
account=()
shared() { account+=("$*"); } # RECIPIENT RECORD OCCASION IDENTITY WHAT
told() { printf '%s\n' "${account[@]}"; }

# proven FOLDER: what its README.txt says to run, in a copy.
proven() {
  sed -n 's/^    //p' "$1/README.txt" >"$dir/commands"
  [[ $(grep -c 'go run' "$dir/commands") -eq 2 ]] || fail "no commands in $1/README.txt"
  rm -rf -- "$dir/proven"
  cp -r -- "$1" "$dir/proven"
  (cd "$dir/proven" && GOCACHE=$dir/go-cache GOTOOLCHAIN=local GOFLAGS='' bash -euo pipefail "$dir/commands")
}
# read_account FOLDER RECORD…: what an outsider reads of it. Nobody outside knows the force's references: what is
# one record to one recipient has one event, and is given the next of these names.
read_account() {
  (cd "$1" && GOCACHE=$dir/go-cache GO111MODULE=off GOTOOLCHAIN=local GOFLAGS='' go run account.go) |
    awk -v names="${*:2}" 'BEGIN { split(names, name, " ") }
      { delete said
        for (i = 1; i <= NF; ++i) { at = index($i, "="); said[substr($i, 1, at - 1)] = substr($i, at + 1) }
        if (!(said["event"] in known)) known[said["event"]] = name[++events]
        split(said["to"], to, "/")
        print to[4] "/" to[5], known[said["event"]], said["said"], said["identity"],
          ("category" in said ? said["category"] : "-") }'
}

command -v go >/dev/null && [[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]] ||
  { echo "skipped: go and golang-golang-x-mod-dev are not installed (deploy/packages test)"; exit 77; }
make_world
start_world
home=$(grep -m 1 'authority: "E10000011"' "$dir/scheme/homes-ofsted.text" | grep -o 'SC[0-9]*')

echo "the regulator is sent a month, the authority that placed the child is told of an event; some of it changes"
send Disorder
shared regulator/ofsted A-1 "return/$month" none CATEGORY_OTHER
shared regulator/ofsted A-4 "return/$month" none CATEGORY_OTHER
event() { call C-7 P-1 Disorder "$(date -d '-1 hour' '+%d/%m/%Y %H:%M')" "Invented-Wynne,Zed,,,FAR-77,With Police," | export_of; }
event >"$dir/event.csv"
sent() { [[ $(force notify send "$dir/event.csv") == *"C-7 told to authority/E10000030"* ]]; }
within 30 sent
shared authority/E10000030 C-7 notify sealed CATEGORY_OTHER
has_notice() { [[ $(surrey --json inbox notices) == *event_reference* ]]; }
within 30 has_notice
record withdraw A-1 recorded-in-error
shared regulator/ofsted A-1 correction/withdrawn/recorded-in-error none -
record restrict A-4 accuracy-contested
shared regulator/ofsted A-4 correction/restricted/accuracy-contested none -
record lift A-4 resolved
shared regulator/ofsted A-4 correction/lifted/resolved none -
withdrawn=A-1 send "Missing Person"
shared regulator/ofsted A-4 "return/$month" none CATEGORY_MISSING
record withdraw C-7 recorded-in-error
shared authority/E10000030 C-7 correction/withdrawn/recorded-in-error none -
# All went that was to go: each line says how many are queued, and a change that waits says so.
settled() {
  local status changes
  status=$(force --json return status) && changes=$(force record changes) || return 1
  [[ $status == *'"queued":0'* && $(grep -c '"queued":[1-9]' <<<"$status") -eq 0 ]] || return 1
  [[ $changes == *C-7* && $changes != *waits* && $(force --json notify status --all) != *'"state":"queued"'* ]]
}
within 30 settled

echo "an outsider who has the archive, Go and OpenSSL comes to the account of what was done"
subject() { force audit subject --system command-and-control --purpose subject-access "$@"; }
exits 0 subject --child P-1 --out "$dir/child"
says "README.txt"
grep -q " event_minute=$(date +%Y)" "$dir/child/account.txt" || fail "times are bare numbers: $(cat "$dir/child/account.txt")"
exits 0 proven "$dir/child"
diff <(told | LC_ALL=C sort) <(read_account "$dir/child" A-1 A-4 C-7 | LC_ALL=C sort) ||
  fail "the outsider's account differs: $(cat "$dir/child/account.txt")"
said=$(subject --child P-1 2>"$dir/messages") || fail "no account in words: $(cat "$dir/messages")"
[[ $(grep -c '^[0-9]*\. [0-9]* [A-Z]' <<<"$said") -eq ${#account[@]} ]] || fail "in words it is another account: $said"
says "Made for: somebody who asked to see what was shared"
says "our list for $(date -d "$month-01" '+%B %Y')"
says "- Who you are. It is locked"
# When each was made is all that differs.
grep -v -e '^Made on: ' -e '^made: ' <<<"$said" >"$dir/words"
grep -v -e '^Made on: ' -e '^made: ' "$dir/child/words.txt" | diff "$dir/words" - || fail "words.txt is another account"
exits 0 subject --child P-1 --page "$dir/child.html"
says "written to $dir/child.html"
grep -q '<li>Child now: with police</li>' "$dir/child.html" || fail "it is not in the page"
! grep -q -i '<script' "$dir/child.html" "$dir/child/words.html" || fail "the page has a script"
exits 2 subject --child P-1 --page "$dir/other.html" --out "$dir/other"
! grep -rqaF -e Invented-Wynne -e FAR-77 -e 2012-05-07 "$dir/child" || fail "who the child is is in it"
! grep -qF -e ' A-2' "$dir/child/words.txt" || fail "another child is in it"
exits 0 subject --child P-2 --out "$dir/other"
[[ $(read_account "$dir/other" A-2) == "regulator/ofsted A-2 return/$month none CATEGORY_OTHER" ]] || fail "another child's"
exits 0 force audit log --operation disclosure --purpose audit
says "audit-subject"
[[ $said != *P-1* ]] || fail "the log names the child: $said"

echo "nothing that was altered, put in or left out is proven"
(cd "$dir/child" && export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$dir/go-cache GOTOOLCHAIN=local GOFLAGS='' &&
  go build -o "$dir/verify" verify.go && go build -o "$dir/account" account.go)
# forge: a copy of the folder to alter; unproven WORDS: none of whose commands passes, and one says just this.
forge() { rm -rf -- "$dir/altered" && cp -r -- "$dir/child" "$dir/altered" && cd "$dir/altered"; }
unproven() {
  sed "s|[^ ]* [^ ]* go run \(\w*\).go|$dir/\1|; s|[^ ]* go run \(\w*\).go|$dir/\1|" "$dir/commands" >"$dir/built"
  ! grep -q 'go run' "$dir/built" || fail "what is built is not run: $(cat "$dir/built")"
  ! said=$(bash -euo pipefail "$dir/built" 2>&1) || fail "proven, though $2"
  says "$1"
}
alter() { # FILE: one byte of it
  local byte='~'
  [[ $(dd if="$1" bs=1 skip=31 count=1 status=none | tr -d '\0') != '~' ]] || byte='!'
  printf '%s' "$byte" | dd of="$1" bs=1 seek=31 conv=notrunc status=none
}
one=$(cd "$dir/child" && ls leaf-*.txt | head -n 1 | tr -dc 0-9)
row=$(cd "$dir/child" && ls row-"$one"-*.bin | head -n 1)
(forge && GOCACHE=$dir/go-cache GOTOOLCHAIN=local GOFLAGS='' bash -euo pipefail "$dir/commands" >/dev/null) || fail "the copy itself is not proven"
(forge && alter "leaf-$one.txt" && unproven "NOT PROVEN" "a leaf is altered")
(forge && alter "leaf-$one.tlog-proof" && unproven "NOT PROVEN" "a proof is altered")
(forge && alter "$row" && unproven "differ" "a row is altered")
(forge && alter "salt-$one.hex" && unproven "" "a salt is altered")
(forge && alter account.txt && unproven "differ" "the account is altered")
(forge && sed -i 1d account.txt && unproven "" "the account lacks a line")
(forge && rm -- "$row" && unproven "" "a row is left out")
(forge && rm -- "leaf-$one.tlog-proof" && unproven "NOT PROVEN" "a proof is left out")
(forge && cp "leaf-$one.txt" x.txt && mv "leaf-$one.tlog-proof" x.tlog-proof &&
  sed -i 's|^to .*|to spiffe://forged.example/regulator/ofsted/agent|' "leaf-$one.txt" &&
  unproven "NOT PROVEN" "a leaf is forged beside a proof of another")
(forge && cp -- "$row" "row-$one-000001.bin" && unproven "" "a row is there twice")
(forge && cp -- "$row" "row-1-BASH[\$(touch forged)].bin" && unproven "" "a row's name is none" && [[ ! -e forged ]]) ||
  fail "a file's name was run"
(forge && ln -s /dev/null row.sha256 && unproven "" "a link is in it")
# The shell's steps are not those of account.go, which has to see the same by itself.
refuses() { ! said=$("$dir/account" 2>&1) || fail "the program proves it, though $2"; says "$1"; }
(forge && alter "$row" && refuses "is not in its list" "a row is altered")
(forge && alter "row-list-$one.bin" && refuses "commits to another list" "a list is altered")
(forge && sed -i "s|^row-list .*|row-list $(printf %064d 0)|" "statement-$one.txt" &&
  refuses "is of another list" "a statement is another's")
(forge && alter "salt-$one.hex" && refuses "NOT PROVEN" "a salt is altered")
(forge && rm -- row-"$one"-*.bin && refuses "without a row" "a leaf has no row")
(forge && cp -- "$row" "row-$one-99999.bin" && refuses "is not in its list" "a row's place is false")

echo "there is no folder of a child about whom nothing has gone"
exits 2 subject --child P-9 --out "$dir/none"
says "nothing that is kept here says that anything about that child has gone"
[[ ! -e $dir/none ]] || fail "a folder was made of nothing"
exits 0 force audit log --operation consultation --purpose audit
says "audit-subject"
both_audits_hold
