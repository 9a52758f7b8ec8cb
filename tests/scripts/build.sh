#!/bin/bash
# scripts/build installs the program with what it needs, and no more. scripts/test calls this after it has built the program, and
# then it takes a second.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# The tools that build the website are made to be missing here, and can't be installed.
mkdir "$work/bin"
real=$(command -v dpkg-query)
cat >"$work/bin/dpkg-query" <<END
#!/bin/bash
case \${*: -1} in emscripten | nodejs | npm | libgtest-dev | googletest | clang-tidy) exit 1 ;; esac
exec "$real" "\$@"
END
printf '#!/bin/bash\necho "apt-get was asked for $*" >&2\nexit 1\n' >"$work/bin/apt-get"
printf '#!/bin/bash\necho "$0 was used" >&2\nexit 1\n' | tee "$work/bin/node" "$work/bin/npm" "$work/bin/emcc" >"$work/bin/em++"
chmod +x "$work"/bin/*

cd "$work"
# A prefix is relative to whoever calls it.
PATH=$work/bin:$PATH "$root/scripts/build" --prefix installed >out 2>&1 || fail "$(cat out)"
[ "$(cd installed/bin && find . -type f | LC_ALL=C sort | xargs)" = "./selfcheck ./selfcheck-check ./selfcheck-serve" ] || fail "installed: $(find installed/bin)"
[ "$(cd installed && find . -mindepth 2 -maxdepth 2 -path './share/*' | LC_ALL=C sort | xargs)" = "./share/bash-completion ./share/doc ./share/man" ] ||
  fail "installed: $(find installed/share)"
grep -qF "$work/installed/bin is not in your PATH" out || fail "$(cat out)"
installed/bin/selfcheck --version | grep -q '^selfcheck [0-9]' || fail "it does not run"
# The program finds selfcheck-serve where it was installed.
installed/bin/selfcheck serve --help | grep -q '127.0.0.1' || fail "selfcheck serve does not run"

HOME=$work/home "$root/scripts/build" >out 2>&1 || fail "$(cat out)"
[ -x home/.local/bin/selfcheck ] || fail "without --prefix it is not in ~/.local"
# The evaluator is a program of its own, for other people.
"$root/scripts/build" --evaluator --prefix "$work/evaluator" >out 2>&1 || fail "$(cat out)"
[ "$(cd evaluator && find bin share/man share/selfcheck-evaluator -type f | LC_ALL=C sort | xargs)" = \
  "bin/selfcheck-evaluator share/man/man1/selfcheck-evaluator.1 share/selfcheck-evaluator/nginx-site.conf share/selfcheck-evaluator/selfcheck-evaluator@.service" ] ||
  fail "installed: $(find evaluator)"
evaluator/bin/selfcheck-evaluator --version | grep -q '^selfcheck-evaluator [0-9]' || fail "it does not run"

if "$root/scripts/build" --frobnicate >out 2>&1; then fail "an option that there is not"; fi
grep -qF -- "--frobnicate" out || fail "$(cat out)"
