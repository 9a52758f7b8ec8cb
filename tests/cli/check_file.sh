#!/bin/bash
# Checks an organisation's records: verdicts come by record and line, each as soon as it is known.
. "$(dirname "$0")/lib.sh"

numbers mobile 120 >all
head -n 60 all >input
make_list list input --p 24 --k 5 --bits 2
check=("$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file)

expect 10 "${check[@]}" all
seq 120 | awk '{print "1\t" $1 "\t" $1 "\t" ($1 <= 60 ? "found" : "not_found")}' >wanted
same out wanted
err_has "60 found, 60 not found, 0 could not be told; 120 distinct numbers"

# The exit code is 12 if anything could not be told, else 10 if anything was found, else 11.
{ tail -n 5 all; echo; echo junk; head -n 1 all; } >mixed
expect 12 "${check[@]}" mixed
[ "$(sed -n 6p out)" = "$(printf '1\t6\t7\tcould_not_tell\tletters')" ] || fail "the bad line"
[ "$(sed -n 7p out)" = "$(printf '1\t7\t8\tfound')" ] || fail "the line after it"
tail -n 5 all >strangers
expect 11 "${check[@]}" strangers
expect 3 "${check[@]}" /dev/null
expect 4 "${check[@]}" no-such-file

# JSON Lines have one object for each record, then the summary. A bad row of a CSV file costs only that row.
awk '{print "name," $0}' all >people.csv
expect 10 "${check[@]}" - --column 2 --threads 1 --json <people.csv
[ "$(wc -l <out)" = 121 ] || fail "JSON Lines"
sed -n 120p out >last_record
[ "$(json last_record record) $(json last_record line) $(json last_record verdict)" = "120 120 not_found" ] || fail "a record"
sed -n 1p out >first_record
[ "$(json first_record verdict)" = found ] || fail "a record"
json first_record coincidence >/dev/null
tail -n 1 out >summary
[ "$(json summary summary found) $(json summary summary distinct_numbers)" = "60 120" ] || fail "the summary"
[ "$(json summary summary list title)" = "Test list" ] || fail "the list in the summary"
while read -r number; do tells_nothing_of "$number"; done < <(sed -n '1p;60p;120p' all)
{ printf 'name,phone\n"x\n'; sed 's/^/x,/' input; } >rows.csv
expect 12 "${check[@]}" rows.csv --column phone
[ "$(head -n 1 out)" = "$(printf '1\t1\t2\tcould_not_tell\trow_line_end')" ] || fail "a bad row"
[ "$(grep -c 'found$' out)" -eq 60 ] || fail "the rows after it"

# A number that comes again is not hashed again, and takes only a few bytes. Otherwise this would take an hour and 80 MB.
for ((i = 0; i < 100000; i++)); do echo "junk"; done >rejects
{ for i in $(seq 1000); do cat mixed; done; cat rejects; } >many
expect 0 /usr/bin/python3 - <<'EOP'
import os, resource, subprocess
with open("verdicts", "w") as verdicts:
    done = subprocess.run([os.environ["SELFCHECK"], "check", "--list", "list", "--pin", "list.pin.json", "--now",
                           "2026-06-02T00:00:00Z", "--file", "many", "--json", "--threads", "1"], stdout=verdicts)
assert done.returncode == 12
sanitized = "SELFCHECK_SANITIZERS" in os.environ  # and takes memory of its own
assert sanitized or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 50_000  # KiB, of which 8 MiB are one hash's
EOP
[ "$(wc -l <verdicts)" = 107001 ] || fail "a line for each record"
tail -n 1 verdicts >summary
[ "$(json summary summary distinct_numbers) $(json summary summary found)" = "6 1000" ] || fail "distinct numbers"

# With a list that is slow to check, verdicts come while other numbers are still being hashed, and they stay when it is stopped.
rm -rf slow*
"$SELFCHECK" build --kind mobile --secret-key my.key --out slow "${named[@]}" --published "$published" \
  --mem 40 --ops 1 strangers \
  >built 2>&1 || fail "a slow list"
numbers mobile 3000 >long
for options in "" "--json"; do
  /usr/bin/python3 - "$options" <<'EOP' || fail "stopped on its way"
import json, os, signal, subprocess, sys
options = sys.argv[1].split()
check = subprocess.Popen([os.environ["SELFCHECK"], "check", "--list", "slow", "--pin", "slow.pin.json", "--now",
                          "2026-06-02T00:00:00Z", "--file", "long", *options], stdout=subprocess.PIPE, text=True)
first = check.stdout.readline()
check.send_signal(signal.SIGTERM)
lines = [first, *check.stdout]
assert check.wait() == 128 + signal.SIGTERM, check.returncode
assert 0 < len(lines) < 3000
for i, line in enumerate(lines, start=1):
    assert line.endswith("\n")
    record = json.loads(line)["record"] if options else int(line.split("\t")[1])
    assert record == i
EOP
done

# If there is memory for fewer threads than were asked for, those that have some hash all numbers.
head -n 20 long | cat - strangers >few
# The address sanitizer has a use of its own for most of the address space, and no limit can be set.
([ -n "${SELFCHECK_SANITIZERS:-}" ] || ulimit -v 400000; expect 10 "$SELFCHECK" check --list slow --pin slow.pin.json --now "$now" --threads 4 --file few)
[ "$(grep -c 'found$' out)" -eq 25 ] || fail "verdicts with little memory"

# Results that can't be written are no verdict, because the disk is full or the reader has gone.
for options in "" "--json"; do
  # shellcheck disable=SC2086  # no word is no argument
  expect 4 sh -c '"$@" >/dev/full' sh "${check[@]}" all $options
  err_has "can't write to standard output"
  /usr/bin/python3 - "$options" <<'EOP' || fail "a reader that has gone"
import os, signal, subprocess, sys
for ignored, expected in (True, 4), (False, -signal.SIGPIPE):
    reader, writer = os.pipe()
    os.close(reader)
    check = subprocess.run([os.environ["SELFCHECK"], "check", "--list", "list", "--pin", "list.pin.json", "--now",
                            "2026-06-02T00:00:00Z", "--file", "all", *sys.argv[1].split()], stdout=writer,
                           preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN if ignored else signal.SIG_DFL))
    assert check.returncode == expected, check.returncode
EOP
done

# With a list that can't be used, nothing is said about any line.
rm -r list/buckets
expect 12 "${check[@]}" strangers
[ "$(grep -c 'could_not_tell	file_missing' out)" -eq 5 ] || fail "a missing bucket"
rm list/current.minisig
expect 12 "${check[@]}" strangers
[ "$(grep -c 'could_not_tell	file_missing' out)" -eq 5 ] || fail "a missing pointer"
