#!/bin/bash
# Several files are one input: duplicates are dropped across them, and records are named with their file.
. "$(dirname "$0")/lib.sh"

numbers mobile 30 >all
head -n 20 all >first
{ echo junk; tail -n 20 all | sed 's/^/+91 /'; } >second
expect 3 "$SELFCHECK" normalize --kind mobile --rejects rejects first second
printf 'file,record,line,reason\n2,1,1,letters\n' >wanted
same rejects wanted
sed 's/^/mobile:+91/' first >wanted
tail -n 20 all | sed 's/^/mobile:+91/' >>wanted
same out wanted
expect 3 "$SELFCHECK" normalize --kind mobile --json first second
[ "$(sed -n 21p out)" = '{"file":2,"record":1,"line":1,"error":"letters"}' ] || fail "the place of a reject"

make_list list first --allow-rejects=1 second
grep -qF "  duplicates        10" built || fail "duplicates across files"
grep -qE "^  entries +30$" built || fail "entries"

# Standard input may be one of them, once.
expect 0 sh -c '"$SELFCHECK" normalize --kind mobile first - <all | wc -l'
out_has 50
expect 2 "$SELFCHECK" normalize --kind mobile - first -
err_has "standard input can be read only once"

# If one file can't be read, none is.
expect 4 "$SELFCHECK" normalize --kind mobile first no-such-file
[ ! -s out ] || fail "numbers of the file before"
expect 4 "$SELFCHECK" normalize --kind mobile first .
[ ! -s out ] || fail "numbers of the file before"
expect 2 "$SELFCHECK" normalize --kind mobile --rejects second first second
grep -q junk second || fail "an input was overwritten"

# A check names files, too, and has a line for each of several numbers of a record.
expect 12 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file second
[ "$(sed -n '1p;2p' out)" = "$(printf '1\t1\t1\tcould_not_tell\tletters\n1\t2\t2\tfound')" ] || fail "places"
expect 12 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file second --file first
[ "$(cut -f 1,2 out | sed -n '21p;22p')" = "$(printf '1\t21\n2\t1')" ] || fail "places in two files"
sed 'N; s/\n/,/' all >pairs
expect 10 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --column 1 --column 2 --file pairs
seq 15 | sed 's/.*/1\t&\t&\tfound\n1\t&\t&\tfound/' >wanted
same out wanted
