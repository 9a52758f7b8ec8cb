#!/bin/bash
# The plan begins with money, and its figures agree with the format, with each other, and with what a build then makes.
. "$(dirname "$0")/lib.sh"

plan() { expect 0 "$SELFCHECK" plan --kind mobile "$@"; }
plan_json() {
  plan --json "$@"
  cp out "$plan_file"
}

plan --entries 1000000
cp out text
head -n 1 out | grep -qF 'about $50.' || fail "the cheapest attacker's cost comes first"
out_has "arXiv:2511.20252"
out_has '$73'
out_has '$267'
out_has "does not make it impossible"
# It says what a key changes, too.
out_has "Nobody can open a keyed list"
tr -s ' \n' ' ' <out >flat
for sentence in "asked of 2 of 3 evaluators. At 50 a second each" "the 1,100,000,000 in use 170 days" \
  "1,000,000 that somebody has a list of 3 h 42 min, and one number a second. At 5 a second"; do
  grep -qF "$sentence" flat || fail "no word of: $sentence"
done
out_has "If 2 shares leak"
grep -qE '^  the hash +64 MiB, 3 passes +32 MiB, 2 passes$' out || fail "the schemes side by side"
grep -qE '^ +1,100,000,000 in use +\$73, [0-9.]+ days +170 days; 4.7 years$' out || fail "the attackers side by side"
plan --entries 1000000 --rate 5
! grep -qF "in the news" out || fail "a rate is said to do for days that it does not do for"
expect 0 "$SELFCHECK" plan --kind aadhaar --entries 1000
grep -qE '^ +815,000,000 for sale +\$54, ' out || fail "Aadhaar numbers by another name"
cp text out
out_has "bits = 7"
out_has "8,593,750"
out_has "a check fetches   one bucket; of a list of at most 100 kB"
[ "$(grep -c '^  >' out)" = 1 ] || fail "one hash is marked as chosen"
grep -qE '^  > +64 MiB +3 .*this plan, default$' out || fail "the chosen hash"

# It fits on a terminal of 100 columns, also for the whole of India.
for size in "--entries 1" "--entries 20000 --mem 8 --ops 1" "--entries 1100000000 --rows 99000000000 --mem 256 --ops 2 --keep-hashes --machines 9999 --cores 4096"; do
  # shellcheck disable=SC2086
  plan $size
  awk 'length > 100 { print; wide = 1 } END { exit wide }' out >wide || fail "wider than 100 columns: $(cat wide)"
done

plan_file=plain.json plan_json --entries 1000000
# Without --cores it assumes this machine, on which limits.sh relies, too.
plan_file=here.json plan_json --entries 1000000 --machines 1
same plain.json here.json
plan_file=base.json plan_json --entries 1000000 --machines 1 --cores 1
plan_file=cores.json plan_json --entries 1000000 --cores 8 --machines 1
plan_file=machines.json plan_json --entries 1000000 --cores 8 --machines 5
plan_file=price.json plan_json --entries 1000000 --core-price 0.10 --gpu-hour 0.8 --machines 1 --cores 1
plan_file=memory.json plan_json --entries 1000000 --mem 128 --machines 1 --cores 1
plan_file=rows.json plan_json --entries 1000000 --rows 3000000 --machines 1 --cores 1
plan_file=hashes.json plan_json --entries 1000000 --keep-hashes --machines 1 --cores 1
plan_file=more.json plan_json --entries 1100000000 --machines 1 --cores 1
plan_file=weak.json plan_json --entries 30000 --mem 8 --ops 1
plan_file=five.json plan_json --entries 1000000 --threshold 3 --of 5 --rate 6 --mem 64 --machines 1 --cores 1
plan_file=aadhaar.json
"$SELFCHECK" plan --kind aadhaar --entries 1000 --mem 8 --ops 1 --json >$plan_file
/usr/bin/python3 - <<'EOF_PYTHON'
import json

def close(a, b, part=1e-6):
    assert abs(a / b - 1) <= part, (a, b)

def load(name):
    plan = json.load(open(name + ".json"))
    # These hold for every plan.
    disk, build, attack, layout = plan["disk"], plan["build"], plan["enumeration"], plan["layout"]
    close(build["dollars"], build["core_hours"] * build["dollars_per_core_hour"])
    close(build["core_hours"] * 3600, build["hashes"] / build["hashes_per_core_second"])
    close(build["hash_seconds"] * build["hashes_per_core_second"], 1)
    assert build["hashes"] >= layout["entries"] + build["hashed_again"]
    assert build["seconds"] * build["cores"] * build["machines"] >= build["core_hours"] * 3600 * 0.999999
    assert disk["prepare_bytes"] == disk["sorting_bytes"] + disk["numbers_bytes"] >= 8 * (disk["rows"] + layout["entries"])
    assert disk["job_bytes"] == disk["numbers_bytes"] + disk["results_bytes"]
    assert disk["results_bytes"] >= (40 if disk["keep_hashes"] else 8) * layout["entries"]
    assert disk["list_bytes"] >= layout["total_bytes"]
    assert disk["peak_bytes"] == max(disk["prepare_bytes"], disk["job_bytes"] + disk["list_bytes"])
    assert attack["dollars"] == attack["candidates"][0]["dollars"], "the cheapest attacker first"
    for candidate in attack["candidates"]:
        close(candidate["dollars"], candidate["gpu_seconds"] / 3600 * attack["dollars_per_gpu_hour"])
    assert layout["fetched_whole"] == (layout["bits"] == 0 or layout["total_bytes"] <= 100_000)
    # The hashes to choose from are within the format's limits, and each makes it dearer to open a list than the one before.
    choices = plan["choices"]
    assert 3 <= len(choices) <= 12 and len({(c["mem_kib"], c["ops"]) for c in choices}) == len(choices)
    for c in choices:
        assert 8 * 1024 <= c["mem_kib"] <= 256 * 1024 and 1 <= c["ops"] <= 10 and c["mem_kib"] * c["ops"] <= 640 * 1024
        assert c["test_only"] == (c["mem_kib"] * c["ops"] < 40 * 1024)
        assert c["default"] == (c["mem_kib"] == 64 * 1024 and c["ops"] == 3)
        close(c["build_dollars"], c["core_hours"] * build["dollars_per_core_hour"])
        close(c["phone_seconds"] / (c["mem_kib"] * c["ops"]), choices[0]["phone_seconds"] / (choices[0]["mem_kib"] * choices[0]["ops"]))
        close(c["enumeration_dollars"] / (c["mem_kib"] * c["ops"]), attack["dollars"] / (plan["mem_kib"] * plan["ops"]))
    assert any(c["default"] for c in choices)
    assert [c["enumeration_dollars"] for c in choices] == sorted(c["enumeration_dollars"] for c in choices)
    [chosen] = [c for c in choices if c["chosen"]]
    assert (chosen["mem_kib"], chosen["ops"]) == (plan["mem_kib"], plan["ops"])
    close(chosen["core_hours"], build["core_hours"])
    close(chosen["enumeration_dollars"], attack["dollars"])
    for a, b in zip(choices, choices[1:]):
        if b["mem_kib"] >= a["mem_kib"] and b["ops"] >= a["ops"]:
            assert b["core_hours"] > a["core_hours"]
    return plan

base, memory, price, rows, hashes, more = map(load, ["base", "memory", "price", "rows", "hashes", "more"])
assert base["layout"]["bits"] == 7 and base["layout"]["p"] == 20
assert base["enumeration"]["candidates"][-1]["numbers"] == 4_000_000_000
assert not base["build"]["measured"]
close(base["enumeration"]["dollars"], 7.5e8 / 1667 / 3600 * 0.4)
close(base["enumeration"]["candidates"][-1]["dollars"], 4e9 / 1667 / 3600 * 0.4)
close(memory["enumeration"]["dollars"], 2 * base["enumeration"]["dollars"])
assert memory["build"]["core_hours"] > base["build"]["core_hours"]
close(price["enumeration"]["dollars"], 2 * base["enumeration"]["dollars"])
close(price["build"]["dollars"], 2 * base["build"]["dollars"])
assert price["build"]["core_hours"] == base["build"]["core_hours"]

close(rows["disk"]["sorting_bytes"] - base["disk"]["sorting_bytes"], 16_000_000)
assert rows["disk"]["job_bytes"] == base["disk"]["job_bytes"]
close(hashes["disk"]["job_bytes"] - base["disk"]["job_bytes"], 32_000_000)
assert all(more["disk"][name] > base["disk"][name] for name in base["disk"] if name.endswith("_bytes"))
assert more["build"]["core_hours"] > 1000 * base["build"]["core_hours"]

# More cores or machines are done sooner, but no machine can help the one that assembles.
cores, machines = load("cores"), load("machines")
close(base["build"]["seconds"], 8 * cores["build"]["seconds"])
close(base["build"]["core_hours"] * 3600, base["build"]["seconds"])
assert cores["build"]["seconds"] / 5 < machines["build"]["seconds"] < cores["build"]["seconds"]
assert machines["build"]["dollars"] == cores["build"]["dollars"]

# This list has two or more buckets, and at most 100 kB in all.
weak = load("weak")
assert weak["layout"]["bits"] > 0 and weak["layout"]["fetched_whole"]
assert not base["layout"]["fetched_whole"]
[weak] = [c for c in weak["choices"] if c["test_only"]]
assert weak["chosen"]

every = load("aadhaar")["enumeration"]["candidates"][-1]
close(every["dollars"], 8e10 / 1667 / 3600 * 0.4 * 8 / 192)

# A keyed list: n evaluators answer n * rate / t numbers a second between them; its hash has a default of its own.
five = load("five")
for plan, numbers_a_second in [(base, 3 * 50 / 2), (five, 5 * 6 / 3)]:
    keyed = plan["keyed"]
    assert keyed["numbers_per_second"] == numbers_a_second
    close(keyed["million_seconds"], 1e6 / numbers_a_second)
    for asked, hashed in zip(keyed["candidates"], plan["enumeration"]["candidates"], strict=True):
        assert asked["numbers"] == hashed["numbers"]
        close(asked["seconds"], asked["numbers"] / numbers_a_second)
        close(asked["seconds_turned_down"], 10 * asked["seconds"])
    close(keyed["leaked_dollars"] / plan["enumeration"]["dollars"], keyed["mem_kib"] * keyed["ops"] / (plan["mem_kib"] * plan["ops"]))
    [choice] = [c for c in plan["choices"] if (c["mem_kib"], c["ops"]) == (keyed["mem_kib"], keyed["ops"])]
    close(choice["core_hours"], keyed["core_hours"])
    assert keyed["job_bytes"] > plan["disk"]["job_bytes"]
assert (base["keyed"]["mem_kib"], base["keyed"]["ops"]) == (32768, 2)
assert (five["keyed"]["mem_kib"], five["keyed"]["ops"]) == (65536, 2)
assert base["keyed"]["phone_seconds"] * 3 - [c for c in base["choices"] if c["default"]][0]["phone_seconds"] < 1e-9

# The text says what JSON says.
text = open("text").read()
plain = load("plain")
build, disk = plain["build"], plain["disk"]
assert f"{build['core_hours']:.1f} core-hours, ${build['dollars']:.2f} on rented CPUs at $0.05 a core-hour" in text, build
for name in ["prepare_bytes", "job_bytes", "list_bytes", "peak_bytes"]:
    assert f" {disk[name] / 2**20:.1f} MiB " in text, name
assert len([line for line in text.splitlines() if line.startswith(("   ", "  >")) and " MiB " in line]) == len(plain["choices"])
EOF_PYTHON

# The plan says so of lists that are fetched whole.
plan --entries 30000 --mem 8 --ops 1
out_has "a check fetches   every bucket"
out_has "this plan, tests only"
plan --entries 100
out_has "a single bucket"

# A file's distinct numbers are the entries; all of its rows are sorted.
{ numbers mobile 30; numbers mobile 30; echo junk; } >input
plan --mem 8 --ops 1 --json input
[ "$(json out layout entries)" = 30 ] || fail "distinct numbers"
[ "$(json out disk rows)" = 60 ] || fail "rows with a number"
[ "$(json out layout bits)" = 0 ] || fail "a small list is one bucket"

# With --measure it makes hashes on this machine.
plan --entries 10 --mem 8 --ops 1 --measure --json
[ "$(json out build measured)" = true ] || fail "measured"
plan --entries 10 --mem 8 --ops 1 --measure
out_has "measured with every core at work"

# Options that make no sense are refused.
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 input
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --mem 4
expect 2 "$SELFCHECK" plan --kind mobile --rows 5 input
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --rows 4
err_has "--rows can't be fewer than --entries"
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --threshold 4
err_has "--threshold can't be more than --of"
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --of 8
for option in --rate --machines --cores --core-price --gpu-hour; do
  for bad in 0 -1 many; do
    expect 2 "$SELFCHECK" plan --kind mobile --entries 5 "$option=$bad"
    err_has "please"
  done
done
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --machines 10000
err_has "from 1 to 9999"
# A hash is refused that readers' browsers would refuse.
expect 3 "$SELFCHECK" plan --kind mobile --entries 5 --mem 128 --ops 6
err_has "640 MiB at most"
err_has "less --mem or fewer --ops"

# There may be more entries than people, but not more than numbers.
expect 0 "$SELFCHECK" plan --kind mobile --entries 2000000000
err_has "only about 1,100,000,000 mobile numbers are in use"
expect 3 "$SELFCHECK" plan --kind mobile --entries 4000000001
err_has "no more than 4,000,000,000"

# Counting takes the same memory for any file: what does not fit goes where TMPDIR says.
expect 4 env TMPDIR=/no/such/folder "$SELFCHECK" plan --kind mobile input
err_has "TMPDIR"
