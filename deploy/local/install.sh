# shellcheck shell=bash
# Installs Debian or Ubuntu packages without leaving a service behind. Sourced by databases.sh.

# as_root COMMAND…: runs it as root, false when we may not.
as_root() {
    if is_root; then
        "$@"
    else
        command -v sudo >/dev/null && sudo -n "$@"
    fi
}

can_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# apt_update: reads the package lists, once per run.
apt_update() {
    [ -z "${apt_updated:-}" ] || return 0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$install_log" 2>&1 || {
        last_lines "$install_log"
        die "apt-get update failed."
    }
    apt_updated=1
}

# apt_install PACKAGE…: installs them; what they bring is not started by the system (policy-rc.d), as we start our own, private servers.
apt_install() {
    local policy=/usr/sbin/policy-rc.d own_policy='' failed=''
    apt_update
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        own_policy=1
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$install_log" 2>&1 || failed=1
    if [ -n "$own_policy" ]; then
        as_root rm -f "$policy"
    fi
    if [ -n "$failed" ]; then
        last_lines "$install_log"
        die "apt-get could not install: $*"
    fi
}

# npm_install DIR PACKAGE: installs it below that folder, and runs nothing that it brings.
npm_install() {
    npm install --prefix "$1" --ignore-scripts --no-audit --no-fund "$2" >"$install_log" 2>&1 || {
        last_lines "$install_log"
        die "npm could not install $2."
    }
}

# newest_package REGEX: the newest package (by version number in its name) that apt knows and whose name matches.
newest_package() { apt-cache --names-only search "$1" | cut -d' ' -f1 | grep -Ex "$1" | sort -V | tail -n 1; }

# install_log: apt's output, shown only when it fails.
install_log=/dev/null
start_install() {
    say "Installing $1 …"
    install_log=$(mktemp "${TMPDIR:-/tmp}/gateway-install.XXXXXX")
}
end_install() {
    rm -f "$install_log"
    install_log=/dev/null
}
