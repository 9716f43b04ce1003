#!/usr/bin/env bash
# Runs every test on private databases that are stopped and forgotten afterwards. See ./test.sh --help.
set -Eeuo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=deploy/local/databases.sh
. "$root/deploy/local/databases.sh"

usage() {
    cat <<'TEXT'
./test.sh                runs every test, ends with "N passed, N failed, N skipped"
./test.sh --filter X     only the tests whose full name contains X (with a leading /: an xunit query filter)
./test.sh --long         the long tests as well (GATEWAY_TEST_LONG=1)
./test.sh --again        up to 5 tests that failed run once more, alone; those that pass then are listed, and do not fail
./test.sh --postgres N   on PostgreSQL N (16, 17 or 18, from npm) instead of the one that is installed; before "bench" too
./test.sh bench [ARG…]   runs tests/Gateway.Benchmarks on durable databases (without arguments: all of them with --short)

PostgreSQL and MariaDB are installed when they are missing and may be installed, and run privately on random ports.
To use your own, give an ADO.NET connection string of a user that may create databases; nothing is started for that one:
  GATEWAY_TEST_POSTGRES="Host=…;Port=…;Username=…;Password=…;Database=postgres"
  GATEWAY_TEST_MYSQL="Server=…;Port=…;User ID=…;Password=…;CharSet=utf8mb4"
Results are kept in .local/test-results/.
TEXT
}

configuration=Release
results=$local_dir/test-results
project_limit=4500
alone_limit=600
mode=fast
most_again=5
again=false
postgres_version=''
filter=()
bench=()
while [ $# -gt 0 ]; do
    case $1 in
        --filter)
            [ $# -ge 2 ] || die "--filter wants a name. See ./test.sh --help."
            case $2 in
                /*) filter=(-filter "$2") ;;
                *) filter=(-method "*$2*") ;;
            esac
            shift
            ;;
        --long)
            export GATEWAY_TEST_LONG=1
            project_limit=7200
            ;;
        --again) again=true ;;
        --postgres)
            [ $# -ge 2 ] || die "--postgres wants a version. See ./test.sh --help."
            postgres_version=$2
            shift
            ;;
        bench)
            mode=bench
            shift
            bench=("${@:-all}")
            break
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) die "Unknown option: $1. See ./test.sh --help." ;;
    esac
    shift
done

if [ -n "$postgres_version" ] && [ -n "${GATEWAY_TEST_POSTGRES:-}" ]; then
    die "--postgres starts a server, and GATEWAY_TEST_POSTGRES names one. Leave one of them out."
fi

home=''
runner=''
clean_up() {
    trap - EXIT INT TERM HUP
    [ -z "$runner" ] || stop_process "$runner" 5
    if [ -n "$home" ]; then
        postgres_stop "$home/postgres" immediate
        mariadb_stop "$home/mariadb"
        rm -rf "$home"
    fi
    huge_pages_give_back
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

start_databases() {
    local port password
    password=$(random_secret)
    home=$(database_temp)
    if [ -z "${GATEWAY_TEST_POSTGRES:-}" ]; then
        use_postgres
        [ -z "$postgres_version" ] || use_postgres_version "$postgres_version"
        port=$(free_port)
        # Its buffers and what it keeps beside them. Tests win nothing by it.
        [ "$mode" != bench ] || huge_pages_reserve 640
        postgres_start "$home/postgres" "$port" "$password" "$mode"
        export GATEWAY_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Password=$password;Database=postgres"
        say "PostgreSQL: $("$postgres_bin/postgres" --version), port $port"
    fi
    if [ -z "${GATEWAY_TEST_MYSQL:-}" ]; then
        use_mariadb
        port=$(free_port)
        mariadb_start "$home/mariadb" "$port" "$password" "$mode"
        export GATEWAY_TEST_MYSQL="Server=127.0.0.1;Port=$port;User ID=gateway;Password=$password;CharSet=utf8mb4;SslMode=Disabled"
        say "MariaDB: $("$mariadb_server" --no-defaults --version | grep -Eo '[0-9.]+-MariaDB'), port $port"
    fi
}

# For the console's pages. Where none is found and none may be installed, their tests are skipped, by name.
use_chromium() {
    find_chromium
    if [ -z "${GATEWAY_TEST_CHROMIUM:-}" ] && can_install; then
        start_install chromium
        apt_install chromium fonts-noto-cjk
        end_install
        find_chromium
    fi
}

# The client of TypeScript that TypedClients uses; without npm it is skipped there, with its reason.
use_typescript() {
    if ! command -v npm >/dev/null; then
        return
    fi
    if "$root/tests/contract/lint.sh" --compile >"$results/typescript" 2>&1; then
        export GATEWAY_TEST_TYPESCRIPT=$root/tests/contract
    else
        last_lines "$results/typescript"
        warn "The client of TypeScript could not be made."
    fi
}

find_chromium() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if [ -z "${GATEWAY_TEST_CHROMIUM:-}" ] && command -v "$name" >/dev/null; then
            GATEWAY_TEST_CHROMIUM=$(command -v "$name")
            export GATEWAY_TEST_CHROMIUM
        fi
    done
}

build() {
    say "Building ($configuration) …"
    dotnet build "$root/Gateway.sln" -c "$configuration" -v quiet --nologo "-clp:ErrorsOnly;NoSummary"
}

# output NAME: the program of the project tests/NAME.
output() { printf '%s\n' "$root/tests/$1/bin/$configuration/net10.0/$1.dll"; }

# number LABEL LINE: the number after "LABEL: " in the runner's summary line, else 0.
number() {
    local found
    found=$(grep -Eo "$1: [0-9]+" <<<"$2" | grep -Eo '[0-9]+$' || true)
    printf '%s\n' "${found:-0}"
}

# failures_of LOG: each test that failed, with the beginning of what it says; some messages hold whole documents.
failures_of() {
    awk '/^    [^ ].* \[FAIL\]$/ { keep = 30; print; next } !/^(      |$)/ { keep = 0 } keep-- > 0 { print substr($0, 1, 400) }' "$1"
}

# run_again NAME LOG: runs each method that failed alone, and sets mended to the number of failures that passed then.
run_again() {
    local name=$1 log=$2 method code summary methods
    mended=0
    mapfile -t methods < <(sed -nE 's/^    ([A-Za-z_][A-Za-z0-9_.+]*)(\(.*)? \[FAIL\]$/\1/p' "$log" | sort -u)
    for method in "${methods[@]}"; do
        code=0
        timeout --kill-after=10 "$alone_limit" dotnet "$(output "$name")" -noColor -noLogo -method "$method" </dev/null >"$log.again" 2>&1 &
        runner=$!
        wait "$runner" || code=$?
        runner=''
        summary=$(grep -E "^ +$name +Total: [0-9]+" "$log.again" | tail -n 1 || true)
        if [ "$code" -eq 0 ] && [ "$(number Total "$summary")" -gt 0 ]; then
            mended=$((mended + $(grep -cE "^    ${method//./\\.}(\(.*)? \[FAIL\]$" "$log")))
            printf '%s\n' "$method" >>"$results/unstable"
        else
            warn "$method failed again, alone."
        fi
    done
}

passed=0 failed=0 skipped=0
# run_project NAME: runs one test program, shows its failures and its skipped tests with their reasons, adds up its numbers.
run_project() {
    local name=$1 log="$results/$1.log" code=0 summary errors bad ignored
    say ""
    say "== $name"
    # Not in this shell's foreground: a signal is then handled at once, and its children can be ended.
    timeout --kill-after=10 "$project_limit" dotnet "$(output "$name")" -noColor -noLogo -trx "$results/$name.trx" "${filter[@]}" </dev/null >"$log" 2>&1 &
    runner=$!
    wait "$runner" || code=$?
    runner=''
    grep -vE '^ +(Discovering|Discovered|Starting|Finished): |^=== TEST EXECUTION SUMMARY' "$log" || true
    summary=$(grep -E "^ +$name +Total: [0-9]+" "$log" | tail -n 1 || true)
    errors=$(number Errors "$summary")
    bad=$(($(number Failed "$summary") + errors))
    ignored=$(number Skipped "$summary")
    if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
        warn "$name was ended: it took longer than $project_limit s."
    fi
    failures_of "$log" >>"$results/failures"
    if [ -z "$summary" ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        warn "$name ended with code $code before it told its result; this counts as one failure."
        failed=$((failed + 1))
        return
    fi
    if [ "$again" = true ] && [ "$errors" -eq 0 ] && [ "$bad" -ge 1 ] && [ "$bad" -le "$most_again" ]; then
        run_again "$name" "$log"
        bad=$((bad - mended))
    fi
    passed=$((passed + $(number Total "$summary") + errors - bad - ignored - $(number 'Not Run' "$summary")))
    failed=$((failed + bad))
    skipped=$((skipped + ignored))
}

require_dotnet
cd "$root"
mkdir -p "$results"
rm -f "$results"/*
start_databases
[ "$mode" = bench ] || use_chromium
[ "$mode" = bench ] || use_typescript
build

if [ "$mode" = bench ]; then
    dotnet "$(output Gateway.Benchmarks)" "${bench[@]}" || exit 1
    exit 0
fi

# No process lives long enough to win back what its compiler spends on watching the code run.
export DOTNET_TieredPGO=0
for project in tests/*.Tests/*.csproj; do
    run_project "$(basename "$project" .csproj)"
done

clean_up
totals="$passed passed, $failed failed, $skipped skipped"
printf '%s\n' "$totals" >"$results/totals"
if [ -s "$results/failures" ]; then
    # Once more, all together: the first of them may be thousands of lines above.
    say ""
    say "== Failures"
    cat "$results/failures"
fi
if [ -s "$results/unstable" ]; then
    say ""
    say "== Failed beside the others, and passed alone"
    cat "$results/unstable"
fi
say ""
if [ $((passed + failed)) -eq 0 ]; then
    warn "No test was executed."
fi
say "$totals"
if [ "$failed" -gt 0 ] || [ "$passed" -eq 0 ]; then
    exit 1
fi
