#!/usr/bin/env bash
# A MariaDB of our own for the tests: unprivileged, on a free loopback port and a socket, all of it in one folder.
#
#   private_mariadb.sh start DIR   prints the address, mysql://leasebook:…@127.0.0.1:PORT/leasebook
#   private_mariadb.sh stop DIR    stops it; the folder may then be deleted
#
# LEASEBOOK_MARIADB_OPTIONS may add options of the server.
# Needs the packages mariadb-server-core and mariadb-client-core. Started by root it runs as `nobody`.
set -euo pipefail

usage() { echo "usage: $0 start|stop DIR" >&2; exit 2; }
[ $# -eq 2 ] || usage
command=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)

as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
    else
        "$@"
    fi
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 30000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

# Without --no-defaults the machine's /etc/mysql leaks in; without --auth-root-socket-user the administrator is
# taken from $USER, which setpriv leaves at root, and nobody gets in.
initialise() {
    as_owner mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-authentication-method=socket \
        --auth-root-socket-user="$(as_owner id -un)" --skip-test-db --skip-name-resolve \
        --innodb-log-file-size=16M >"$dir/install.log" 2>&1
}

launch() {
    local port=$1
    as_owner mariadbd --no-defaults --datadir="$dir/data" --socket="$dir/db.sock" --pid-file="$dir/db.pid" \
        --log-error="$dir/err.log" --tmpdir="$dir" --bind-address=127.0.0.1 --port="$port" --skip-name-resolve \
        --character-set-server=utf8mb4 --collation-server=utf8mb4_bin --innodb-buffer-pool-size=64M \
        --innodb-log-file-size=16M --key-buffer-size=1M --aria-pagecache-buffer-size=2M --performance-schema=OFF \
        ${LEASEBOOK_MARIADB_OPTIONS:-} </dev/null >/dev/null 2>&1 &
}

administer() { as_owner mariadb --no-defaults --batch --socket="$dir/db.sock" "$@"; }

wait_until_up() {
    local tries=0
    until administer -e "SELECT 1" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ]; then
            echo "MariaDB did not start; its log:" >&2
            tail -20 "$dir/err.log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

start() {
    local port password
    port=$(free_port)
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    if [ "$(id -u)" -eq 0 ]; then chown nobody:nogroup "$dir"; fi
    if [ ! -d "$dir/data" ]; then initialise; fi
    launch "$port"
    wait_until_up
    # Backslashes keep _ from matching any character: the tests make databases of their own beside this one.
    administer <<SQL
CREATE DATABASE IF NOT EXISTS leasebook;
CREATE OR REPLACE USER leasebook@'127.0.0.1' IDENTIFIED BY '$password';
GRANT ALL ON leasebook.* TO leasebook@'127.0.0.1';
GRANT ALL ON \`leasebook\\_%\`.* TO leasebook@'127.0.0.1';
SQL
    echo "mysql://leasebook:$password@127.0.0.1:$port/leasebook"
}

stop() {
    local pid
    [ -f "$dir/db.pid" ] || return 0
    pid=$(cat "$dir/db.pid")
    kill "$pid" 2>/dev/null || true
    tail --pid="$pid" -f /dev/null
}

case $command in
    start) start ;;
    stop) stop ;;
    *) usage ;;
esac
