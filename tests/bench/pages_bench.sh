#!/usr/bin/env bash
# Pages of a running server: those from its book in memory, the first time, warm, and after something was recorded; and
# lists, the first time and warm.
#
#   pages_bench.sh PROGRAM CONTRACTS          on SQLite
#   pages_bench.sh PROGRAM CONTRACTS mariadb  on a private MariaDB
#   pages_bench.sh PROGRAM CONTRACTS FOLDER   on SQLite, lists alone; the book is kept in the folder for the next time
set -euo pipefail
[ $# -ge 2 ] || { sed -n 2,7p "$0" >&2; exit 2; }
program=$1 contracts=$2
kept=
case "${3:-}" in '' | mariadb) ;; *) kept=$3 ;; esac
folder=${kept:-$(mktemp -d)}
mkdir -p "$folder"
chmod 755 "$folder"
here=$(cd "$(dirname "$0")" && pwd)
export LEASEBOOK_DATA=$folder/data LEASEBOOK_DATABASE=sqlite:$folder/book.db
server=
finish() {
    [ -z "$server" ] || { kill "$server"; wait "$server" || true; }
    [ "${1:-}" != mariadb ] || "$here/../db/private_mariadb.sh" stop "$folder/server"
    [ -n "$kept" ] || rm -rf "$folder"
}
trap 'finish "${3:-}"' EXIT
[ "${3:-}" != mariadb ] || LEASEBOOK_DATABASE=$("$here/../db/private_mariadb.sh" start "$folder/server" | tail -1)

[ -n "$kept" ] && [ -s "$folder/book.db" ] || "$program" demo --contracts "$contracts" >/dev/null
"$program" --second-factor optional --port 0 --log-level warn serve >"$folder/said" &
server=$!
for _ in $(seq 100); do grep -q password "$folder/said" && break || read -rt 0.1 <> <(:) || true; done
base=$(grep -o 'http://[^/]*' "$folder/said" | head -1)
"$program" user add risk --roles risk,clerk,finance >/dev/null || [ -n "$kept" ]
token=$("$program" user token risk | grep -oE '[A-Za-z0-9_-]{30,}' | tail -1)

# Seconds of one request, in milliseconds.
ask() {
    curl -sS -o "$folder/answer" -w '%{http_code} %{time_total}\n' -H "Authorization: Bearer $token" "$@" |
        awk '{ if ($1 >= 400) { print "refused: " $1 > "/dev/stderr"; exit 1 } printf "%.0f\n", $2 * 1000 }'
}
# The least of five: what the page takes itself.
warm() { for _ in 1 2 3 4 5; do ask "$1"; done | sort -n | head -1; }

# Where the page begins after which a list asked for so goes on: somewhere in its middle.
cursor() {
    curl -sS -G -H "Authorization: Bearer $token" "$base/api/v1/contracts" -d limit=1 -d "$1" |
        grep -o '"next":"[^"]*"' | cut -d'"' -f4
}
name=$(curl -sS -G -H "Authorization: Bearer $token" "$base/api/v1/lessees" -d limit=1 -d search=szh |
    grep -o '"name":"[^"]*"' | sed 's/.*(\(.*\)).*/\1/')
echo "$contracts contracts; milliseconds of lists: first, warm"
while read -r what query; do
    echo "$what (${query:0:90}): $(ask "$base/$query"), $(warm "$base/$query")"
done <<LISTS
first-page contracts?
deep-by-number contracts?after=L-2023-000100
by-amount contracts?sort=-financed_amount
deep-by-amount contracts?sort=financed_amount&after=$(cursor 'sort=financed_amount&amount_from=2000000')
deep-by-commencement contracts?sort=commencement&after=$(cursor 'sort=commencement&commencement_from=2025-01-01')
deep-by-status contracts?sort=status&after=$(cursor 'sort=status&status=active&amount_from=1000000')
active-by-rent contracts?status=active&sort=-rent
draft-by-rent contracts?status=draft&sort=-rent
cluster contracts?cluster=XIQING-ELECTRONICS&sort=-financed_amount
cluster-and-days contracts?cluster=XIQING-ELECTRONICS&commencement_from=2026-01-01&commencement_to=2026-01-31
large contracts?amount_from=9000000&sort=commencement
found-by-name contracts?q=$(printf %s "$name" | od -An -tx1 | tr ' ' % | tr -d '\n')
found-by-frequent-initials contracts?q=szh&sort=-rent
found-by-serial contracts?q=4321
found-nowhere contracts?q=nobody-at-all
search-everything search?q=szh
search-machine search?q=CNC-2024-000001
search-nothing search?q=nobody-at-all
suggested-lessees lessees/suggestions?q=szhy
lessees lessees?q=szhy
assets assets?
LISTS
[ -z "$kept" ] || exit 0

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
