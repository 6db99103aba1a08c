#!/usr/bin/env bash
# Pages of a running server from its book in memory: the first time, warm, and after something was recorded.
#
#   pages_bench.sh PROGRAM CONTRACTS          on SQLite
#   pages_bench.sh PROGRAM CONTRACTS mariadb  on a private MariaDB
set -euo pipefail
[ $# -ge 2 ] || { sed -n 2,5p "$0" >&2; exit 2; }
program=$1 contracts=$2
folder=$(mktemp -d)
chmod 755 "$folder"
here=$(cd "$(dirname "$0")" && pwd)
export LEASEBOOK_DATA=$folder/data LEASEBOOK_DATABASE=sqlite:$folder/book.db
server=
finish() {
    [ -z "$server" ] || { kill "$server"; wait "$server" || true; }
    [ "${1:-}" != mariadb ] || "$here/../db/private_mariadb.sh" stop "$folder/server"
    rm -rf "$folder"
}
trap 'finish "${3:-}"' EXIT
[ "${3:-}" != mariadb ] || LEASEBOOK_DATABASE=$("$here/../db/private_mariadb.sh" start "$folder/server" | tail -1)

"$program" demo --contracts "$contracts" >/dev/null
"$program" --port 0 --log-level warn serve >"$folder/said" &
server=$!
for _ in $(seq 100); do grep -q password "$folder/said" && break || read -rt 0.1 <> <(:) || true; done
base=$(grep -o 'http://[^/]*' "$folder/said" | head -1)
"$program" user add risk --roles risk,clerk,finance >/dev/null
token=$("$program" user token risk | grep -oE '[A-Za-z0-9_-]{30,}' | tail -1)

# Seconds of one request, in milliseconds.
ask() {
    curl -sS -o "$folder/answer" -w '%{http_code} %{time_total}\n' -H "Authorization: Bearer $token" "$@" |
        awk '{ if ($1 >= 400) { print "refused: " $1 > "/dev/stderr"; exit 1 } printf "%.0f\n", $2 * 1000 }'
}
# The least of five: what the page takes itself.
warm() { for _ in 1 2 3 4 5; do ask "$1"; done | sort -n | head -1; }

lease=$(curl -sS -H "Authorization: Bearer $token" "$base/api/v1/contracts?status=active&limit=1" |
    grep -o '"number":"[^"]*"' | cut -d'"' -f4)
record() {
    ask -H 'Content-Type: application/json' "$base/api/v1/payments" -d \
        "{\"contract\":\"$lease\",\"amount\":\"1.00\",\"date\":\"2026-06-30\",\"reference\":\"bench-$1\"}" >/dev/null
}
echo "$contracts contracts; milliseconds: first, warm, after a payment"
number=0
for page in '/exposure?as_of=2026-06-30' '/exposure?as_of=2026-06-30&rows=lessee' '/limits?as_of=2026-06-30' \
    '/arrears?as_of=2026-06-30' '/watch-list?as_of=2026-06-30' / "/contracts/$lease"; do
    first=$(ask "$base$page")
    best=$(warm "$base$page")
    record $((++number))
    echo "$page: $first, $best, $(ask "$base$page")"
done
