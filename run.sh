#!/usr/bin/env bash
# Starts the gateway with a private PostgreSQL and simulated vendor agents. See ./run.sh --help.
set -Eeuo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=deploy/local/databases.sh
. "$root/deploy/local/databases.sh"
# shellcheck source=deploy/local/processes.sh
. "$root/deploy/local/processes.sh"

usage() {
    cat <<'TEXT'
./run.sh               starts everything on loopback, prints the addresses and the key, stays until Ctrl-C
./run.sh --demo        starts the gateway with one agent, sends one message, prints its life, stops;
                       exits 0 only if it was delivered and told
./run.sh --sample      the same beside it, with databases of its own: sends a day's worth of messages
                       through simulated agents, marked [예시], so that the console has data to look at; stays
./run.sh --forget-sample   forgets what --sample stored
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
        --sample) action=sample ;;
        --forget-sample) action=forget-sample ;;
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

# The sample is kept apart, so that one command forgets it and nothing else.
state_database=gateway
agents_database=kshot
protocols=(kshot bizppurio xroshot emma lguplus)
creates_tables=true
case $action in
    demo) protocols=(kshot) ;;
    *sample)
        state_database=gateway_sample
        agents_database=agents_sample
        creates_tables=false # The agents make them, as they do in real installs.
        ;;
esac

mkdir -p "$logs" "$local_dir/run"
exec 9>"$local_dir/run/lock"
flock -n 9 || die "It runs already: $(cat "$local_dir/run/url" 2>/dev/null || echo "its address is not known yet"). Stop that one first (Ctrl-C)."

database=$(database_home postgres)
stop_left_over "$local_dir/run"
if [ "$action" = clean ]; then
    if find_postgres; then
        postgres_stop "$database"
    fi
    rm -rf "$(dirname "$database")" "$local_dir"/{app,attachments,logs,run,admin-key,database-password,database-port,pgpass}
    say "Forgotten: data, key, logs and the built program."
    exit 0
fi

clean_up() {
    trap - EXIT
    trap '' INT TERM HUP
    rm -f "$local_dir/run/url"
    for name in "${protocols[@]/#/simulator-}" gateway; do
        stop_program "$name"
    done
    if [ -n "$postgres_bin" ]; then
        postgres_stop "$database"
    fi
}
trap clean_up EXIT
if [ "$action" = stay ] || [ "$action" = sample ]; then
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
        for name in "$state_database" "$agents_database"; do
            printf "SELECT 'CREATE DATABASE %s OWNER gateway' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '%s') \\\\gexec\n" "$name" "$name"
        done
    } | postgres_run "$database_port" "$superuser_password" postgres
    (umask 077 && printf '127.0.0.1:%s:*:%s:%s\n' "$database_port" gateway "$database_password" \
        "$database_port" postgres "$superuser_password" >"$local_dir/pgpass")
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
    local key protocol
    local -x ConnectionStrings__Gateway Gateway__AdminKey ASPNETCORE_URLS="http://127.0.0.1:$port" Webhooks__AllowPrivateNetworks=true
    key=$(keep_secret "$local_dir/admin-key")
    Gateway__AdminKey=$key
    ConnectionStrings__Gateway=$(connection "$state_database")
    for protocol in "${protocols[@]}"; do
        mkdir -p "$local_dir/attachments/$protocol"
        local -x "Vendors__${protocol}__Attachments__WriteTo=$local_dir/attachments/$protocol"
        local -x "Vendors__${protocol}__Protocol=$protocol" "Vendors__${protocol}__Database=postgresql" \
            "Vendors__${protocol}__ConnectionString=$(connection "$agents_database")" "Vendors__${protocol}__CreateTables=$creates_tables"
    done
    say "Starting the gateway …"
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

# start_agent PROTOCOL OPTION…: in the sample it makes its own tables, as real ones do; else the gateway makes them.
start_agent() {
    local protocol=$1 tables=--wait-for-tables
    shift
    [ "$creates_tables" = true ] || tables=--create-tables
    start_program "simulator-$protocol" "$local_dir/app/Gateway.Simulator" dotnet Gateway.Simulator.dll agent --protocol "$protocol" \
        --database postgresql --connection "$(connection "$agents_database")" "$tables" "$@"
}

start_agents() {
    local spool=$local_dir/attachments/bizppurio protocol options
    say "Starting the simulators of the vendors' agents …"
    mkdir -p "$spool"
    for protocol in "${protocols[@]}"; do
        options=()
        [ "$protocol" != bizppurio ] || options+=(--spool "$spool")
        case $action-$protocol in
            sample-kshot) options+=(--mix "sms=0:94,7:2,8:2,9:1,27:1") ;;
            sample-bizppurio) options+=(--mix "sms=4100:95,4400:2,4401:2,4402:1" --mix "alimtalk=7000:93,7318:5,7322:2") ;;
        esac
        start_agent "$protocol" "${options[@]}"
    done
}

send_sample() {
    say "Sending the sample …"
    dotnet "$local_dir/app/Gateway.Simulator/Gateway.Simulator.dll" sample --url "http://127.0.0.1:$port" --key-file "$local_dir/admin-key" 9>&- || {
        check_programs
        die "The sample was not sent whole. Forget what was with ./run.sh --forget-sample, then try again."
    }
}

forget_sample() {
    {
        printf 'DROP DATABASE IF EXISTS %s WITH (FORCE);\n' gateway_sample agents_sample
    } | postgres_run "$database_port" "$superuser_password" postgres
    say "Forgotten: the sample."
}

show_addresses() {
    cat <<TEXT

The gateway is ready. Stop it with Ctrl-C.$([ "$action" != sample ] || printf ' The sample is forgotten with ./run.sh --forget-sample.')

  Console     http://127.0.0.1:$port/console
  Swagger UI  http://127.0.0.1:$port/swagger
  API         http://127.0.0.1:$port/v1
  Health      http://127.0.0.1:$port/health/ready
  Key         $(cat "$local_dir/admin-key")
  Logs        $logs
  PostgreSQL  PGPASSFILE=$local_dir/pgpass psql -h 127.0.0.1 -p $database_port -U gateway $state_database
              (superuser: -U postgres)

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
    local code=0 protocol
    say ""
    dotnet "$local_dir/app/Gateway.Simulator/Gateway.Simulator.dll" demo --url "http://127.0.0.1:$port" --key-file "$local_dir/admin-key" 9>&- || code=$?
    if [ "$code" -ne 0 ]; then
        check_programs
        last_lines "$logs/gateway.log"
        for protocol in "${protocols[@]}"; do
            last_lines "$logs/simulator-$protocol.log" 10
        done
    fi
    return "$code"
}

require_dotnet
if [ "$action" = forget-sample ]; then
    start_database
    forget_sample
    exit 0
fi
choose_port
start_database
build
if [ "$action" = sample ]; then
    start_agents
fi
start_gateway
printf 'http://127.0.0.1:%s/console\n' "$port" >"$local_dir/run/url"
case $action in
    demo)
        start_agents
        play_demo || exit 1
        ;;
    sample)
        send_sample
        stay
        ;;
    stay)
        start_agents
        stay
        ;;
esac
