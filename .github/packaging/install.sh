#!/bin/sh
# Installs autosend-domains from a release: downloads the archive for this machine, compares its checksum, and puts the
# program into ~/.local/bin. Nothing else is changed.
#
#   curl -fsSL URL/install.sh | sh
#   curl -fsSL URL/install.sh | sh -s -- --dir /usr/local/bin
#
# AUTOSEND_DOMAINS_URL names another place of the release's files. The release workflow fills in the default.
set -eu

url=${AUTOSEND_DOMAINS_URL:-@URL@}
folder=$HOME/.local/bin

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    case $1 in
        --dir)
            [ $# -ge 2 ] || fail "--dir needs a folder"
            folder=$2
            shift 2
            ;;
        *) fail "unknown argument: $1 (use --dir DIR)" ;;
    esac
done

case $url in
    @*) fail "this copy isn't from a release: set AUTOSEND_DOMAINS_URL to the place of the release's files" ;;
esac

case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64) target=x86_64-unknown-linux ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    *) fail "there is no build for $(uname -s) on $(uname -m): use cargo install" ;;
esac
case $target in
    *linux)
        # musl's loader names itself; everything else is taken for glibc (2.17 or newer).
        if ldd --version 2>&1 | grep -qi musl; then target=$target-musl; else target=$target-gnu; fi
        ;;
esac
archive=autosend-domains-$target.tar.gz

if command -v curl > /dev/null; then
    download() { curl --fail --silent --show-error --location --output "$2" "$1"; }
elif command -v wget > /dev/null; then
    download() { wget --quiet --output-document="$2" "$1"; }
else
    fail "curl or wget is needed"
fi

if command -v sha256sum > /dev/null; then
    checksum() { sha256sum "$1"; }
elif command -v shasum > /dev/null; then
    checksum() { shasum -a 256 "$1"; }
else
    fail "sha256sum or shasum is needed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

download "$url/$archive" "$work/$archive" || fail "can't download $url/$archive"
download "$url/SHA256SUMS" "$work/SHA256SUMS" || fail "can't download $url/SHA256SUMS"
expected=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$archive\$/\1/p" "$work/SHA256SUMS")
[ -n "$expected" ] || fail "SHA256SUMS doesn't list $archive"
actual=$(checksum "$work/$archive")
actual=${actual%% *}
[ "$expected" = "$actual" ] || fail "the checksum of $archive is wrong: expected $expected, got $actual. Nothing was installed"

tar -xzf "$work/$archive" -C "$work" ./autosend-domains || fail "$archive has no program in it"
mkdir -p "$folder"
# Moved into its place at once, so that a running program is never overwritten.
cp "$work/autosend-domains" "$folder/.autosend-domains.$$"
chmod 755 "$folder/.autosend-domains.$$"
mv -f "$folder/.autosend-domains.$$" "$folder/autosend-domains"

echo "Installed $("$folder/autosend-domains" --version) to $folder/autosend-domains"
case :$PATH: in
    *":$folder:"*) ;;
    *) echo "$folder isn't in your PATH. Add it: export PATH=\"$folder:\$PATH\"" ;;
esac
