#!/bin/bash
# Compressed files are recognised by their content. Those that are damaged or hold no text are refused.
. "$(dirname "$0")/lib.sh"

numbers mobile 300 >plain
sed 's/^/mobile:+91/' plain >canonical
cat canonical canonical >twice
read_as() { local wanted=$1; shift; expect 0 "$SELFCHECK" normalize --kind mobile "$@"; same out "$wanted"; }
refused() { local words=$1; shift; expect 3 "$SELFCHECK" normalize --kind mobile "$@"; err_has "selfcheck: error: $words"; }

# They may have any name, come from standard input, and have several streams one after the other.
for packer in gzip bzip2 xz 'zstd -q'; do
  $packer -c plain >packed
  read_as canonical packed
  expect 0 sh -c '"$SELFCHECK" normalize --kind mobile <packed'
  same out canonical
  cat packed packed >packed_twice
  read_as twice packed_twice
  : | $packer -c >packed_nothing
  expect 0 "$SELFCHECK" normalize --kind mobile packed_nothing
  # A file that is cut off anywhere, damaged, or has something behind it never gives a part of its numbers.
  size=$(stat -c %s packed)
  for cut in 20 $((size / 2)) $((size - 9)) $((size - 4)) $((size - 1)); do
    head -c "$cut" packed >truncated
    refused "'truncated' is truncated" truncated
  done
  { cat packed; echo 9999912345; } >with_more
  expect 3 "$SELFCHECK" normalize --kind mobile with_more
  tells_nothing_of 9999912345
done
{ gzip -c plain; zstd -qc plain; } >mixed
refused "'mixed' has something behind its compressed data's end" mixed

# Archives may have one file; what macOS adds does not count.
cat >pack.py <<'EOP'
import gzip, io, tarfile, zipfile
plain = open("plain", "rb").read()
def pack(name, *members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method) as archive:
        for member in members:
            archive.writestr(member, b"" if member.endswith("/") else plain)
pack("one.zip", "leak/", "leak/plain")
pack("stored.zip", "plain", method=zipfile.ZIP_STORED)
pack("mac.zip", "plain", "__MACOSX/._plain", ".DS_Store")
pack("two.zip", "plain", "other")
pack("none.zip", "leak/")
pack("sheet.xlsx", "[Content_Types].xml", "xl/worksheets/sheet1.xml")
pack("sheet.ods", "mimetype", "content.xml")
for name, members in (("one.tar.gz", 1), ("two.tar.gz", 2)):
    with tarfile.open(name, "w:gz") as archive:
        for i in range(members):
            info = tarfile.TarInfo(f"plain{i}")
            info.size = len(plain)
            archive.addfile(info, io.BytesIO(plain))
for name in ("one.tar.gz", "one.zip"):
    archive = open(name, "rb").read()
    archive = gzip.decompress(archive) if name.endswith("gz") else archive
    open("twice_" + name.removesuffix(".gz"), "wb").write(archive + archive)
two = open("two.zip", "rb").read()
open("cut.zip", "wb").write(two[: two.index(b"PK\3\4", 4)])  # it looks like an archive of one file
# One bit of a number is flipped, in a file whose format has a checksum and no other redundancy.
for name, data in (("flipped.zip", open("stored.zip", "rb").read()), ("flipped.gz", gzip.compress(plain, 0))):
    data = bytearray(data)
    data[200] ^= 1
    open(name, "wb").write(data)
locked = bytearray(open("one.zip", "rb").read())
for start in (locked.rindex(b"PK\3\4"), locked.rindex(b"PK\1\2") + 2):
    locked[start + 6] |= 1  # the flag of an encrypted file
open("locked.zip", "wb").write(locked)
EOP
/usr/bin/python3 pack.py
for archive in one.zip stored.zip mac.zip one.tar.gz; do read_as canonical $archive; done
gzip -c one.zip >within
read_as canonical within
refused "'two.zip' is an archive of several files" two.zip
refused "'two.tar.gz' is an archive of several files" two.tar.gz
refused "'twice_one.tar' is an archive of several files" twice_one.tar
refused "'twice_one.zip' is truncated, or is two archives in one" twice_one.zip
refused "'none.zip' is an archive without any file" none.zip
refused "'locked.zip' is encrypted" locked.zip
refused "'cut.zip' is truncated" cut.zip
refused "'flipped.zip' is damaged" flipped.zip
refused "'flipped.gz' is damaged" flipped.gz

# Files without text are refused, with what to do about it.
for sheet in sheet.xlsx sheet.ods; do
  refused "'$sheet' is a spreadsheet" "$sheet"
  err_has "save the sheet as CSV UTF-8"
done
printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' >sheet.xls
refused "'sheet.xls' is a spreadsheet" --column 1 sheet.xls
printf '%%PDF-1.7\n' | gzip >document
refused "'document' is a PDF" document
printf 'SQLite format 3\0' >data
refused "'data' is an SQLite database" data
printf 'PAR1' >data
refused "'data' is a Parquet file" data
printf '7z\xbc\xaf\x27\x1c' >data
refused "'data' is a 7z or RAR archive" data

# A file that unpacks to a thousand times its size, in one line, takes no more memory than another.
{ head -c 300000000 /dev/zero | tr '\0' 7; echo; cat plain; } | gzip -1 >bomb
expect 0 /usr/bin/python3 - <<'EOP'
import os, resource, subprocess
with open("got", "w") as got:
    subprocess.run([os.environ["SELFCHECK"], "normalize", "--kind", "mobile", "--allow-rejects=1", "bomb"], check=True, stdout=got)
sanitized = "SELFCHECK_SANITIZERS" in os.environ  # and takes memory of its own
assert sanitized or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 60_000  # KiB
EOP
same got canonical

# One bad file among several ends it: a list is made of all files or of none.
make_key my
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" one.zip truncated
[ ! -e list ] || fail "a list of a part of the numbers"
