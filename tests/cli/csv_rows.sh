#!/bin/bash
# No row of a CSV file is swallowed or shifted, and what is wrong with one costs that one only.
. "$(dirname "$0")/lib.sh"

numbers mobile 8 >plain
mapfile -t n <plain

# rows STATUS "RECORD,LINE,REASON ..." "NUMBER ..." [OPTION...]: what `normalize` refuses of rows.csv, and what it reads.
rows() {
  local status=$1 rejects=$2 read=$3
  shift 3
  expect "$status" "$SELFCHECK" normalize --kind mobile --rejects rejects "$@" rows.csv
  for number in $read; do echo "mobile:+91$number"; done >wanted
  same out wanted
  { echo 'file,record,line,reason'; for reject in $rejects; do echo "1,$reject"; done; } >wanted
  same rejects wanted
  ! grep -qF -f plain err || fail "a number in an error"
}

# A quote left open takes nobody's row with it.
printf '1,"O Neil,%s\n2,Bob",%s\n' "${n[@]:0:2}" >rows.csv
rows 3 "1,1,row_line_end 2,2,row_line_end" "" --column 3
printf '%s,"Smith\n%s,Jones\n%s,Doe\n' "${n[@]:0:3}" >rows.csv
rows 3 "1,1,row_line_end" "${n[1]} ${n[2]}" --column 1
printf '1,Ann,%s\n2,O"Neil,%s\n3,"O"Neil,%s\n4,Bob,%s\n' "${n[@]:0:4}" >rows.csv
rows 3 "2,2,row_quote 3,3,row_quote" "${n[0]} ${n[3]}" --column 3
{ printf '1,Ann,%s\n2,"' "${n[0]}"; head -c 3000000 /dev/zero | tr '\0' x; printf '\n3,Bob,%s\n' "${n[1]}"; } >rows.csv
rows 3 "2,2,row_too_long" "${n[0]} ${n[1]}" --column 3
rows 3 "2,2,row_too_long" "${n[0]} ${n[1]}" --column 3 --multiline

# A row must have as many fields as the header, or, without one, as the first row that can be read.
printf 'name,phone,other\nDoe, J.,%s,%s\nRoe,%s,%s\nPoe,%s\n' "${n[@]:0:5}" >rows.csv
rows 3 "1,2,row_fields 3,4,row_fields" "${n[2]}" --column 2 --header
printf '"x\nDoe,%s\nDoe, J.,%s\nRoe,%s\n' "${n[@]:0:3}" >rows.csv
rows 3 "1,1,row_line_end 3,3,row_fields" "${n[0]} ${n[2]}" --column 2

# With --multiline, fields may go on over several lines. Such a row is one record, and its line is the one where it begins.
printf 'name,phone,note\nA,%s,"two\nlines"\n\nB,%s,"three\r\nlines\r""of"" it"\nC,junk,x\nD,%s,x\n' "${n[@]:0:3}" >rows.csv
rows 3 "1,2,row_line_end 2,3,row_line_end 3,5,row_line_end 4,6,row_line_end 5,7,row_line_end 6,8,letters" "${n[2]}" --column 2 --header
rows 3 "3,8,letters" "${n[0]} ${n[1]} ${n[2]}" --column 2 --header --multiline
err_has "2 records go on over several lines"
# Without it, no line within such a field is taken for a row, since its number would be another field's.
printf 'id,addr,phone\n1,"Flat 3\nHouse 4, Street 5, %s\n\nDelhi",%s\n2,x,%s\n' "${n[@]:0:3}" >rows.csv
rows 3 "1,2,row_line_end 2,3,row_line_end 3,5,row_line_end" "${n[2]}" --column 3 --header
rows 0 "" "${n[1]} ${n[2]}" --column 3 --header --multiline
# If the quotes don't make a row of these lines, each is a row of its own.
printf 'id,addr,phone\n1,"Flat 3\n2,x,%s\n3,y",z,%s\n4,x,%s\n' "${n[@]:0:3}" >rows.csv
rows 3 "1,2,row_line_end 3,4,row_quote" "${n[0]} ${n[2]}" --column 3 --header
# With --multiline, too, a quote that never closes, or that closes in another row, costs its own row only.
printf 'a,b,%s\n1,"O Neil,%s\n2,Bob,%s\n' "${n[@]:0:3}" >rows.csv
rows 3 "2,2,row_quote" "${n[0]} ${n[2]}" --column 3 --multiline
printf 'a,b,%s\n1,"O Neil,%s\n2,"Bob",%s\n3,x,%s\n' "${n[@]:0:4}" >rows.csv
rows 3 "2,2,row_quote" "${n[0]} ${n[2]} ${n[3]}" --column 3 --multiline
printf 'a,b,%s\n"1,O Neil,%s\n2,Bob",%s\n3,x,%s\n' "${n[@]:0:4}" >rows.csv
rows 3 "2,2,row_quote 3,3,row_quote" "${n[0]} ${n[3]}" --column 3 --multiline
expect 2 "$SELFCHECK" normalize --kind mobile --multiline plain

# The header must be a row that can be read, too.
printf 'name,"phone\nx,%s\n' "${n[0]}" >rows.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --header rows.csv
err_has "the first row of 'rows.csv', which should hold names, can't be read"
err_has "--multiline"

# Every kind of line end ends a row, and they may be mixed.
printf 'x,%s\rx,%s\nx,%s\r\nx,%s\r\rx,%s' "${n[@]:0:5}" >rows.csv
rows 0 "" "${n[*]:0:5}" --column 2
printf '%s\r%s\n%s\r\n%s\r\r%s' "${n[@]:0:5}" >rows.csv
rows 0 "" "${n[*]:0:5}"
# This holds also if a line feed comes first in a piece of 64 KiB.
{ head -c 65535 /dev/zero | tr '\0' x; printf '\r\n%s\n%s\n' junk "${n[0]}"; } >rows.csv
rows 3 "1,1,too_long 2,2,letters" "${n[0]}"

# A first row that holds a number is no header: --header would leave out the person whose number it is.
no_header() {
  expect 3 "$SELFCHECK" normalize --kind mobile "$@" rows.csv
  err_has "--header"
  [ ! -s out ] || fail "numbers from a file without a header"
  for number in "${n[@]}"; do tells_nothing_of "$number"; done
}
printf '%s\n' "${n[@]}" >rows.csv
no_header --column 1 --header
for first in "+91-${n[0]}" "mobile:+91${n[0]}" "Mob: ${n[0]} x" "$(sed 'y/0123456789/०१२३४५६७८९/' <<<"${n[0]}")" \
  "$(numbers aadhaar 1)" 987654321098; do
  printf '%s,x\n%s,y\n' "$first" "${n[1]}" >rows.csv
  no_header --column 1 --header
done
printf 'Delhi,,%s\nPune,%s,x\n' "${n[@]:0:2}" >rows.csv
no_header --column 2 --header
no_header --column Delhi
printf '98765 43210,x\n%s,y\n' "${n[0]}" >rows.csv
no_header --column "98765 43210"
# Digits in a column's name are fine, and so are dates in the name of another column.
printf 'Phone 2 (2023-24),"1,234,567 from 2019-01-01 to 2019-12-31"\n%s,y\n' "${n[0]}" >rows.csv
rows 0 "" "${n[0]}" --column 1 --header
rows 0 "" "${n[0]}" --column "Phone 2 (2023-24)"

# Columns are chosen by number, or by the name in the first row.
printf 'name,Phone,other\nDoe,%s,x\nRoe,%s,y\n' "${n[@]:0:2}" >rows.csv
rows 0 "" "${n[*]:0:2}" --column Phone
rows 0 "" "${n[*]:0:2}" --column Phone --header
expect 3 "$SELFCHECK" normalize --kind mobile --column phone rows.csv
err_has "none of the 3 columns of 'rows.csv' has that name"
printf 'name\nDoe\n' | expect 3 "$SELFCHECK" normalize --kind mobile --column phone
err_has "the only column of standard input has another name"
expect 3 "$SELFCHECK" normalize --kind mobile --column 9 --header rows.csv
err_has "the first row of 'rows.csv' has 3 columns: there is no column 9"
printf 'Phone,Phone\n%s,%s\n' "${n[@]:0:2}" >rows.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column Phone rows.csv
err_has "two columns of 'rows.csv' have that name"
for bad in 0 00 "" 99999999999999999999; do
  expect 2 "$SELFCHECK" normalize --kind mobile --column "$bad" rows.csv
  err_has "a column's number, counted from 1, or its name in the first row"
done

# What stands between columns is found by content, or given.
for separator in ';' '\t' '|' ','; do
  printf "name${separator}phone\nDoe${separator}%s\n\"R${separator}oe\"${separator}%s\n" "${n[@]:0:2}" >rows.csv
  rows 0 "" "${n[*]:0:2}" --column 2 --header
  rows 0 "" "${n[*]:0:2}" --column phone
done
printf 'name~phone\nDoe~%s\n' "${n[0]}" >rows.csv
rows 0 "" "${n[0]}" --column 2 --header --delimiter '~'
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --header rows.csv
err_has "--delimiter says what stands between them"
printf 'name\tphone\n\t%s\nDoe \t %s \n' "${n[@]:0:2}" >rows.csv
rows 0 "" "${n[*]:0:2}" --column 2 --header --delimiter tab
# One delimiter cuts every row, also the names; the other cuts only most.
{ echo 'id;amount;phone'; for number in "${n[@]}"; do echo "1;2,50;$number"; done; } >rows.csv
rows 0 "" "${n[*]}" --column phone
# If two delimiters do so, nobody can know which is meant.
printf 'Doe, J;%s\nRoe, R;%s\n' "${n[@]:0:2}" >rows.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 rows.csv
err_has "either a comma or a semicolon may stand between the columns of 'rows.csv'"
rows 0 "" "${n[*]:0:2}" --column 2 --delimiter ';'
for bad in '' ';;' 1 '"'; do expect 2 "$SELFCHECK" normalize --kind mobile --column 1 --delimiter "$bad" rows.csv; done

# Each of several columns gives numbers, and a record is empty only if all of them are.
printf 'name,home,work\nDoe,%s,%s\nRoe,,%s\nPoe,%s,junk\nNoe,,\n' "${n[@]:0:4}" >rows.csv
rows 3 "3,4,letters 4,5,empty" "${n[*]:0:4}" --column 2 --column work
err_has "1 record has nothing in these columns"
rows 3 "3,4,letters 4,5,empty" "${n[*]:0:4}" --column 2 --column home --column 3 --header
printf 'a,%s,%s\nb,%s\n' "${n[@]:0:3}" >rows.csv
rows 3 "2,2,row_fields" "${n[*]:0:2}" --column 2 --column 3
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --column 4 rows.csv
err_has "there is no column 4"

# JSON says the record, line and reason, too.
printf 'name,phone,note\nA,%s,"x\nB,%s,x\n' "${n[@]:0:2}" >rows.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --header --json rows.csv
head -n 1 out >first
[ "$(json first record) $(json first line) $(json first error)" = "1 2 row_line_end" ] || fail "the bad row"
sed -n 2p out >second
[ "$(json second record) $(json second line)" = "2 3" ] || fail "the good row"
tail -n 1 out >last
[ "$(json last summary rejected_by_reason row_line_end)" = 1 ] || fail "the summary"

# No list is built from such a file, whatever flag somebody has got used to.
make_key my
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" --column 2 --header \
  --allow-rejects rows.csv
err_has "row_line_end"
[ ! -e list ] || fail "a build that failed left its directory"

# Whatever is wrong with a row, its number may have been read in another one, so the flag alone is not enough, however few rows are
# wrong.
for bad in '1,"Flat 3\n' '1,Flat "3",x\n' '1,Flat 3\n' '1,Flat 3,Delhi,x\n'; do
  { echo id,addr,phone; numbers mobile 200 2 | sed 's/^/1,x,/'; printf "$bad"; } >rows.csv
  expect 3 "$SELFCHECK" normalize --kind mobile --column 3 --header --allow-rejects rows.csv
  err_has "--allow-rejects alone doesn't cover rows that can't be told into fields"
  err_has "--allow-rejects=1"
  expect 0 "$SELFCHECK" normalize --kind mobile --column 3 --header --allow-rejects=1 rows.csv
done
{ echo id,addr,phone; numbers mobile 200 2 | sed 's/^/1,x,/'; printf '1,"Flat 3\n'; } >rows.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 3 --header --allow-rejects rows.csv
err_has "--multiline"

# A regular expression cuts random rows into fields, and says what must be read, and which rows are refused for which reason.
cat >random_rows.py <<'EOP'
import os, random, re, subprocess, sys

FIELD = r'(?:[^",]*|"(?:[^"]|"")*")'
SOUND = re.compile(rf"{FIELD}(?:,{FIELD})*")
OPEN = re.compile(rf'(?:{FIELD},)*"(?:[^"]|"")*')
numbers = open("plain").read().split()
random = random.Random(11)
for _ in range(250):
    lines = []
    for _ in range(random.randrange(1, 7)):
        line = "".join(random.choice([",", ",", '"', '"', "x", random.choice(numbers)]) for _ in range(random.randrange(9)))
        lines.append(line)
    # The first row is sound, and has three fields.
    text = "a,b,c" + "".join(random.choice(["\n", "\r", "\r\n"]) + line for line in lines)
    expected, record, within = [], 0, 0
    lines = re.split("\r\n|\r|\n", text)
    for number, line in enumerate(lines, start=1):
        if number > within and re.fullmatch(r'(?:"")?(?:,(?:"")?)*', line):  # all fields are empty
            continue
        if not line:
            continue
        record += 1
        if number > within and OPEN.fullmatch(line):
            # The row may go on to the next line whose quotes aren't in pairs.
            end = next((i for i in range(number + 1, len(lines) + 1) if lines[i - 1].count('"') % 2), number)
            joined = "\n".join(lines[number - 1:end])
            if SOUND.fullmatch(joined) and len(re.findall(rf"(?:^|,)({FIELD})(?=,|$)", joined)) == 3:
                within = end
        if number <= within:
            expected.append(f"1,{record},{number},row_line_end")
        elif SOUND.fullmatch(line):
            fields = re.findall(rf"(?:^|,)({FIELD})(?=,|$)", line)
            if len(fields) != 3:
                expected.append(f"1,{record},{number},row_fields")
        else:
            expected.append(f"1,{record},{number},{'row_line_end' if OPEN.fullmatch(line) else 'row_quote'}")
    open("random.csv", "w", newline="").write(text)
    done = subprocess.run([os.environ["SELFCHECK"], "normalize", "--kind", "mobile", "--column", "2", "--rejects", "rejects",
                           "random.csv"], capture_output=True)
    assert done.returncode in (0, 3), done.stderr
    found = [line for line in open("rejects").read().split()[1:] if ",row_" in line]
    if found != expected:
        sys.exit(f"{text!r}: {found}, expected {expected}")
EOP
expect 0 /usr/bin/python3 random_rows.py
