# shellcheck shell=bash
# MariaDB, for tests only: found or installed, started, stopped. Sourced by databases.sh.

mariadb_server=''
mariadb_install=''

find_mariadb() {
    local name
    for name in mariadbd mysqld; do
        mariadb_server=$(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$name" || true)
        # Oracle's mysqld has the same name, but no mariadb-install-db: it is not what we want.
        if [ -n "$mariadb_server" ] && "$mariadb_server" --no-defaults --version 2>/dev/null | grep -q MariaDB; then
            mariadb_install=$(command -v mariadb-install-db || command -v mysql_install_db || true)
            [ -n "$mariadb_install" ] && command -v my_print_defaults >/dev/null && return 0
        fi
    done
    return 1
}

use_mariadb() {
    local package
    find_mariadb && return 0
    can_install || die "MariaDB 10.5 or newer is missing and this user cannot install it. Run: sudo apt-get install mariadb-server-core mariadb-client-core"
    start_install MariaDB
    # The "core" packages have the binaries and no service. Older releases have the version in their names.
    apt_update
    package=$(newest_package 'mariadb-server-core(-[0-9.]+)?')
    package=${package:-mariadb-server-core}
    apt_install "$package" "${package/server/client}"
    end_install
    find_mariadb || die "MariaDB was installed, but mariadbd or mariadb-install-db was not found."
}

# mariadb_start DIR PORT PASSWORD MODE [OPTION…]: options of the server beside ours.
mariadb_start() {
    local folder=$1 port=$2 password=$3 user pid options
    user=$(database_user mysql)
    own_folder "$user" "$folder"
    (cd "$folder" && run_as "$user" "$mariadb_install" --no-defaults --datadir="$folder/data" --skip-test-db --auth-root-authentication-method=normal \
        --innodb-log-file-size=32M </dev/null >"$folder/install.log" 2>&1) || {
        last_lines "$folder/install.log"
        die "mariadb-install-db failed in $folder."
    }
    (umask 077 && mariadb_first_statements "$password" >"$folder/init.sql")
    if is_root; then
        chown "$user" "$folder/init.sql"
    fi
    case $4 in
        fast) options=(--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-buffer-pool-size=64M) ;;
        *) options=(--innodb-buffer-pool-size=256M) ;;
    esac
    options+=("${@:5}")
    (
        cd "$folder" || exit 1
        exec 9>&- # A lock of the caller is not for the server to hold.
        run_as "$user" setsid "$mariadb_server" --no-defaults --datadir="$folder/data" --pid-file="$folder/pid" --socket="$folder/socket" \
            --bind-address=127.0.0.1 --port="$port" --skip-name-resolve --init-file="$folder/init.sql" \
            --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci --max-connections=300 --skip-log-bin \
            --innodb-log-file-size=32M --key-buffer-size=1M --aria-pagecache-buffer-size=8M "${options[@]}" </dev/null >"$folder/mariadb.log" 2>&1
    ) &
    pid=$!
    for _ in {1..600}; do
        if ! kill -0 "$pid" 2>/dev/null; then
            break
        elif [ -s "$folder/pid" ] && port_is_taken "$port" && grep -q 'ready for connections' "$folder/mariadb.log"; then
            return 0
        fi
        sleep 0.1
    done
    last_lines "$folder/mariadb.log"
    warn "MariaDB did not start in $folder."
    mariadb_stop "$folder"
    return 1
}

# One statement a line, as --init-file wants it.
mariadb_first_statements() {
    printf "%s\n" \
        "DELETE FROM mysql.global_priv WHERE User = '' OR Host <> 'localhost';" \
        "FLUSH PRIVILEGES;" \
        "ALTER USER root@localhost IDENTIFIED BY '$1';" \
        "CREATE USER gateway@'127.0.0.1' IDENTIFIED BY '$1';" \
        "GRANT ALL PRIVILEGES ON *.* TO gateway@'127.0.0.1' WITH GRANT OPTION;"
}

mariadb_stop() {
    local pid
    [ -s "$1/pid" ] || return 0
    pid=$(cat "$1/pid")
    stop_process "$pid" 30
}
