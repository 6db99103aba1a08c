#!/usr/bin/env bash
# The monthly close and the trial balance against others, in one run.
#
#   close_bench.sh PROGRAM CONTRACTS          on SQLite; beside ledger-cli (package ledger) where it is installed
#   close_bench.sh PROGRAM CONTRACTS mariadb  on a private MariaDB, three times on copies of the same books, each close
#                                             followed by loading its journal's rows alone, as a machine may change its
#                                             speed between two; memory and log as MariaDB has them by default, or
#                                             LEASEBOOK_MARIADB_OPTIONS
set -euo pipefail
[ $# -ge 2 ] || { sed -n 2,9p "$0" >&2; exit 2; }
program=$1 contracts=$2
folder=$(mktemp -d)
chmod 755 "$folder"
here=$(cd "$(dirname "$0")" && pwd)
export LEASEBOOK_DATA=$folder
seconds() { /usr/bin/time -f '%e s, %M KiB' "$@" 2>&1 >"$folder/out" | tail -1; }

if [ "${3:-}" = mariadb ]; then
    # The server of the tests is squeezed into 64 MiB, which no house would run a hundred thousand contracts on.
    as_shipped="--innodb-buffer-pool-size=128M --innodb-log-file-size=96M"
    export LEASEBOOK_MARIADB_OPTIONS=${LEASEBOOK_MARIADB_OPTIONS:-$as_shipped}
    trap '"$here/../db/private_mariadb.sh" stop "$folder/server"; rm -rf "$folder"' EXIT
    begin() {
        LEASEBOOK_DATABASE=$("$here/../db/private_mariadb.sh" start "$folder/server" | tail -1)
        export LEASEBOOK_DATABASE
        [[ $LEASEBOOK_DATABASE =~ mysql://([^:]+):([^@]+)@([^:]+):([0-9]+)/(.+) ]]
    }
    sql() {
        MYSQL_PWD=${BASH_REMATCH[2]} mariadb --no-defaults -u"${BASH_REMATCH[1]}" -h"${BASH_REMATCH[3]}" \
            -P"${BASH_REMATCH[4]}" --local-infile=1 -q -N "${BASH_REMATCH[5]}" -e "$1"
    }
    begin
    "$program" demo --contracts "$contracts" >/dev/null
    for _ in 1 2 3; do
        "$here/../db/private_mariadb.sh" stop "$folder/server"
        if [ -d "$folder/books" ]; then
            rm -rf "$folder/server" && cp -a "$folder/books" "$folder/server"
        else
            cp -a "$folder/server" "$folder/books"
        fi
        begin
        echo "close of $contracts contracts: $(seconds "$program" close --period 2026-06)"
        sql "SELECT * FROM journal_entries ORDER BY id" >"$folder/entries"
        sql "SELECT * FROM journal_lines ORDER BY entry, line" >"$folder/lines"
        sql "CREATE TABLE e2 LIKE journal_entries; CREATE TABLE l2 LIKE journal_lines"
        sql "ALTER TABLE e2 ADD FOREIGN KEY (contract_id) REFERENCES contracts (id)"
        sql "ALTER TABLE l2 ADD FOREIGN KEY (entry) REFERENCES e2 (id)"
        started=$(date +%s.%N)
        sql "LOAD DATA LOCAL INFILE '$folder/entries' INTO TABLE e2; LOAD DATA LOCAL INFILE '$folder/lines' INTO TABLE l2"
        echo "loading its $(wc -l <"$folder/entries") entries and $(wc -l <"$folder/lines") lines alone:" \
            "$(echo "$(date +%s.%N) - $started" | bc) s"
    done
else
    trap 'rm -rf "$folder"' EXIT
    export LEASEBOOK_DATABASE=sqlite:$folder/book.db
    "$program" demo --contracts "$contracts" >/dev/null
    echo "close of $contracts contracts: $(seconds "$program" close --period 2026-06)"
    echo "trial balance: $(seconds "$program" trial-balance --period 2026-06)"
    if command -v ledger >/dev/null; then
        "$program" journal --out "$folder/journal.ledger"
        echo "ledger-cli, $(grep -c '^    ' "$folder/journal.ledger") lines:" \
            "$(seconds ledger -f "$folder/journal.ledger" balance --flat)"
    fi
fi
