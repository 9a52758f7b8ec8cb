#!/usr/bin/env bash
# Installs the Debian packages in a clean Debian 12, a minimal root in which nothing else is, runs there what the README tells a
# publisher to do, and removes them again.
#
#   tests/install/clean_root.sh DIRECTORY_OF_PACKAGES
#
# It needs root and debootstrap. The minimal root, and the packages that ours depend on, are kept in ~/.cache/selfcheck/debian-12
# (SELFCHECK_CACHE names another folder), so that only the first run takes a minute or two. What is done to the root is done to a layer
# above it, in a mount namespace of its own, and gone when this ends.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages=$(cd "${1:?the folder with the packages}" && pwd)
cache=${SELFCHECK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/selfcheck}/debian-12

if [ "${2:-}" != inside ]; then
  [ "$(id -u)" = 0 ] || fail "this needs root"
  mkdir -p "$cache/archives/partial" "$cache/lists/partial"
  if [ ! -e "$cache/root" ]; then
    mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
    new=$(mktemp -d "$cache/new.XXXXXX")
    debootstrap --variant=minbase bookworm "$new" "${mirror:-http://deb.debian.org/debian}" >"$cache/log" 2>&1 || { tail -n 5 "$cache/log" >&2; fail "debootstrap"; }
    rm -rf "$new/var/lib/apt/lists" && mkdir -p "$new/var/lib/apt/lists"
    chmod 755 "$new"
    mv -T "$new" "$cache/root"
  fi
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  unshare --mount --fork "${BASH_SOURCE[0]}" "$packages" inside "$work"
  exit
fi

work=$3
root=$work/root
mount -t tmpfs tmpfs "$work"
mkdir "$work"/{root,above,working}
mount -t overlay overlay -o "lowerdir=$cache/root,upperdir=$work/above,workdir=$work/working" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for kept in archives:var/cache/apt/archives lists:var/lib/apt/lists; do
  mkdir -p "$root/${kept#*:}"
  mount --bind "$cache/${kept%%:*}" "$root/${kept#*:}"
done
# These are this machine's ways to Debian's mirror.
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
if [ -s /etc/apt/sources.list.d/debian.sources ]; then
  cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/" && : >"$root/etc/apt/sources.list"
fi
cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
# A package that was downloaded once is not downloaded again.
echo 'Binary::apt-get::APT::Keep-Downloaded-Packages "true"; APT::Keep-Downloaded-Packages "true"; APT::Sandbox::User "root";' >"$root/etc/apt/apt.conf.d/90keep"
rm -f "$root/etc/apt/apt.conf.d/docker-clean"

in_root() {
  chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb \
    DEBIAN_FRONTEND=noninteractive "$@"
}
before=$(in_root dpkg-query -W -f '${Status} ${Package}\n' | sed -n 's/.* installed //p' | sort)
mkdir "$root/packages"
cp "$packages"/*.deb "$root/packages/"
install() { in_root bash -c 'apt-get install -y -q --no-install-recommends /packages/*.deb' >"$work/log" 2>&1; }
# The lists of packages may be missing, or too old.
install || { in_root apt-get update -q >"$work/log" 2>&1 && install; } || { cat "$work/log" >&2; fail "they can't be installed"; }
[ -z "$(in_root dpkg --audit)" ] || fail "dpkg --audit: $(in_root dpkg --audit)"
in_root bash -c 'for tool in python3 g++ cmake node; do ! command -v $tool; done' || fail "the root is not clean"

/usr/bin/python3 "$here/readme_steps.py" "$root" || fail "the README's steps"
in_root selfcheck-evaluator --version >/dev/null || fail "the evaluator does not run"

in_root apt-get purge -y -q selfcheck selfcheck-evaluator >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "they can't be removed"; }
left=$(in_root find / -xdev -name '*selfcheck*' -not -path '/packages/*' -not -path '/proc/*' -not -path '/root/*')
[ -z "$left" ] || fail "left behind: $left"
in_root apt-get autoremove -y -q >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "what they needed can't be removed"; }
after=$(in_root dpkg-query -W -f '${Status} ${Package}\n' | sed -n 's/.* installed //p' | sort)
[ "$after" = "$before" ] || fail "other packages than before are installed: $(diff <(echo "$before") <(echo "$after"))"
echo "installed, used and removed in a clean Debian $(cat "$root/etc/debian_version")"
