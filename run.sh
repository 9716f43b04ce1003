#!/usr/bin/env bash
# Starts the gateway with a private PostgreSQL and a simulated vendor agent. See ./run.sh --help.
set -Eeuo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=deploy/local/databases.sh
. "$root/deploy/local/databases.sh"
# shellcheck source=deploy/local/processes.sh
. "$root/deploy/local/processes.sh"

usage() {
    cat <<'TEXT'
./run.sh               starts everything on loopback, prints the addresses and the key, stays until Ctrl-C
./run.sh --demo        starts the same, sends one message, prints its life, stops; exits 0 only if it was delivered and told
./run.sh --clean       forgets the data, the key and the built program of earlier runs
./run.sh --port N      the gateway's port (8080; when that is taken and --port is not given, a free one)

PostgreSQL is installed when it is missing and may be installed. Data stays between runs, logs are in .local/logs/.
TEXT
}

port=''
action=stay
while [ $# -gt 0 ]; do
    case $1 in
        --demo) action=demo ;;
        --clean) action=clean ;;
        --port)
            [[ ${2:-} =~ ^[0-9]{1,5}$ ]] || die "--port wants a number. See ./run.sh --help."
            port=$2
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) die "Unknown option: $1. See ./run.sh --help." ;;
    esac
    shift
done

mkdir -p "$logs" "$local_dir/run"
exec 9>"$local_dir/run/lock"
flock -n 9 || die "It runs already: $(cat "$local_dir/run/url" 2>/dev/null || echo "its address is not known yet"). Stop that one first (Ctrl-C)."

database=$(database_home postgres)
stop_left_over "$local_dir/run"
if [ "$action" = clean ]; then
    if find_postgres; then
        postgres_stop "$database"
    fi
    rm -rf "$(dirname "$database")" "$local_dir"/{app,logs,run,admin-key,database-password,database-port,pgpass}
    say "Forgotten: data, key, logs and the built program."
    exit 0
fi

clean_up() {
    trap - EXIT
    trap '' INT TERM HUP
    rm -f "$local_dir/run/url"
    for name in simulator gateway; do
        stop_program "$name"
    done
    if [ -n "$postgres_bin" ]; then
        postgres_stop "$database"
    fi
}
trap clean_up EXIT
if [ "$action" = stay ]; then
    trap 'say "Stopping …"; exit 0' INT TERM HUP
else
    trap 'exit 130' INT TERM HUP
fi

start_database() {
    local name
    use_postgres
    # What an earlier run left, because it was killed, is stopped first: its port and settings are not ours.
    postgres_stop "$database"
    database_port=$(cat "$local_dir/database-port" 2>/dev/null || free_port)
    if port_is_taken "$database_port"; then
        database_port=$(free_port)
    fi
    printf '%s\n' "$database_port" >"$local_dir/database-port"
    database_password=$(keep_secret "$local_dir/database-password")
    # The superuser's stays beside the data: a clone may be deleted and made again at the same path.
    [ -f "$database.password" ] || (umask 077 && printf '%s\n' "$database_password" >"$database.password")
    superuser_password=$(cat "$database.password")
    say "Starting PostgreSQL in $database …"
    postgres_start "$database" "$database_port" "$superuser_password" durable
    {
        printf "SELECT 'CREATE ROLE gateway LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gateway') \\\\gexec\n"
        # Set anew each time: the password file may have been lost while the data stayed.
        printf "ALTER ROLE gateway PASSWORD '%s';\n" "$database_password"
        for name in gateway kshot; do
            printf "SELECT 'CREATE DATABASE %s OWNER gateway' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '%s') \\\\gexec\n" "$name" "$name"
        done
    } | postgres_run "$database_port" "$superuser_password" postgres
    (umask 077 && printf '127.0.0.1:%s:*:gateway:%s\n' "$database_port" "$database_password" >"$local_dir/pgpass")
}

# source_stamp: changes when anything that goes into the programs changes.
source_stamp() {
    (
        cd "$root"
        dotnet --version
        find . -maxdepth 1 -type f \( -name '*.props' -o -name '*.json' -o -name '*.config' -o -name '*.txt' -o -name '*.yaml' -o -name .editorconfig \) -print0 |
            sort -z | xargs -0 sha256sum
        find src \( -name bin -o -name obj \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
    ) | sha256sum | cut -d' ' -f1
}

build() {
    local stamp project
    stamp=$(source_stamp)
    if [ "$(cat "$local_dir/app/stamp" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    say "Building (this takes a minute or two the first time) …"
    rm -rf "$local_dir/app"
    for project in Gateway Gateway.Simulator; do
        dotnet publish "$root/src/$project/$project.csproj" -c Release -o "$local_dir/app/$project" -v quiet --nologo >"$logs/build.log" 2>&1 9>&- || {
            last_lines "$logs/build.log"
            die "The build failed."
        }
    done
    printf '%s\n' "$stamp" >"$local_dir/app/stamp"
}

choose_port() {
    if [ -z "$port" ]; then
        port=8080
        if port_is_taken "$port"; then
            port=$(free_port)
            say "Port 8080 is taken by another program, so this run uses $port."
        fi
    elif port_is_taken "$port"; then
        die "Port $port is taken by another program. Choose another one with --port."
    fi
}

# connection DATABASE: for ADO.NET, without the password, which others could read in a command line.
connection() { printf 'Host=127.0.0.1;Port=%s;Database=%s;Username=gateway;Passfile="%s"' "$database_port" "$1" "$local_dir/pgpass"; }

start_gateway() {
    local key
    key=$(keep_secret "$local_dir/admin-key")
    say "Starting the gateway …"
    ConnectionStrings__Gateway="$(connection gateway)" Gateway__AdminKey="$key" ASPNETCORE_URLS="http://127.0.0.1:$port" \
        Vendors__kshot__Protocol=kshot Vendors__kshot__Database=postgresql Vendors__kshot__ConnectionString="$(connection kshot)" \
        Vendors__kshot__CreateTables=true Webhooks__AllowPrivateNetworks=true \
        start_program gateway "$local_dir/app/Gateway" dotnet Gateway.dll
    wait_until_ready 60
}

# wait_until_ready SECONDS
wait_until_ready() {
    local status=000 end=$((SECONDS + $1))
    while [ "$SECONDS" -lt "$end" ]; do
        check_programs
        status=$(http_status "$port" /health/ready)
        [ "$status" != 200 ] || return 0
        sleep 0.2
    done
    last_lines "$logs/gateway.log"
    die "The gateway was not ready within $1 s (the last answer of /health/ready was $status)."
}

start_simulator() {
    say "Starting the vendor agent's simulator …"
    start_program simulator "$local_dir/app/Gateway.Simulator" dotnet Gateway.Simulator.dll agent --protocol kshot --database postgresql \
        --connection "$(connection kshot)" --wait-for-tables
}

show_addresses() {
    cat <<TEXT

The gateway is ready. Stop it with Ctrl-C.

  Console     http://127.0.0.1:$port/console
  Swagger UI  http://127.0.0.1:$port/swagger
  API         http://127.0.0.1:$port/v1
  Health      http://127.0.0.1:$port/health/ready
  Key         $(cat "$local_dir/admin-key")
  Logs        $logs
  PostgreSQL  PGPASSFILE=$local_dir/pgpass psql -h 127.0.0.1 -p $database_port -U gateway gateway

TEXT
}

stay() {
    show_addresses
    while true; do
        check_programs
        postgres_is_running "$database" || {
            last_lines "$database/postgres.log"
            die "PostgreSQL has stopped."
        }
        sleep 2 &
        wait $!
    done
}

play_demo() {
    local code=0
    say ""
    dotnet "$local_dir/app/Gateway.Simulator/Gateway.Simulator.dll" demo --url "http://127.0.0.1:$port" --key-file "$local_dir/admin-key" 9>&- || code=$?
    if [ "$code" -ne 0 ]; then
        check_programs
        last_lines "$logs/gateway.log"
        last_lines "$logs/simulator.log" 10
    fi
    return "$code"
}

require_dotnet
choose_port
start_database
build
start_gateway
start_simulator
printf 'http://127.0.0.1:%s/swagger\n' "$port" >"$local_dir/run/url"
if [ "$action" = demo ]; then
    play_demo || exit 1
else
    stay
fi
