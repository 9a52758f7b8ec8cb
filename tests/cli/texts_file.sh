#!/bin/bash
# Texts for readers are given by language, and errors say which language breaks which rule.
. "$(dirname "$0")/lib.sh"

numbers mobile 5 >input
make_key my
build=("$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" --texts)

# The example in `build --help` is a valid file of texts.
expect 0 "$SELFCHECK" build --help
out_has '--texts'
/usr/bin/python3 - <<'EOP' >texts.json
import json
help = open("out").read()
texts = help[help.rindex('  {\n    "en"'):]
print(json.dumps(json.loads(texts)))
EOP
expect 0 "${build[@]}" texts.json input --json
check_number 10 list "$(head -n 1 input)" --json
[ "$(json out list title)" = "Leak of June 2023" ] || fail "the title"

# refused WORDS: the file `texts` is refused before anything is read or written.
refused() {
  expect 3 "${build[@]}" texts input
  for words in "$@"; do err_has "$words"; done
}
rm -r list list.pin.json
{ printf '\xef\xbb\xbf'; cat texts.json; } >texts
refused "begins with a byte order mark" "save it as UTF-8 without one"
printf '{\n "en": {\n  "title": "x",,\n' >texts
refused "--texts file, line 3: the JSON is malformed"
good='{"title": "T", "publisher": "P", "about": "", "link": ""}'
with() { echo "{\"en\": $good, \"hi\": $1}" >texts; }
with '{"title": "T", "publisher": "P", "about": ""}'
refused "language 'hi': 'link' is missing"
with '{"title": "", "publisher": "P", "about": "", "link": ""}'
refused "language 'hi': 'title'" "1 to 400 bytes"
with '{"title": "T", "publisher": "P\u202e", "about": "", "link": ""}'
refused "language 'hi': 'publisher'" "without control or direction characters"
with '{"title": "T", "publisher": "P", "about": "two\nlines", "link": ""}'
refused "language 'hi': 'about'" "in one line"
with '{"title": "T", "publisher": "P", "about": "", "link": "http://news.example"}'
refused "language 'hi': 'link'" "https://"
with '{"title": 7, "publisher": "P", "about": "", "link": ""}'
refused "language 'hi': 'title' has the wrong type"
echo "{\"en\": $good, \"Hindi\": $good}" >texts
refused "language 'Hindi'" "a tag such as en, hi"
echo "{\"en\": $good, \"en\": $good}" >texts
refused "a key twice"
echo '{}' >texts
refused "1 to 64 languages"
[ ! -e list ] || fail "a build that failed left its directory"

# Texts that are given as options have the same rules.
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" --title "T" --publisher "P" \
  --link "http://news.example" input
err_has "an https:// address"
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" --title "$(printf 'two\nlines')" \
  --publisher "P" input
err_has "1 to 400 bytes of UTF-8, in one line"
