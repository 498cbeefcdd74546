#!/usr/bin/env bash
# Installs the system libraries that no wheel brings: what Qt 6 needs to draw (also offscreen), git, venv.
# With the argument "test" also what the tests use as users do: Prometheus, a browser, compose, a screen;
# with "package" what a small OpenCV is built with.
# Silent and quick when all are there. Fails only where no virtual environment can be made.
set -euo pipefail

python="${PYTHON:-python3}"

# A choice "a|b" is one library whose package has another name on newer systems.
libraries=(
    libegl1 libgl1 libopengl0 'libglib2.0-0|libglib2.0-0t64'
    libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libfreetype6
    libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1
)

# Only tests want these; where they are missing, those tests say so and are skipped.
if [[ "${1:-}" == test ]]; then
    libraries+=(prometheus chromium docker-compose xvfb xauth fonts-inter fonts-droid-fallback)
fi

# Where these are missing, a bundle is larger.
if [[ "${1:-}" == package ]]; then
    libraries+=(g++ cmake ninja-build nasm 'pkg-config|pkgconf' dpkg-dev libssl-dev zlib1g-dev binutils zstd)
fi

say() { printf 'system packages: %s\n' "$*" >&2; }

is_debian() {
    [[ -r /etc/os-release ]] || return 1
    local ids
    ids="$(. /etc/os-release && printf '%s %s' "${ID:-}" "${ID_LIKE:-}")"
    [[ " $ids " == *' debian '* || " $ids " == *' ubuntu '* ]] && command -v dpkg-query apt-get >/dev/null
}

can_make_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

missing_packages() {
    local installed choice name found
    installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | tr '\n' ' ')"
    for choice in "${libraries[@]}"; do
        found=
        for name in ${choice//|/ }; do
            [[ "$installed" == *" $name "* ]] && found=yes
        done
        [[ -n "$found" ]] || printf '%s\n' "${choice%%|*}"
    done
    command -v git >/dev/null || printf 'git\n'
    can_make_venv || printf 'python3-venv\n'
}

install() {
    local as_root=()
    if [[ "$(id -u)" -ne 0 ]]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    local patience=(-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=60)
    say "installing $*"
    "${as_root[@]}" apt-get "${patience[@]}" update >&2 || say "the package lists are not fresh; going on"
    "${as_root[@]}" apt-get "${patience[@]}" install -y --no-install-recommends "$@" >&2
}

main() {
    local missing=()
    if is_debian; then
        mapfile -t missing < <(missing_packages)
        if [[ ${#missing[@]} -gt 0 ]] && ! install "${missing[@]}"; then
            say 'not installed, please type:'
            say "  sudo apt-get update && sudo apt-get install ${missing[*]}"
        fi
    else
        say 'this is neither Debian nor Ubuntu: see to Git and the libraries of Qt 6 (xcb, EGL) yourself'
    fi
    if ! can_make_venv; then
        say "$python is missing or cannot make a virtual environment; nothing works without that"
        exit 1
    fi
}

main
