# shellcheck shell=bash
# Small helpers for run.sh, test.sh and .ci/run. Sourced, never run. The caller sets "root" to the clone's root folder.

: "${root:?not set to the root folder of the clone}"

# Everything that these scripts make, and git does not see.
# shellcheck disable=SC2034 # For those who source this.
local_dir=$root/.local

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
    warn "$*"
    exit 1
}

# No script ends without a word: what fails unexpectedly is named.
trap 'warn "${0##*/} ended at line $LINENO: $BASH_COMMAND"' ERR

is_root() { [ "$(id -u)" -eq 0 ]; }

require_dotnet() {
    command -v dotnet >/dev/null || die "The .NET 10 SDK is missing. Install it (package dotnet-sdk-10.0) and run this again."
    dotnet --list-sdks | grep -q '^10\.' || die "The .NET SDK here is not version 10. Install the package dotnet-sdk-10.0 and run this again."
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
    # No build node stays behind: it would hold memory, and the output pipe of whoever waits for this script's end.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
}

# random_secret: 32 hex digits.
random_secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# keep_secret FILE: prints the secret kept in the file; makes it at the first call. Only its owner can read it.
keep_secret() {
    if [ ! -s "$1" ]; then
        (umask 077 && random_secret >"$1.new" && mv "$1.new" "$1")
    fi
    cat "$1"
}

# port_is_taken PORT: true when something listens there on loopback.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: a random free loopback port, below the range that the system gives to outgoing connections.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + ($(od -An -N2 -tu2 /dev/urandom) % 12000)))
        if ! port_is_taken "$port"; then
            printf '%s\n' "$port"
            return
        fi
    done
    die "No free port was found between 20000 and 32000."
}

# http_status PORT PATH: the status code of a GET on loopback, without curl; 000 when nobody answers.
http_status() {
    # shellcheck disable=SC2016 # The inner shell expands these.
    timeout 5 bash -c '
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n" "$2" "$1" >&3
        read -r _ code _ <&3 && printf "%s\n" "$code"
    ' _ "$1" "$2" 2>/dev/null || printf '000\n'
}

# stop_process PID SECONDS: asks it to end, and ends it when it does not within the time.
stop_process() {
    local pid=$1 tenths=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while [ "$tenths" -gt 0 ] && kill -0 "$pid" 2>/dev/null; do
        sleep 0.1
        tenths=$((tenths - 1))
    done
    if kill -KILL "$pid" 2>/dev/null; then
        warn "Process $pid did not stop in $2 s and was killed."
    fi
    wait "$pid" 2>/dev/null || true
}

# last_lines FILE: the end of a log, indented, on standard error.
last_lines() {
    [ -s "$1" ] || return 0
    warn "The last lines of $1:"
    tail -n "${2:-25}" "$1" | sed 's/^/    /' >&2
}
