#!/bin/bash
# Keys and signatures are those of minisign: each program accepts the other's.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
member=$(head -n 1 input)

# minisign accepts what we sign, names the manifest, and sees a change.
make_list list input
manifest=$(manifest_of list)
key=$(tail -n 1 my.pub)
expect 0 minisign -V -x list/current.minisig -m "list/$manifest" -P "$key"
out_has "selfcheck-list/1 $manifest"
expect 0 minisign -V -x list/current.minisig -m "list/$manifest" -p my.pub
cp "list/$manifest" changed
printf ' ' >>changed
expect 1 minisign -V -x list/current.minisig -m changed -P "$key"

# minisign signs with our key, and we accept it.
rm list/current.minisig
expect 0 minisign -S -s my.key -m "list/$manifest" -x list/current.minisig -t "selfcheck-list/1 $manifest"
check_number 10 list "$member"
expect 0 "$SELFCHECK" verify --list list --key my.pub --now "$now"

# We sign with minisign's key.
expect 0 minisign -G -W -s theirs.key -p theirs.pub
expect 0 "$SELFCHECK" build --kind mobile --secret-key theirs.key --out theirs "${quick[@]}" "${named[@]}" input
check_number 10 theirs "$member"
expect 0 minisign -V -x theirs/current.minisig -m "theirs/$(manifest_of theirs)" -p theirs.pub

# Pointer and keys may have CRLF, as for minisign, and a key file may lack its last line end.
for file in my.key my.pub; do
  sed 's/$/\r/' "$file" >"crlf_$file"
  printf '%s' "$(cat "$file")" >"cut_$file"
done
chmod 600 crlf_my.key cut_my.key
cp -a list crlf
cp list.pin.json crlf.pin.json
sed -i 's/$/\r/' crlf/current.minisig
expect 0 minisign -V -x crlf/current.minisig -m "crlf/$(manifest_of list)" -p crlf_my.pub
check_number 10 crlf "$member"
for form in crlf cut; do
  expect 0 "$SELFCHECK" verify --list crlf --key "${form}_my.pub" --now "$now"
  expect 0 "$SELFCHECK" build --kind mobile --secret-key "${form}_my.key" --out "$form" "${quick[@]}" "${named[@]}" input
  expect 0 "$SELFCHECK" verify --list "$form" --key my.pub --now "$now"
done

# minisign uses an encrypted key of ours.
echo "correct horse" >password
expect 0 "$SELFCHECK" keygen --secret secret.key --public secret.pub --password-file password
expect 0 sh -c 'minisign -S -s secret.key -m input -t test <password'
expect 0 minisign -V -m input -p secret.pub

# A signature by minisign with another comment, or in its older form, is no list's pointer.
minisign -S -s my.key -m "list/$manifest" -x list/current.minisig -t "selfcheck-list/2 $manifest" >/dev/null
check_number 12 list "$member" --json
[ "$(json out reason)" = unsupported_format ] || fail "another version"
minisign -S -s my.key -m "list/$manifest" -x list/current.minisig -t "anything" >/dev/null
check_number 12 list "$member" --json
[ "$(json out reason)" = pointer_format ] || fail "no pointer"
minisign -S -l -s my.key -m "list/$manifest" -x list/current.minisig -t "selfcheck-list/1 $manifest" >/dev/null
check_number 12 list "$member" --json
[ "$(json out reason)" = signature_format ] || fail "the older signature form"
