#!/bin/bash
# A person at a terminal sees questions and a progress bar, and no passwords.
. "$(dirname "$0")/lib.sh"
on_terminal() { /usr/bin/python3 "$tests/on_terminal.py" "$@" >screen; }

on_terminal --type "correct horse" --type "correct horse" "$SELFCHECK" keygen
grep -qF "Password for the new key:" screen || fail "no question"
! grep -qF "correct horse" screen || fail "the password is on the screen"
[ -e selfcheck.key ] || fail "no key"
on_terminal --status 3 --type one --type two "$SELFCHECK" keygen --secret b.key --public b.pub
grep -qF "the two passwords differ" screen || fail "two passwords"

numbers mobile 600 >input
make_key my
on_terminal "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input
grep -qE 'hashing \[#*\.*\] [0-9]+/600  [0-9.]+/s' screen || fail "no progress bar"
grep -qF " left" screen || fail "no time left"

# A key with a password is opened at the start, and once more to sign. A typing error at the second time loses nothing.
head -n 5 input >few
/usr/bin/python3 "$tests/encrypt_key.py" "correct horse" my.key locked.key
on_terminal --type "correct horse" --type "a slip" --type "" --type "correct horse" \
  "$SELFCHECK" build --kind mobile --secret-key locked.key --out locked "${quick[@]}" "${named[@]}" few
grep -qF "The list is ready. Password of the secret key, to sign it:" screen || fail "not asked again"
grep -qF "Nothing is lost yet" screen || fail "a slip ended the build"
[ -e locked/current.minisig ] || fail "not published"
# A password from a pipe is kept until then, since it can't be read twice.
rm -r locked locked.pin.json
expect 0 sh -c 'echo "correct horse" | "$SELFCHECK" "$@"' - build --kind mobile --secret-key locked.key --password-file - \
  --out locked "${quick[@]}" "${named[@]}" few

# Without a terminal there is no bar.
rm -r list list.pin.json
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input
! grep -q "hashing" err || fail "a progress bar in a pipe"

on_terminal --status 10 --type "$(head -n 1 input)" \
  "$SELFCHECK" check --list list --pin list.pin.json --now "$now"
grep -qF "Number to check:" screen || fail "no question"
grep -qF "FOUND" screen || fail "no verdict"

# Without a terminal, too, a password from a pipe is kept until it signs.
expect 0 bash -c '"$SELFCHECK" "$@" --password-file <(echo "correct horse")' - build --kind mobile --secret-key locked.key \
  --out piped "${quick[@]}" "${named[@]}" few
