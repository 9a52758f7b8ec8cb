# What the scripts share: installing what is missing, and building. They read it with `source`. Every step does
# nothing, quickly, when there is nothing to do.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
cli=$root/build/release/cli/selfcheck
engine=$root/build/wasm/wasm

# The program needs these packages.
native_packages=(
  g++ cmake ninja-build pkg-config
  libsodium-dev nlohmann-json3-dev libexpected-dev libcli11-dev libfmt-dev libcsv-dev libarchive-dev zlib1g-dev
  libcpp-httplib-dev libcurl4-openssl-dev libmicrohttpd-dev
  python3                  # it makes the man pages that are installed
  dpkg-dev ca-certificates # they are for libsodium's source, of which Argon2 is compiled
)
# The programs that are linked statically need these, too.
portable_packages=(libssl-dev libc-ares-dev libzstd-dev liblzma-dev libbz2-dev nettle-dev)
# The engine needs these.
wasm_packages=(emscripten)
# Tests in C++ and the scripts around them need these.
native_test_packages=(libgtest-dev googletest)
build_packages=("${native_packages[@]}" "${wasm_packages[@]}" "${native_test_packages[@]}")

# The pictures of a site that knows its address need these.
picture_packages=(fonts-noto-core)
# Tests of the page in Chromium need these.
browser_packages=(chromium chromium-headless-shell "${picture_packages[@]}")

step() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }
die() {
  printf '%s: error: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Installs those of the packages that are missing.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -q '^installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  step "Installing ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "these Debian packages are missing, and there is no sudo to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  # Somebody else may be installing something, such as the system its updates.
  local patient=(-o DPkg::Lock::Timeout=600)
  "${as_root[@]}" apt-get update -q >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${patient[@]}" install -y -q --no-install-recommends "${missing[@]}" >/dev/null
}

# Installs Node, for the page. Whoever has a node from elsewhere keeps it.
need_node() {
  command -v node >/dev/null || need_packages nodejs
  command -v npm >/dev/null || need_packages npm
}

# Installs the npm packages of a folder when its lock file has changed.
need_npm() {
  need_node
  local stamp=$1/node_modules/.selfcheck-lock
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  step "Installing npm packages of $1"
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
  cp "$1/package-lock.json" "$stamp"
}

# Emscripten's programs are Python. Debian's starts in a tenth of the time that a version manager's takes.
export EMSDK_PYTHON=/usr/bin/python3

# Where ccache is there, what was compiled once on this machine is not compiled again, in whichever checkout. Emscripten calls it by
# itself. Precompiled headers would undo that: each is another file in each checkout, and with it all that is compiled with it.
# CCACHE_DISABLE=1 compiles everything.
launchers=() for_ccache=()
use_ccache() {
  command -v ccache >/dev/null || return 0
  export CCACHE_BASEDIR=$root EM_COMPILER_WRAPPER=ccache
  launchers=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  for_ccache=(-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON)
}

configure() {
  local with=("${for_ccache[@]}")
  [ "$1" = wasm ] || with+=("${launchers[@]}")
  cmake --preset "$@" "${with[@]}" >"build/$1.configure.log" 2>&1 || { cat "build/$1.configure.log"; die "cmake --preset $1 failed"; }
}

# Downloads libsodium's source as it is pinned, once. A build that has an older one configures again by itself.
need_libsodium() { core/libsodium/fetch build/deps/libsodium; }

# Builds a preset, or only some of its targets. It is configured when there is no build yet; ninja does the rest.
build() {
  step "Building $*"
  need_libsodium
  use_ccache
  if [ ! -e "build/$1/build.ninja" ] || grep -q '^SELFCHECK_TESTS:BOOL=OFF' "build/$1/CMakeCache.txt"; then
    configure "$1" -DSELFCHECK_TESTS=ON -DSELFCHECK_WERROR=ON
  fi
  cmake --build --preset "$1" ${2:+--target "${@:2}"} -- --quiet
}

# Builds the targets alone, which need nothing of what tests need. Another compiler's new warning is no reason not to
# have them.
build_program() {
  step "Building $*"
  need_libsodium
  use_ccache
  [ -e build/release/build.ninja ] || configure release -DSELFCHECK_TESTS=OFF -DSELFCHECK_WERROR=OFF
  cmake --build --preset release --target "$@" -- --quiet
}

# Puts into $portable where the programs are that need no library of the system: in the folder $SELFCHECK_PORTABLE, or where they are built
# now.
need_portable() {
  portable=${SELFCHECK_PORTABLE:-$root/build/portable/cli}
  [ -z "${SELFCHECK_PORTABLE:-}" ] || return 0
  need_packages "${native_packages[@]}" "${portable_packages[@]}"
  need_libsodium
  scripts/packaging/portable/libraries
  step "Building the portable programs"
  [ -e build/portable/build.ninja ] || configure portable
  cmake --build --preset portable --target selfcheck selfcheck_check -- --quiet
}

# Builds these targets as WebAssembly, or everything.
build_wasm() { build wasm "$@"; }

# Puts into $engine where the engine is: in the folder $SELFCHECK_ENGINE, or where it is built now.
need_engine() {
  if [ -n "${SELFCHECK_ENGINE:-}" ]; then
    engine=$SELFCHECK_ENGINE
  else
    need_packages "${native_packages[@]}" "${wasm_packages[@]}"
    build_wasm selfcheck_engine
  fi
}

# Builds the static site in the folder $1, with the pins file $2 and further options of web/build.mjs.
build_site() {
  need_packages "${picture_packages[@]}"
  need_npm web
  step "Building the site in $1"
  node web/build.mjs --engine "$engine" --out "$1" --pins "$2" "${@:3}"
}

mkdir -p build
