# shellcheck shell=bash
# Programs of run.sh in the background: started, watched, stopped. Sourced, never run.

# shellcheck source=deploy/local/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

logs=$local_dir/logs
watched=()

# start_program NAME DIR COMMAND…: in a session of its own, so that Ctrl-C reaches run.sh alone, which then stops all in order.
start_program() {
    local name=$1 folder=$2
    shift 2
    # The process keeps its id through exec and setsid, as setsid forks only for the leader of a process group.
    (cd "$folder" && exec setsid "$@" </dev/null >"$logs/$name.log" 2>&1 9>&-) &
    printf '%s\n' "$!" >"$local_dir/run/$name.pid"
    watched+=("$name")
}

# check_programs: ends this script, with the log's last lines, when one has died.
check_programs() {
    local name
    for name in "${watched[@]}"; do
        if ! kill -0 "$(cat "$local_dir/run/$name.pid")" 2>/dev/null; then
            last_lines "$logs/$name.log"
            die "The $name has stopped by itself."
        fi
    done
}

stop_program() {
    local file="$local_dir/run/$1.pid"
    [ -s "$file" ] || return 0
    stop_process "$(cat "$file")" 20
    rm -f "$file"
}

# stop_left_over DIR: stops what a killed run left behind. A pid may belong to another program by now, so look at its folder first.
stop_left_over() {
    local file pid
    for file in "$1"/*.pid; do
        [ -s "$file" ] || continue
        pid=$(cat "$file")
        case $(readlink "/proc/$pid/cwd" 2>/dev/null) in
            "$local_dir/app/"*)
                warn "Stopping process $pid, which an earlier run left behind."
                stop_process "$pid" 20
                ;;
        esac
        rm -f "$file"
    done
}
