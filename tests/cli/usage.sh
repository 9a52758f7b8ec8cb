#!/bin/bash
# Tries help, version and exit codes, and that errors show nobody's number.
. "$(dirname "$0")/lib.sh"

expect 0 "$SELFCHECK" --version
out_has "selfcheck "

expect 0 "$SELFCHECK" --help
out_has "Exit codes:"
commands=(normalize keygen plan build renew withdraw diff check verify pin serve)
for command in "${commands[@]}"; do out_has "  $command "; done
for command in "${commands[@]}"; do
  expect 0 "$SELFCHECK" "$command" --help
  out_has "selfcheck $command"   # the help has an example
done

expect 2 "$SELFCHECK"
err_has "selfcheck: hint:"
expect 2 "$SELFCHECK" no-such-command
err_has "there is no such command"
expect 2 "$SELFCHECK" biuld
err_has "did you mean build?"
expect 2 "$SELFCHECK" verfy --list x
err_has "did you mean verify?"
expect 2 "$SELFCHECK" plan --kind mobile --entires 5
err_has "there are arguments that were not expected: --entires (did you mean --entries?)"
expect 2 "$SELFCHECK" normalize --kind mobile --allow-rejects 1 input
err_has "--allow-rejects=N takes its number after ="
expect 2 "$SELFCHECK" plan --knid=mobile --entries 5
err_has "--kind is required; not expected: --knid (did you mean --kind?)"
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --something-else
! grep -q "did you mean" err || fail "a far-fetched guess"
# Errors about numeric options say in words what they may be.
for bad in 0 -1 1.5 1e6 many 99999999999999999999; do
  expect 2 "$SELFCHECK" plan --kind mobile --entries "$bad"
  err_has "--entries: a whole number, 1 or more"
  ! grep -q '##' err || fail "a range that nobody can read"
done
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --gpu-hour 0
err_has "--gpu-hour: an amount above 0"
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --mem 4
err_has "--mem: a whole number from 8 to 256"
expect 2 "$SELFCHECK" plan --kind passport --entries 5
err_has "passport not in"
expect 2 "$SELFCHECK" plan --kind mobile
expect 2 "$SELFCHECK" verify --list x

# A number is typed where something else was meant: as a file, a command, an option's value, or one argument too many.
number=$(numbers mobile 1)
spaced="${number:0:5} ${number:5}"
devanagari=$(sed 'y/0123456789/०१२३४५६७८९/' <<<"$number")
for typed in "$number" "$spaced" "+91$number" "$devanagari"; do
  for arguments in "" "normalize --kind" "normalize --kind mobile" "normalize --kind mobile -x --rejects" \
                   "plan --kind mobile --entries 5 --mem" "verify --pin x --list" "verify --list x --key" "serve" \
                   "check --pin x --list x y" "check --list x --pin" "plan --kind mobile --entries 5 --oops" \
                   "build --kind mobile --out x --secret-key" "renew --secret-key x --list" "withdraw --list x --secret-key" "diff x" "diff" "pin" "pin show" "pin add-key x --key" "pin raise x --list"; do
    status=0
    # shellcheck disable=SC2086  # words on purpose
    setsid -w "$SELFCHECK" $arguments "$typed" >out 2>err </dev/null || status=$?
    [ "$status" -ge 2 ] && [ "$status" -le 4 ] || fail "exit code $status: $arguments"
    tells_nothing_of "$number"
    tells_nothing_of "$devanagari"
  done
done
# Whatever normalize passes over may stand between the digits: thin spaces, soft hyphens, brackets.
for between in $'\u2009' $'\u00AD' '][' $'\uFE0F' $'\t'; do
  status=0
  "$SELFCHECK" normalize --kind mobile "${number:0:4}$between${number:4:3}$between${number:7}" >out 2>err || status=$?
  [ "$status" -ne 0 ] || fail "there is no such file"
  ! grep -qF -e "${number:0:4}" -e "${number:4:3}" out err || fail "the output tells digits of a number"
done
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 "--$number=$number"
tells_nothing_of "$number"

# Results that can't be written are no success.
expect 4 sh -c '"$SELFCHECK" plan --kind mobile --entries 5 --mem 8 >/dev/full'
