#!/bin/bash
# A keyed list is checked with its evaluators' help. If some are down, busy or lie, there is never a wrong verdict.
. "$(dirname "$0")/lib.sh"
evaluator=$(dirname "$SELFCHECK")/selfcheck-evaluator
unset CURL_CA_BUNDLE SSL_CERT_FILE

# There are three evaluators, and in front of each a server that can be made to tamper (web_server.py), whose address is pinned.
deal_key key
echo 1000 >rate
upstream=()
for i in 1 2 3; do
  in_background listening 1 "$evaluator" --share "key/share-$i.key" --password-file /dev/null --port 0 --rate-file rate
  upstream+=("$(sed 's/^listening on //; s#/*$##' listening)")
done
in_background addresses 3 "$tests/web_server.py" "${upstream[@]}"
mapfile -t address <addresses
pinned=()
for url in "${address[@]}"; do pinned+=(--evaluator "$url/"); done

make_key my
numbers mobile 40 >all
head -n 30 all >input
member=$(head -n 1 input)
stranger=$(tail -n 1 all)
numbers aadhaar 31 >all_aadhaar
head -n 30 all_aadhaar >input_aadhaar
# build_keyed DIR KIND INPUT: builds a list of four buckets with the key.
build_keyed() {
  mapfile -t key_options < <(keyed_with key)
  "$SELFCHECK" build --kind "$2" --secret-key my.key --out "$1" "${quick_keyed[@]}" "${named[@]}" --p 24 --k 2 --bits 2 \
    "${key_options[@]}" "${pinned[@]}" "$3" >built 2>&1 || { cat built >&2; fail "can't build $1"; }
}
build_keyed list mobile input
build_keyed aadhaar aadhaar input_aadhaar

# check STATUS NUMBER [OPTION...]
check() {
  local wanted=$1 number=$2
  shift 2
  expect "$wanted" "$SELFCHECK" check --list list --pin "${pin:-list.pin.json}" "$@" <<<"$number"
  # JSON has the list's random id, which may happen to have a number's digits.
  [[ $* = *--json* ]] || tells_nothing_of "$number"
}
both_verdicts() {
  check 10 "$member"
  check 11 "$stranger"
}
# could_not_tell REASON: checks a member and a stranger, and expects the same of both.
could_not_tell() {
  for number in "$member" "$stranger"; do
    check 12 "$number" --json
    out_has '"verdict": "could_not_tell"'
    out_has "\"reason\": \"$1\""
  done
}
# Prints how many questions there were since the last call, how many different ones, and to how many evaluators. Fails unless all
# are well-formed.
asked() {
  touch requests
  /usr/bin/python3 - <<'EOP'
import json
questions, evaluators = [], set()
for line in open("requests"):
    request = json.loads(line)
    body = bytes.fromhex(request["body"])
    assert request["method"] == "POST" and request["path"] == "/", request
    assert len(body) == 80 and body.startswith(b"selfcheck-eval/1"), len(body)
    # The headers say nothing about who asks.
    assert set(request["headers"]) == {"host", "user-agent", "accept", "accept-encoding", "content-length"}, request
    questions.append(body[48:])
    evaluators.add(request["target"])
print(len(questions), len(set(questions)), len(evaluators))
EOP
  rm requests
}
# evaluator_is N [WORD...]: from now on evaluator N behaves like this; without a word, as it should.
evaluator_is() { echo "${*:2}" >"mode-$1"; }

# moved NAME FILE: writes a pin with other addresses of the evaluators, which are the lines of FILE.
moved() {
  mapfile -t new <"$2"
  sed "s#${address[0]}/#${new[0]}/#; s#${address[1]}/#${new[1]}/#; s#${address[2]}/#${new[2]}/#" list.pin.json >"$1"
}

# In the background, since it takes long, a check waits for evaluator 3, which never answers.
mkdir silent
in_background silent_addresses 3 env -C silent "$tests/web_server.py" "${upstream[@]}"
echo silent >silent/mode-3
moved silent.pin.json silent_addresses
printf '%s\n' "$member" "$stranger" "$member" >few
"$SELFCHECK" check --list list --pin silent.pin.json --file few >silent_out 2>&1 &
silent_file=$!
"$SELFCHECK" check --list list --pin silent.pin.json <<<"$stranger" >silent_out_one 2>&1 &
silent_one=$!

# Members and others of both kinds get their verdicts. All three evaluators are asked whatever they answer, each time by a new
# question.
both_verdicts
out_has "3 evaluators: a random value each, from which nobody can learn the number"
check 11 "$stranger" --json
[ "$(json out disclosed)" = '{"bits": 0, "shared_by": null, "whole_list": false, "evaluators": 3}' ] || fail "what was disclosed"
counts=$(asked)
[ "$counts" = "9 3 3" ] || fail "questions, different ones, evaluators: $counts"
for verdict in 10 11; do
  number=$([ $verdict = 10 ] && head -n 1 input_aadhaar || tail -n 1 all_aadhaar)
  expect $verdict "$SELFCHECK" check --list aadhaar --pin aadhaar.pin.json <<<"$number"
  tells_nothing_of "$number"
  counts=$(asked)
  [ "$counts" = "3 1 3" ] || fail "questions, different ones, evaluators: $counts"
done

# One evaluator that answers anything else changes nothing. If two do, there is no verdict, but a reason.
answers() { # MODE REASON
  evaluator_is 2 "$1"
  both_verdicts
  evaluator_is 3 "$1"
  could_not_tell "$2"
  evaluator_is 2
  evaluator_is 3
}
evaluator_is 2 replay
evaluator_is 3 replay
check 10 "$member" # these answers are replayed from now on
evaluator_is 3
answers replay evaluation_invalid
for byte in 3 16 47 48 111; do answers "flip:$byte" evaluation_invalid; done
for mode in longer shorter endless html; do answers "$mode" evaluation_invalid; done
for mode in 404 410; do answers "$mode" evaluation_ended; done
for mode in 429 503:3600 429:soon; do answers "$mode" evaluators_busy; done
for mode in 500 405 cut hang_up redirect "redirect:${upstream[0]}/"; do answers "$mode" evaluators_unreachable; done
# Two evaluators give each other's answers.
sed -e "s#${address[1]}/#other#; s#${address[2]}/#${address[1]}/#; s#other#${address[2]}/#" list.pin.json >swapped.pin.json
pin=swapped.pin.json could_not_tell evaluation_ended
# If their reasons differ, the most useful one is given, and how long to wait.
evaluator_is 2 429:40
evaluator_is 3 503:30
check 12 "$stranger" --json
[ "$(json out reason)" = evaluators_busy ] || fail "busy"
out_has "30 seconds"
evaluator_is 3 410
could_not_tell evaluators_busy
evaluator_is 2 flip:20
could_not_tell evaluation_ended
evaluator_is 3 hang_up
could_not_tell evaluation_invalid
rm mode-*
asked >/dev/null # all questions were well-formed, and no redirect was followed

# Numbers of a file are asked about one after the other, and about one that comes again only once.
check_file() {
  local wanted=$1
  shift
  expect "$wanted" "$SELFCHECK" check --list list --pin list.pin.json "$@"
  [[ $* = *--json* ]] || tells_nothing_of "$member"
}
cat all all >twice
check_file 10 --file twice
seq 80 | awk '{print "1\t" $1 "\t" $1 "\t" (($1 - 1) % 40 < 30 ? "found" : "not_found")}' >wanted
same out wanted
counts=$(asked)
[ "$counts" = "120 40 3" ] || fail "questions, different ones, evaluators: $counts"
# If evaluators answer two questions a second, it waits, and all verdicts come.
echo 2 >rate
kill -HUP "${background[@]:0:3}"
tail -n 20 all >last
check_file 10 --file last
[ "$(cut -f 4 out | uniq -c | xargs)" = "10 found 10 not_found" ] || fail "verdicts at the evaluators' pace"
echo 1000 >rate
kill -HUP "${background[@]:0:3}"
rm requests
# If two refuse every other question, it says what it waits for, and asks about the same number by another question.
evaluator_is 1 every_other:1
evaluator_is 2 every_other:1
SELFCHECK_PROGRESS_SECONDS=0 check_file 10 --file few
[ "$(cut -f 4 out | xargs)" = "found not_found found" ] || fail "with busy evaluators"
err_has "as the evaluators ask"
counts=$(asked)
[ "$counts" = "12 4 3" ] || fail "questions, different ones, evaluators: $counts"
# It waits as long as it is allowed to, and then asks nobody any more.
evaluator_is 1 429:1
evaluator_is 2 429:1
check_file 12 --max-wait 0 --file all
[ "$(cut -f 4,5 out | sort | uniq -c | xargs)" = "40 could_not_tell evaluators_busy" ] || fail "with evaluators that stay busy"
counts=$(asked)
[ "$counts" = "3 1 3" ] || fail "questions, different ones, evaluators: $counts"
rm mode-*
# If one is down, nothing changes. If two are, nobody is asked any more after a few tries, and no number is "not found".
evaluator_is 1 hang_up
check_file 10 --file few
[ "$(cut -f 4 out | xargs)" = "found not_found found" ] || fail "with one evaluator down"
evaluator_is 2 hang_up
asked >/dev/null
check_file 12 --max-wait 0 --file all
[ "$(cut -f 4,5 out | sort | uniq -c | xargs)" = "40 could_not_tell evaluators_unreachable" ] || fail "with two down"
counts=$(asked)
[ "$counts" = "15 5 3" ] || fail "tries: $counts"
err_has "in 5 tries"
check_file 12 --max-wait 0 --json --file few
out_has "in 5 tries"
evaluator_is 1 410
evaluator_is 2 410
check_file 12 --file few
[ "$(cut -f 5 out | xargs)" = "evaluation_ended evaluation_ended evaluation_ended" ] || fail "ended"
# It may have to wait for an hour; a signal ends it.
evaluator_is 1 429:3000
evaluator_is 2 429:3000
/usr/bin/python3 - <<'EOP' || fail "a signal while it waits"
import os, signal, subprocess
check = subprocess.Popen([os.environ["SELFCHECK"], "check", "--list", "list", "--pin", "list.pin.json", "--file", "all"],
                         stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                         env={**os.environ, "SELFCHECK_PROGRESS_SECONDS": "0"})
while "as the evaluators ask" not in check.stderr.readline():
    pass
check.send_signal(signal.SIGTERM)
assert check.communicate()[0] == ""
assert check.returncode == 128 + signal.SIGTERM, check.returncode
EOP
rm mode-*

# The audit looks at what is public of the key, and with --ask at each evaluator and at all together.
audit() {
  local wanted=$1
  shift
  expect "$wanted" "$SELFCHECK" verify --list "${audited:-list}" --pin "${pin:-list.pin.json}" --json "$@"
}
status_of() { /usr/bin/python3 -c '
import json, sys
print(*(c["status"] for c in json.load(open("out"))["checks"] if c["name"] == sys.argv[1]))' "$1"; }
has_status() { [ "$(status_of "$1")" = "$2" ] || fail "$1 is $(status_of "$1"), not $2"; }
rm -f requests
audit 0
for name in canary evaluation evaluators; do has_status "$name" pass; done
has_status evaluator_1 ""
[ ! -e requests ] || fail "the evaluators were asked"
expect 0 "$SELFCHECK" verify --list list --key my.pub --json
has_status evaluators skip
audit 0 --ask
for name in evaluator_1 evaluator_2 evaluator_3 evaluators_together; do has_status "$name" pass; done
out_has "any 2 of the 3 that answered"
counts=$(asked)
[ "$counts" = "3 1 3" ] || fail "questions, different ones, evaluators: $counts"
# evaluator_says MODE STATUS CODE WORD: audits with an evaluator that behaves like MODE.
evaluator_says() {
  evaluator_is 2 "$1"
  audit "$3" --ask
  has_status evaluator_2 "$2"
  out_has "$4"
  has_status evaluators_together pass
}
evaluator_says hang_up warn 0 unreachable
evaluator_says 500 warn 0 "unreachable: status 500"
evaluator_says redirect warn 0 "unreachable: status 307"
evaluator_says 429:30 warn 0 "busy (status 429): it asks to wait 30 s"
evaluator_says 503 warn 0 "busy (status 503)"
evaluator_says 404 fail 5 "ended: it does not have this list's share"
evaluator_says 410 fail 5 "ended: its share is past its date"
evaluator_says flip:30 fail 5 wrong
evaluator_says longer fail 5 wrong
expect 5 "$SELFCHECK" verify --list list --pin list.pin.json --ask
out_has "The list is sound, and its evaluators are NOT."
evaluator_is 3 hang_up
audit 5 --ask
has_status evaluators_together fail
out_has "1 of the 2 needed gave a good answer"
rm mode-*
make_list static input
audited=static pin=static.pin.json audit 0 --ask
has_status evaluators_together skip

# These pins name too few evaluators, too many, or relative addresses, which only a page can use.
# with_pin NAME PYTHON: writes a pin that the Python has changed.
with_pin() { /usr/bin/python3 -c '
import json, sys
pins = json.load(open("list.pin.json"))
pin = pins["lists"][0]
exec(sys.argv[2])
json.dump(pins, open(sys.argv[1], "w"))' "$1" "$2"; }
with_pin none.json 'del pin["evaluators"]'
with_pin one.json 'del pin["evaluators"][1:]'
with_pin two.json 'del pin["evaluators"][2]'
with_pin above.json 'pin["evaluators"][0]["index"] = 4'
with_pin relative.json 'pin["evaluators"][0]["url"] = "e/1/"'
for pin in none.json one.json above.json; do
  could_not_tell evaluators_pinned
  audit 5 --ask
  has_status evaluators fail
  has_status evaluators_together skip
done
pin=two.json
both_verdicts
audit 0 --ask
has_status evaluators warn
pin=relative.json
could_not_tell evaluators_pinned
out_has "relative to the page"
audit 5 --ask
has_status evaluator_1 fail
has_status evaluators_together pass
unset pin
# A static list is used as it is, whatever evaluators its pin names.
rm -f requests
/usr/bin/python3 - <<'EOP'
import json
pins = json.load(open("static.pin.json"))
pins["lists"][0]["evaluators"] = json.load(open("list.pin.json"))["lists"][0]["evaluators"]
json.dump(pins, open("static.pin.json", "w"))
EOP
check_number 10 static "$member"
check_number 11 static "$stranger"
[ ! -e requests ] || fail "evaluators of a static list were asked"

# These lists are signed by the publisher, and wrong all the same.
tampered() { # FIELD PYTHON REASON: the field's value changed by PYTHON
  rm -rf copy
  cp -a list copy
  "$tests/tampered_list.py" set copy my.key "$1" "$(/usr/bin/python3 -c '
import json, sys
value = json.load(open(sys.argv[1]))[sys.argv[2]]
exec(sys.argv[3])
print(json.dumps(value))' "list/$(manifest_of list)" "$1" "$2")"
  for number in "$member" "$stranger"; do
    expect 12 "$SELFCHECK" check --list copy --pin list.pin.json --json <<<"$number"
    out_has "\"reason\": \"$3\""
  done
}
tampered canary 'value["proof"] = value["proof"][:-1] + "%x" % (int(value["proof"][-1], 16) ^ 1)' evaluation_key
audited=copy audit 5
has_status canary pass
has_status evaluation fail
tampered canary 'value["evaluation"] = "00" * 32' evaluation_key
tampered evaluation 'value["commitments"].reverse()' evaluation_key
tampered evaluation 'del value["commitments"][1]' evaluation_ended
rm -rf copy
cp -a list copy
"$tests/tampered_list.py" drop-canary copy my.key
expect 12 "$SELFCHECK" check --list copy --pin list.pin.json --json <<<"$stranger"
out_has '"reason": "canary_missing"'

# The list is on the web, over https, and its evaluators too.
openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.pem -subj "/CN=127.0.0.1" \
  -addext "subjectAltName = IP:127.0.0.1" -days 2 2>err
in_background tls 4 "$tests/web_server.py" --tls server.pem server.key --log tls_requests "${upstream[@]}" .
moved tls.pin.json tls
export CURL_CA_BUNDLE=server.pem
over_https() { expect "$1" "$SELFCHECK" "$2" --list "$(tail -n 1 tls)/list/" --pin tls.pin.json "${@:3}"; }
over_https 10 check <<<"$member"
out_has "the whole list"
out_has "3 evaluators"
over_https 11 check <<<"$stranger"
over_https 10 check --file all
[ "$(grep -c '	found$' out) $(grep -c '	not_found$' out)" = "30 10" ] || fail "a file, over https"
over_https 0 verify --ask
unset CURL_CA_BUNDLE
over_https 12 check <<<"$member"

# The evaluator that never answered was asked, and waited for; the others' answers were enough.
status=0
wait "$silent_file" || status=$?
[ "$status $(grep -v selfcheck silent_out | cut -f 4 | xargs)" = "10 found not_found found" ] || fail "with a silent evaluator: $(cat silent_out)"
status=0
wait "$silent_one" || status=$?
[ "$status" = 11 ] || fail "with a silent evaluator: $(cat silent_out_one)"
