# shellcheck shell=bash
# Huge pages for PostgreSQL's shared memory, as its manual advises for servers that work. Sourced, never run.
#
#   huge_pages_reserve MB   makes room for so much, as root on Linux with pages of 2 MB; says what came of it
#   huge_pages_give_back    afterwards
#
# PostgreSQL takes them by itself when there are any (huge_pages=try). In pages of 4 KB each connection meets every page
# of the shared memory for the first time by itself, and the processor's table of pages is too small for all of them.

huge_pages_setting=/proc/sys/vm/nr_hugepages
huge_pages_before=''

huge_pages_free() { awk '$1 == "HugePages_Free:" { print $2 }' /proc/meminfo 2>/dev/null; }

# huge_pages_reserve MB
huge_pages_reserve() {
    local wanted=$(($1 / 2)) free before
    free=$(huge_pages_free)
    if [ "${free:-0}" -ge "$wanted" ]; then
        say "Huge pages: $free are free"
        return
    fi
    if ! is_root || [ ! -w "$huge_pages_setting" ] || ! grep -q '^Hugepagesize: *2048 kB' /proc/meminfo; then
        say "Huge pages: none, and this user can reserve none; PostgreSQL needs up to twice the processor time for the same"
        return
    fi
    before=$(cat "$huge_pages_setting")
    huge_pages_before=$before
    printf '%s\n' "$((before + wanted - ${free:-0}))" 2>/dev/null >"$huge_pages_setting" || true
    free=$(huge_pages_free)
    if [ "${free:-0}" -ge "$wanted" ]; then
        say "Huge pages: vm.nr_hugepages=$(cat "$huge_pages_setting") until the end, $before before"
    else
        huge_pages_give_back
        say "Huge pages: none, because the system has not so much memory in one piece"
    fi
}

huge_pages_give_back() {
    [ -n "$huge_pages_before" ] || return 0
    printf '%s\n' "$huge_pages_before" 2>/dev/null >"$huge_pages_setting" || true
    huge_pages_before=''
}
