#!/bin/bash
# What software does to a number must not turn it into somebody else's: `normalize`, `check --file` and `build` all refuse such
# texts.
. "$(dirname "$0")/lib.sh"

# The texts are numbers that begin with 91, with digits behind them, what a spreadsheet makes of `+91-9876543210`, and decimals.
cat >changed <<'EOT'
9168608815-21
9168608815 (21)
9168608815	21
-9876543119
(9876543119)
9876543119-
9198765432.00
98765.43210
987654321.0
91 68608815 21
EOT
cat >wanted <<'EOT'
file,record,line,reason
1,1,1,unclear_prefix
1,2,2,brackets
1,3,3,unexpected_character
1,4,4,minus_sign
1,5,5,brackets
1,6,6,minus_sign
1,7,7,decimal_point
1,8,8,decimal_point
1,9,9,decimal_point
1,10,10,unclear_prefix
EOT
expect 3 "$SELFCHECK" normalize --kind mobile --rejects rejects changed
same rejects wanted
[ ! -s out ] || fail "a changed number was read"
err_has "reads as a decimal"
err_has "minus sign"
err_has "country code"

echo 9999410570.58 >aadhaar
expect 3 "$SELFCHECK" normalize --kind aadhaar --rejects rejects aadhaar
grep -qx '1,1,1,decimal_point' rejects || fail "a decimal was read as an Aadhaar number"

# None of the numbers that they would become is found or published.
printf '%s\n' 6860881521 9876543119 9876543200 9876543210 9168608815 >others
make_list list others --p 24
check=("$SELFCHECK" check --list list --pin list.pin.json --now "$now")
expect 12 "${check[@]}" --file changed
[ "$(cut -f 4 out | sort -u)" = could_not_tell ] || fail "a verdict on a changed number"
check_number 12 list -9876543119
out_has "minus sign"
check_number 10 list "+91 9876543119"
{ cat changed; numbers mobile 5; } >mixed
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out mixed.list "${quick[@]}" "${named[@]}" mixed
[ ! -e mixed.list/current.minisig ] || fail "a list was published"
