#!/usr/bin/env bash
# Tests what `cmake --install` puts beside the programs, and that they find each other there: the
# programs must have been built in build/release. The man pages tell the same as --help; bash completes commands and options.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_work

version=$("$root/scripts/version")
cmake --install "$root/build/release" --prefix "$work/prefix" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "cmake --install"; }
# Where the programs were built is not where they are found: the prefix moves, and they still find each other.
mv "$work/prefix" "$work/moved"
cd "$work/moved"
wanted="bin/selfcheck bin/selfcheck-check bin/selfcheck-evaluator bin/selfcheck-serve"
[ "$(find bin -type f | LC_ALL=C sort | xargs)" = "$wanted" ] || fail "installed: $(find bin -type f)"
for file in share/doc/selfcheck/{README.md,LICENSE,CHANGELOG.md,docs/CLI.md,docs/FORMAT.md,docs/PUBLISHING.md} share/man/man1/selfcheck-{build,check,job-hash,evaluator}.1 \
  share/doc/selfcheck-evaluator/EVALUATING.md share/selfcheck-evaluator/{nginx-site.conf,selfcheck-evaluator@.service} \
  share/bash-completion/completions/selfcheck{,-evaluator}; do
  [ -s "$file" ] || fail "no $file"
done
[ -z "$(find . -perm /022 -not -type l)" ] || fail "anybody may write: $(find . -perm /022)"

for program in selfcheck selfcheck-check selfcheck-serve selfcheck-evaluator; do
  bin/$program --version | grep -q " $version\$" || fail "$program is of another version than $version"
done
for command in check verify serve; do
  env -i bin/selfcheck "$command" --help | grep -q "^Usage: selfcheck $command" || fail "selfcheck $command does not run"
done
env -i bin/selfcheck keygen --no-password --secret "$work/my.key" --public "$work/my.pub" >/dev/null 2>&1 || fail "keygen"
/usr/bin/python3 -B "$root/tests/install/man_pages.py" share/man/man1 "$version" bin/selfcheck bin/selfcheck-evaluator || fail "the man pages"

# completed WORD...: what bash offers for the last word.
completed() {
  env -i PATH="$PATH" bash -c '. "$0/share/bash-completion/completions/selfcheck"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _selfcheck; echo "${COMPREPLY[@]}"' \
    "$PWD" "$@"
}
[ "$(completed selfcheck veri)" = verify ] || fail "bash does not complete selfcheck veri: $(completed selfcheck veri)"
[ "$(completed selfcheck job prepare --secr)" = "" ] || fail "job prepare has no --secret-key"
[ "$(completed selfcheck job assemble --secr)" = --secret-key ] || fail "bash does not complete job assemble --secr"
echo "installed, moved and run"
