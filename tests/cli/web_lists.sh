#!/bin/bash
# Checks one number as the page does, checks a file, and audits, with a list on the web: by http on this machine, and by https. Then
# hosts misbehave.
. "$(dirname "$0")/lib.sh"

numbers mobile 80 >all
head -n 60 all >input
mkdir site
make_list site/small input --p 16 --k 5 --bits 2 # it has four buckets, together below 100,000 bytes
member=$(head -n 1 input)
stranger=$(tail -n 1 all)
# This list has 128 buckets, together above 100,000 bytes. All are as large as the fullest, which has 120 numbers; the others have
# few.
numbers mobile 20000 | /usr/bin/python3 -c '
import collections, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import selfcheck_reference as ref
taken = collections.Counter()
for line in sys.stdin:
    bucket = ref.bucket_index(b"mobile:+91" + line.strip().encode(), 7)
    if line.strip() != sys.argv[2] and taken[bucket] < (120 if bucket == 5 else 1):
        taken[bucket] += 1
        print(line, end="")' "$tests/../oracles" "$stranger" >uneven
grep -qx "$member" uneven || fail "the member is not in both lists"
make_list site/large uneven --p 40 --k 1 --bits 7

unset CURL_CA_BUNDLE SSL_CERT_FILE
# Makes a certificate authority, and a server that it vouches for.
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "/CN=A test's authority" -days 2 2>err
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=127.0.0.1" 2>err
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -out server.pem -days 2 \
  -extfile <(echo "subjectAltName = IP:127.0.0.1") 2>err

in_background address 1 "$tests/web_server.py" site
http=$(cat address)
in_background address 1 "$tests/web_server.py" --tls server.pem server.key site
https=$(cat address)

# In the background, since it takes long, checks wait for hosts that send a byte now and then, for ever, or nothing at all: the pointer,
# the manifest and a bucket, for a member and for a stranger.
mkdir slow
in_background slow_addresses 6 env -C slow "$tests/web_server.py" "$work"/site{,,,,,}
mapfile -t slow_address <slow_addresses
slow_checks=()
for ((i = 0; i < 6; i++)); do
  parts=(current.minisig manifest .bin)
  echo "$([ "$i" -lt 3 ] && echo drips || echo silent) ${parts[i % 3]}" >"slow/mode-$((i + 1))"
  for number in "$member" "$stranger"; do
    "$SELFCHECK" check --list "${slow_address[i]}/large/" --pin site/large.pin.json --now "$now" --json <<<"$number" \
      >"slow/out-${#slow_checks[@]}" 2>&1 &
    slow_checks+=($!)
  done
done

# check STATUS ADDRESS LIST NUMBER [OPTION...]
check() {
  local wanted=$1 address=$2 list=$3 number=$4
  shift 4
  expect "$wanted" "$SELFCHECK" check --list "$address/$list/" --pin "site/$list.pin.json" --now "$now" "$@" <<<"$number"
  # JSON has the list's random id, which may happen to have a number's digits.
  [[ $* = *--json* ]] || tells_nothing_of "$number"
}
# asked_for: prints the paths of the requests since the last call, sorted.
asked_for() {
  /usr/bin/python3 -c '
import json
for line in open("requests"):
    print(json.loads(line)["path"])' | sort >paths
  mv requests last_requests
}

# A list of at most 100,000 bytes is fetched whole, by everybody.
check 10 "$http" small "$member"
out_has "127.0.0.1: the whole list, which tells it nothing about the number"
asked_for
mv paths member_paths
check 11 "$http" small "$stranger" --json
asked_for
same paths member_paths
[ "$(grep -c '\.bin$' paths)" -eq 4 ] || fail "not the whole list"
[ "$(json out disclosed whole_list) $(json out disclosed bits)" = "true 0" ] || fail "what was disclosed"

# Of a larger list one bucket is fetched, whose name always has the same length. The program says what the request told.
check 10 "$http" large "$member"
out_has "one of the list's 128 parts, which 8,593,750 numbers in use share (7 bits of the number)"
asked_for
[ "$(wc -l <paths)" -eq 3 ] && [ "$(grep -c '/[3456789bdfghlmnp]\{4\}\.bin$' paths)" -eq 1 ] || fail "more than one bucket"
check 11 "$http" large "$stranger" --json
[ "$(json out disclosed bits) $(json out disclosed shared_by) $(json out disclosed whole_list)" = "7 8593750 false" ] || fail "what was disclosed"
[ "$(json out disclosed evaluators)" = 0 ] || fail "what was disclosed"

# Requests say nothing about who asks.
/usr/bin/python3 - <<'EOP'
import json
for line in open("last_requests"):
    headers = json.loads(line)["headers"]
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding"}, set(headers)
    assert headers["user-agent"] == "selfcheck" and headers["accept-encoding"] == "identity"
EOP

# https works with an authority that this machine knows, and with no other.
for variable in CURL_CA_BUNDLE SSL_CERT_FILE; do
  expect 10 env $variable=ca.pem "$SELFCHECK" check --list "$https/small" --pin site/small.pin.json --now "$now" <<<"$member"
done
check 12 "$https" small "$member" --json
[ "$(json out reason)" = network_failed ] || fail "an unknown authority"
env CURL_CA_BUNDLE=ca.pem "$SELFCHECK" verify --list "$https/small/" --pin site/small.pin.json --now "$now" >out
out_has "The list is sound."

# For a file of numbers the whole list is fetched first, and no request depends on a number.
check_file() { expect "$1" "$SELFCHECK" check --list "$http/$2/" --pin "site/$2.pin.json" --now "$now" --file "$3"; }
rm -f requests
printf '%s\n' "$member" "$stranger" "$member" >few
check_file 10 large few
[ "$(cut -f 4 out | xargs)" = "found not_found found" ] || fail "the verdicts"
asked_for
[ "$(grep -c '\.bin$' paths)" -eq 128 ] && [ "$(wc -l <paths)" -eq 130 ] || fail "not the whole list, once"

# An audit covers what is online, without what only the publisher's directory can tell.
verify() { expect "$1" "$SELFCHECK" verify --list "$http/$2" --pin "site/$2.pin.json" --now "$now" --json; }
status_of() { /usr/bin/python3 -c '
import json, sys
print(*(c["status"] for c in json.load(open("out"))["checks"] if c["name"] == sys.argv[1]))' "$1"; }
has_status() { [ "$(status_of "$1")" = "$2" ] || fail "$1 is $(status_of "$1"), not $2"; }
mkdir tmp
export TMPDIR=$work/tmp
verify 0 small
for name in pointer manifest freshness limits canary buckets root canary_in_buckets; do has_status "$name" pass; done
for name in times modes older_editions other_files; do has_status "$name" skip; done
expect 0 "$SELFCHECK" verify --list "$http/small/" --key my.pub --now "$now"
expect 5 "$SELFCHECK" verify --list "$http/small/" --pin site/large.pin.json --now "$now"

# If a host misbehaves, there is never a verdict, but the same reason for every number.
misbehaves() { # MODE PART-OF-THE-PATH REASON
  echo "$1 $2" >mode-1
  for number in "$member" "$stranger"; do
    check 12 "$http" large "$number" --json
    out_has "\"reason\": \"$3\""
  done
}
misbehaves 404 current.minisig file_missing
misbehaves 500 manifest server_error
misbehaves redirect manifest server_error
misbehaves html current.minisig not_the_file
misbehaves endless manifest file_too_large
misbehaves flip:300 manifest manifest_mismatch
misbehaves 410 .bin file_missing
misbehaves cut .bin network_failed
misbehaves hang_up .bin network_failed
misbehaves longer .bin file_too_large
misbehaves shorter .bin bucket_length
misbehaves flip:9 .bin bucket_proof
misbehaves html .bin not_the_file
# If a list is fetched whole, one bad bucket is enough, also if it is not the number's.
for bucket in 3333 3334 3335 3336; do
  echo "flip:9 $bucket" >mode-1
  check 12 "$http" small "$member" --json
  [ "$(json out reason)" = bucket_proof ] || fail "a whole list with a wrong bucket"
done
check_file 12 small few
[ "$(grep -c 'could_not_tell	bucket_proof$' out)" -eq 3 ] || fail "a file, with a wrong bucket"
verify 5 small
has_status buckets fail
echo "404 3335" >mode-1
verify 5 small
has_status buckets fail
has_status root skip
echo "endless 3335" >mode-1
verify 5 small
has_status buckets fail
for mode in 500 redirect hang_up; do
  echo "$mode 3335" >mode-1
  check_file 12 small few
  [ "$(grep -c could_not_tell out)" -eq 3 ] || fail "a file, where the host fails"
  expect 4 "$SELFCHECK" verify --list "$http/small" --pin site/small.pin.json --now "$now"
done
rm mode-1
[ -z "$(ls tmp)" ] || fail "temporary files were left"

# No list can have these addresses.
for address in http://lists.example/leak/ https://name:word@lists.example/ "https://lists.example/?a" https:// "$http/#"; do
  expect 2 "$SELFCHECK" check --list "$address" --pin site/small.pin.json <<<"$member"
  err_has "a list's address is https://"
  expect 2 "$SELFCHECK" verify --list "$address" --pin site/small.pin.json
done
check 12 http://127.0.0.1:9 small "$member" --json
[ "$(json out reason)" = network_failed ] || fail "a host that is not there"

for i in "${!slow_checks[@]}"; do
  status=0
  wait "${slow_checks[i]}" || status=$?
  cp "slow/out-$i" out
  [ "$status $(json out reason)" = "12 network_failed" ] || fail "a slow host: exit code $status"
done
