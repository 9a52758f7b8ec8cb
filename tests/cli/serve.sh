#!/bin/bash
# The static server is reachable from this machine only, sends the right headers, and nothing but the directory's files.
. "$(dirname "$0")/lib.sh"

# The program that reads secret keys loads no HTTP or TLS library. `selfcheck serve`, `check` and `verify` become programs of their
# own, which do.
ldd "$SELFCHECK" >out
for library in libssl libcrypto httplib libcurl; do out_lacks "$library"; done
mkdir elsewhere
cp "$SELFCHECK" elsewhere/selfcheck
expect 4 elsewhere/selfcheck serve .
err_has "selfcheck-serve is missing"
for command in check verify; do
  expect 4 elsewhere/selfcheck "$command" --help
  err_has "selfcheck-check is missing"
done
expect 0 "$SELFCHECK" serve --help
out_has "selfcheck serve [OPTIONS]"
out_has "Listens on 127.0.0.1 only"
expect 2 "$SELFCHECK" serve
expect 2 "$SELFCHECK" serve . --frobnicate
err_has "selfcheck serve --help"

numbers mobile 60 >input
mkdir -p site/lists site/js site/.git
make_list site/lists/mobile input --pin-out site/pins.json
echo "<!doctype html>" >site/index.html
echo "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"img-src 'self'\">" >site/embed.html
cp site/embed.html site/widget.html
echo "export {}" >site/js/page.js
printf '\0asm' >site/js/engine.wasm
echo "export {}" >site/app-0123456789ab.js
echo secret >site/.git/config
echo secret >outside
ln -s ../outside site/link

"$SELFCHECK" serve site --port 0 >address 2>err &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 1200); do [ -s address ] && break || sleep 0.05; done
address=$(cat address)
[[ $address =~ ^http://127\.0\.0\.1:[0-9]+/$ ]] || fail "the address: $address"

# get PATH: writes status and headers to `out`, in lower case, and the body to `body`.
get() { /usr/bin/python3 "$tests/get.py" "$address" "$@" >out; }
status_is() { [ "$(head -n 1 out)" = "$1" ] || fail "status $(head -n 1 out), not $1"; }

get ""
status_is 200
for header in "content-type: text/html; charset=utf-8" "cache-control: no-cache" "x-content-type-options: nosniff" \
              "referrer-policy: no-referrer" "access-control-allow-origin: *" "cross-origin-resource-policy: cross-origin" \
              "content-security-policy: frame-ancestors 'none'" "timing-allow-origin: *" "camera=()" \
              "origin-agent-cluster: ?1" "x-dns-prefetch-control: off"; do
  out_has "$header"
done
# A page's own policy is sent as a header, too, with what only a header can say.
get embed.html;               status_is 200; out_has "content-security-policy: img-src 'self'; frame-ancestors 'none'"
get widget.html;              status_is 200; out_lacks "frame-ancestors"
out_has "content-security-policy: sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; img-src 'self'"
out_has "cross-origin-embedder-policy: require-corp"
get js/page.js;               status_is 200; out_has "content-type: text/javascript"; out_has "cache-control: no-cache"
get app-0123456789ab.js;      status_is 200; out_has "immutable, no-transform"
get js/engine.wasm;           status_is 200; out_has "content-type: application/wasm"
get pins.json;                status_is 200; out_has "content-type: application/json"; out_has "no-cache"
list=lists/mobile
get "$list/current.minisig";  status_is 200; out_has "cache-control: no-cache"
get "$list/$(manifest_of site/$list)"; status_is 200; out_has "immutable, no-transform"
same body "site/$list/$(manifest_of site/$list)"
bucket=$(cd site && find "$list/buckets" -name 3333.bin)
get "$bucket";                status_is 200; out_has "immutable, no-transform"; out_has "application/octet-stream"
same body "site/$bucket"

# What a host would compress is compressed, and quickly; never a bucket, nor a part of a file.
get --header "Accept-Encoding:gzip, br" embed.html
status_is 200
out_has "content-encoding: gzip"
gzip -dc <body >unpacked
same unpacked site/embed.html
get --header "Accept-Encoding:br" embed.html; out_lacks "content-encoding"; same body site/embed.html
get --header "Accept-Encoding:gzip, br" "$bucket"; out_lacks "content-encoding"; same body "site/$bucket"
get --header "Accept-Encoding:gzip" --header "Range:bytes=2-8" embed.html
status_is 206
out_lacks "content-encoding"
[ "$(cat body)" = doctype ] || fail "another part: $(cat body)"

for path in .git/config ../outside %2e%2e/outside %2E%2E%2foutside link js js/ "$list/" no-such-file 'index.html%00.js' \
            /etc/passwd '..%5coutside'; do
  get "$path"
  status_is 404
  ! grep -q secret body || fail "the server left its directory: $path"
done
get --method POST ""
status_is 405
get --method HEAD ""
status_is 200

# A port that is taken is refused, and so is any address but this machine's own.
port=${address##*:}
expect 4 "$SELFCHECK" serve site --port "${port%/}"
expect 4 "$SELFCHECK" serve no-such-directory --port 0
status=0
kill -TERM "$server"
wait "$server" || status=$?
[ "$status" -eq 0 ] || fail "exit code $status after SIGTERM"
