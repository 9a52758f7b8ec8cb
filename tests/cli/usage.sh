#!/bin/bash
# Help, version, exit codes, and errors that show nobody's number.
. "$(dirname "$0")/lib.sh"

expect 0 "$SELFCHECK" --version
out_has "selfcheck "

expect 0 "$SELFCHECK" --help
out_has "Exit codes:"
commands=(normalize keygen plan build check verify serve)
for command in "${commands[@]}"; do out_has "  $command "; done
for command in "${commands[@]}"; do
  expect 0 "$SELFCHECK" "$command" --help
  out_has "selfcheck $command"   # an example
done

expect 2 "$SELFCHECK"
err_has "selfcheck: hint:"
expect 2 "$SELFCHECK" no-such-command
expect 2 "$SELFCHECK" plan --kind passport --entries 5
err_has "passport not in"
expect 2 "$SELFCHECK" plan --kind mobile
expect 2 "$SELFCHECK" verify --list x

# A number where something else was meant: as a file, a command, an option's value, an argument too many.
number=$(numbers mobile 1)
spaced="${number:0:5} ${number:5}"
devanagari=$(sed 'y/0123456789/०१२३४५६७८९/' <<<"$number")
for typed in "$number" "$spaced" "+91$number" "$devanagari"; do
  for arguments in "" "normalize --kind" "normalize --kind mobile" "normalize --kind mobile -x --rejects" \
                   "plan --kind mobile --entries 5 --mem" "verify --pin x --list" "verify --list x --key" "serve" \
                   "check --pin x --list x y" "check --list x --pin" "plan --kind mobile --entries 5 --oops" \
                   "build --kind mobile --out x --secret-key"; do
    status=0
    # shellcheck disable=SC2086  # words on purpose
    setsid -w "$SELFCHECK" $arguments "$typed" >out 2>err </dev/null || status=$?
    [ "$status" -ge 2 ] && [ "$status" -le 4 ] || fail "exit code $status: $arguments"
    tells_nothing_of "$number"
    tells_nothing_of "$devanagari"
  done
done
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 "--$number=$number"
tells_nothing_of "$number"

# Results that can't be written are no success.
expect 4 sh -c '"$SELFCHECK" plan --kind mobile --entries 5 --mem 8 >/dev/full'
