#!/bin/bash
# Writes canonical forms, and counts rejects by reason without showing them.
. "$(dirname "$0")/lib.sh"

numbers mobile 3 >plain
mapfile -t n <plain
sed 's/^/mobile:+91/' plain >canonical

# One number is written in many ways.
{
  echo "+91 ${n[0]:0:5}-${n[0]:5}"
  echo "0${n[1]}"
  sed 'y/0123456789/०१२३४५६७८९/' <<<"${n[2]}"
} >dressed
expect 0 "$SELFCHECK" normalize --kind mobile dressed
same out canonical

# It reads standard input, and its own output.
expect 0 sh -c '"$SELFCHECK" normalize --kind mobile <plain | "$SELFCHECK" normalize --kind mobile -'
same out canonical

numbers aadhaar 20 >aadhaar
expect 0 "$SELFCHECK" normalize --kind aadhaar aadhaar
sed 's/^/aadhaar:/' aadhaar >wanted
same out wanted

# With bad lines the exit code is 3, unless they are allowed. Good lines come out all the same.
aadhaar=$(head -n 1 aadhaar)
wrong_check=${aadhaar:0:11}$(((${aadhaar:11} + 1) % 10))
{
  echo "${n[0]}"
  echo "98765"
  echo "not a number"
  echo
  echo "+92${n[1]}"
  echo "${n[2]}"
  echo "98765xxxxx"
} >mixed
expect 3 "$SELFCHECK" normalize --kind mobile --rejects rejects mixed
printf 'mobile:+91%s\n' "${n[0]}" "${n[2]}" >wanted
same out wanted
err_has "selfcheck: error:"
tells_nothing_of 98765
cat >wanted <<'EOF'
file,record,line,reason
1,2,2,too_short
1,3,3,letters
1,4,5,country_code
1,6,7,masked
EOF
same rejects wanted
expect 0 "$SELFCHECK" normalize --kind mobile --allow-rejects=4 mixed
err_has "4 records were rejected, 66.67% of 6 records"
err_has "too_short"

# The rejects file can't be the input.
expect 2 "$SELFCHECK" normalize --kind mobile --rejects mixed mixed
[ "$(wc -l <mixed)" -eq 7 ] || fail "the input was overwritten"

# Programs get JSON Lines.
expect 3 "$SELFCHECK" normalize --kind aadhaar --json <<<"$wrong_check"
head -n 1 out >first
[ "$(json first error)" = check_digit ] || fail "no reason"
tail -n 1 out >last
[ "$(json last summary rejected)" = 1 ] || fail "no summary"
tells_nothing_of "$wrong_check"

expect 4 "$SELFCHECK" normalize --kind mobile no-such-file
expect 4 "$SELFCHECK" normalize --kind mobile .
