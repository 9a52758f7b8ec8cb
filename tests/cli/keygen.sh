#!/bin/bash
# Makes key pairs: with private modes, nothing overwritten, and passwords.
. "$(dirname "$0")/lib.sh"

umask 022
expect 0 "$SELFCHECK" keygen --no-password
err_has "no password"
[ "$(stat -c %a selfcheck.key)" = 600 ] || fail "the secret key's mode"
[ "$(stat -c %a selfcheck.pub)" = 644 ] || fail "the public key's mode"
same out <(tail -n 1 selfcheck.pub)
grep -qE '^RW[A-Za-z0-9+/]{54}$' out || fail "not a minisign public key"
umask 000
expect 0 "$SELFCHECK" keygen --no-password --secret other.key --public other.pub --json
[ "$(stat -c %a other.key)" = 600 ] || fail "the secret key's mode under a lax umask"
[ "$(json out public_key)" = "$(tail -n 1 other.pub)" ] || fail "the JSON's key"
# As anybody can work them out (tests/vectors/key_words.json has the words).
fingerprint=$(tail -n 1 other.pub | base64 -d | tail -c 32 | sha256sum | head -c 64 | sed 's/..../& /g; s/ $//')
[ "$(json out fingerprint)" = "$fingerprint" ] || fail "the JSON's fingerprint"
[ "$(json out words | wc -w)" = 8 ] || fail "the JSON's words"
umask 022

# A key is never overwritten, and no half of a pair is left behind.
cp selfcheck.key before
expect 4 "$SELFCHECK" keygen --no-password
expect 4 "$SELFCHECK" keygen --no-password --public new.pub
expect 4 "$SELFCHECK" keygen --no-password --secret new.key
[ ! -e new.key ] && [ ! -e new.pub ] || fail "half a pair"
same selfcheck.key before
ln -s nowhere dangling.key
expect 4 "$SELFCHECK" keygen --no-password --secret dangling.key --public new.pub
[ ! -e nowhere ] || fail "written through a link"

# Without a terminal, a password comes from a file, or there is none.
expect 2 "$SELFCHECK" keygen --secret a.key --public a.pub
err_has "--no-password"
[ ! -e a.key ] || fail "a key without the password that was asked for"
echo "correct horse" >password
expect 0 "$SELFCHECK" keygen --secret a.key --public a.pub --password-file password
! grep -qF "correct horse" out err a.key || fail "the password is shown"
: >empty
expect 3 "$SELFCHECK" keygen --secret b.key --public b.pub --password-file empty
expect 3 "$SELFCHECK" keygen --secret b.key --public b.pub --password-file /dev/zero
err_has "too long"

numbers mobile 50 >input
/usr/bin/python3 "$tests/encrypt_key.py" "correct horse" selfcheck.key locked.key
build=("$SELFCHECK" build --kind mobile --secret-key locked.key --out list "${quick[@]}" "${named[@]}" input)
expect 2 "${build[@]}"
err_has "password"
echo wrong >wrong
expect 3 "${build[@]}" --password-file wrong
expect 0 "${build[@]}" --password-file password

expect 3 "$SELFCHECK" build --kind mobile --secret-key a.pub --out new "${quick[@]}" "${named[@]}" input
err_has "not a minisign secret key"
# Nobody is told to make another key: no pin would trust it.
err_has "a new key would be one that no pin trusts"
! grep -q keygen err || fail "advice that breaks every pin"
for file in key pub; do printf '\xef\xbb\xbf' | cat - "selfcheck.$file" >"marked.$file"; done
chmod 600 marked.key
expect 3 "$SELFCHECK" build --kind mobile --secret-key marked.key --out new "${quick[@]}" "${named[@]}" input
err_has "'marked.key' begins with a byte order mark"
err_has "save it as UTF-8 without one"
expect 3 "$SELFCHECK" verify --list list --key marked.pub
err_has "'marked.pub' begins with a byte order mark"
printf '\xef\xbb\xbfcorrect horse\n' >marked_password
expect 3 "${build[@]}" --password-file marked_password
err_has "the password file begins with a byte order mark"
chmod 644 selfcheck.key
expect 0 "$SELFCHECK" build --kind mobile --secret-key selfcheck.key --out new "${quick[@]}" "${named[@]}" input
err_has "others can read the secret key"
