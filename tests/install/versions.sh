#!/usr/bin/env bash
# Tests that everything that says a version says the same one, which stands in the first lines of CMakeLists.txt:
# versions.sh PROGRAMS ENGINE. (What is installed is tested by installed.sh, and the Debian packages by packages.sh.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
programs=${1:?the folder with the programs}
engine=${2:?the folder with the engine}
need_work

version=$("$root/scripts/version")
for program in selfcheck selfcheck-check selfcheck-serve selfcheck-evaluator; do
  said=$("$programs/$program" --version)
  [ "${said##* }" = "$version" ] || fail "$program says: $said"
done
node "$root/web/build_npm.mjs" --engine "$engine" --out "$work/npm" 2>/dev/null
node "$root/web/build.mjs" --engine "$engine" --out "$work/site" >/dev/null
for file in npm/package.json site/version.json; do
  said=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1])).version' "$work/$file")
  [ "$said" = "$version" ] || fail "$file says $said"
done
# A second place would have to be changed by hand. (Documents name files of a release, and the changelog all versions.)
others=$(cd "$root" && git grep -lF "$version" -- '*.cpp' '*.h' '*.txt' '*.cmake' '*.mjs' '*.ts' '*.py' '*.sh' web/package.json web/npm/package.json scripts | grep -vE '^CMakeLists\.txt$|^web/site/licences\.txt$' || true)
[ -z "$others" ] || fail "the version stands in another place, too: $others"
echo "everything says $version"
