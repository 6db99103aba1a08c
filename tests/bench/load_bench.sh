#!/usr/bin/env bash
# 200 signed-in users at work for some seconds, on a demo portfolio in SQLite; see load.mjs for the options.
#
#   [WORKERS=8] [COMPARE=nginx] load_bench.sh PROGRAM CONTRACTS SECONDS [--think 1] [--idle 1000] [--slow 1000]
#
# With COMPARE, in the same run and by wrk: a list page as it was kept against nginx with a file of the same bytes.
set -euo pipefail
[ $# -ge 3 ] || { sed -n 2,7p "$0" >&2; exit 2; }
program=$1 contracts=$2 seconds=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
chmod 755 "$folder"
export LEASEBOOK_DATA=$folder/data LEASEBOOK_DATABASE=sqlite:$folder/book.db
server= nginx=
finish() {
    [ -z "$server" ] || { kill "$server"; wait "$server" || true; }
    [ -z "$nginx" ] || { kill "$nginx"; wait "$nginx" || true; }
    rm -rf "$folder"
}
trap finish EXIT
ulimit -n 16384

"$program" demo --contracts "$contracts" >/dev/null
python3 "$here/sessions.py" "$folder/book.db" 200 >"$folder/sessions.json"
: >"$folder/said"
"$program" --port 0 --log-level warn --second-factor optional ${WORKERS:+--workers $WORKERS} serve >"$folder/said" &
server=$!
until grep -q password "$folder/said"; do kill -0 "$server"; read -rt 0.1 <> <(:) || true; done
base=$(grep -o 'http://[^/]*' "$folder/said" | head -1)

node "$here/load.mjs" "$base" "$folder/sessions.json" "$seconds" --server "$server" "$@"

[ "${COMPARE:-}" = nginx ] || exit 0
cookie="leasebook_session=$(sed -E 's/^[^}]*"cookie": "([^"]*)".*/\1/' "$folder/sessions.json")"
mkdir "$folder/files"
cat >"$folder/nginx.conf" <<CONF
worker_processes auto; daemon off; pid $folder/nginx.pid; error_log $folder/nginx.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000; types { text/html html; }
  open_file_cache max=10; client_body_temp_path $folder/t; proxy_temp_path $folder/t; fastcgi_temp_path $folder/t;
  uwsgi_temp_path $folder/t; scgi_temp_path $folder/t;
  server { listen 127.0.0.1:8399; root $folder/files; } }
CONF
# In the clear and as browsers ask for it; the bytes that we send are the bytes that nginx sends.
curl -sS -H "Cookie: $cookie" "$base/contracts" >"$folder/files/plain.html"
curl -sS -H "Cookie: $cookie" -H 'Accept-Encoding: br' -H 'Sec-Fetch-Site: none' "$base/contracts" >"$folder/files/br.html"
chmod -R a+rX "$folder/files"
nginx -c "$folder/nginx.conf" -p "$folder" 2>/dev/null &
nginx=$!
until curl -sS -o /dev/null http://127.0.0.1:8399/plain.html 2>/dev/null; do kill -0 "$nginx"; done
measure() { wrk -t1 -c64 -d5 "$@" | awk '/Requests\/sec/ { r = $2 } /Non-2xx|Socket errors/ { print > "/dev/stderr" } END { printf "%.0f", r }'; }
for form in plain br; do
    headers=(-H "Cookie: $cookie" -H 'Sec-Fetch-Site: none')
    [ "$form" = plain ] || headers+=(-H 'Accept-Encoding: br')
    theirs=$(measure "http://127.0.0.1:8399/$form.html")
    ours=$(measure "${headers[@]}" "$base/contracts")
    echo "list of leases, $form, $(stat -c %s "$folder/files/$form.html") bytes: nginx $theirs, ours $ours requests/s, $((100 * ours / theirs)) %"
done
