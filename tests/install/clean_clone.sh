#!/usr/bin/env bash
# Tests that a clean clone in another folder, which has nothing but what is committed and builds an engine of its own, makes what is deployed
# byte for byte as this tree does: the site with a list, its headers and manifests, and the npm package. clean_clone.sh PROGRAM ENGINE
#
# What is not committed yet is committed in the clone alone. The clone does not download anew what is pinned by hashes (libsodium's source and
# the packages of web/package-lock.json), and asks this tree's program whether the list is sound. Its compiler asks ccache, which keeps what a
# file was compiled to wherever it lay. With CCACHE_DISABLE=1 the clone compiles its engine anew, in a minute or two.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
program=$(realpath "${1:?the program}")
engine=$(realpath "${2:?the folder with the engine}")
[ -e "$root/.git" ] || fail "$root is no clone: without its history nothing tells what is committed"
need_work

clone=$work/elsewhere/clean-clone
git clone -q --no-checkout "$root" "$clone"
commit() { git --git-dir="$clone/.git" --work-tree="$root" -c user.name=Tests -c user.email=tests@selfcheck.invalid "$@"; }
commit add --all
commit diff --cached --quiet || { commit commit -q -m "What is not committed yet" && echo "with what is not committed yet"; }
git -C "$clone" reset -q --hard
mkdir -p "$clone/build/deps"
cp -a "$root/build/deps/libsodium" "$clone/build/deps/"
cp -a "$root/web/node_modules" "$clone/web/"

mkdir "$work/lists"
/usr/bin/python3 "$root/tests/synthetic.py" --kind mobile --count 40 --seed 1 >"$work/numbers.txt"
"$program" keygen --no-password --secret "$work/my.key" --public "$work/my.pub" >/dev/null 2>&1
"$program" build --kind mobile --secret-key "$work/my.key" --out "$work/lists/leak" --test --mem 8 --ops 1 --title Test --publisher Tests \
  --pin-out "$work/pins.json" --url lists/leak/ "$work/numbers.txt" >/dev/null 2>&1

# make TREE ENGINE OUT: what a tree makes; with no engine, the tree builds one.
make() {
  local tree=$1 of=("SELFCHECK_CLI=$program" ${2:+"SELFCHECK_ENGINE=$2"})
  env -u SELFCHECK_ENGINE "${of[@]}" "$tree/scripts/dist" --origin https://check.example --pins "$work/pins.json" --lists "$work/lists" \
    --site "$tree/docs/site.example.json" --out "$3" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "scripts/dist in $tree"; }
  node "$tree/web/build_npm.mjs" --engine "${2:-$tree/build/wasm/wasm}" --out "$3/npm" 2>/dev/null || fail "the npm package in $tree"
}
make "$root" "$engine" "$work/here"
make "$clone" '' "$work/there"
diff -rq "$work/here" "$work/there" >&2 || fail "a clean clone makes something else"
for file in site/index.html site/lists/leak/current.minisig server/webcat/manifest.json npm/package.json; do
  [ -s "$work/there/$file" ] || fail "no $file was compared"
done
echo "a clean clone elsewhere makes the same $(find "$work/there" -type f | wc -l) files"
