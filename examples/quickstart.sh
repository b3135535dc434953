#!/bin/sh
# Builds Snapledger, runs its main job on embedded defaults and real input, and proves the result:
# backs up the Git repository this script stands in (and a PostgreSQL server of its own, where one is installed),
# restores both beside the originals, and compares them with tools that share nothing with Snapledger.
#
# Usage: examples/quickstart.sh [--keep]
#   --keep   leave the services running at the end (stop them with Ctrl-C)
# Everything it makes lies below target/quickstart. Ports: SNAPLEDGER_PORT (8080), SNAPLEDGER_KAFKA_PORT (9092).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$root/target/quickstart
port=${SNAPLEDGER_PORT:-8080}
kafka=${SNAPLEDGER_KAFKA_PORT:-9092}
keep=no
[ "${1:-}" = --keep ] && keep=yes
export SNAPLEDGER_URL="http://127.0.0.1:$port"
began=$(date +%s)
up=
pgdata=

say() { printf '\n\033[1m== %s\033[0m (%ss)\n' "$1" "$(($(date +%s) - began))"; }
fail() { printf 'quickstart: %s\n' "$1" >&2; exit "${2:-1}"; }
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid="$pguser" --regid="$pggroup" --clear-groups "$@"; else "$@"; fi; }

finish() {
  status=$?
  trap - EXIT INT TERM
  if [ -n "$up" ] && kill -0 "$up" 2>/dev/null; then kill "$up"; wait "$up" 2>/dev/null || :; fi
  if [ -n "$pgdata" ]; then as_postgres "$pgbin/pg_ctl" -D "$pgdata" -m fast stop >/dev/null 2>&1 || :; fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

say "Building"
# Only what this job needs: the five services run inside standalone, so that none is built to run alone.
"$root/mvnw" -q -B -f "$root/pom.xml" package -Pquick -T1C -pl cli,standalone -am -Dmaven.test.skip=true -Dquarkus.build.skip=true
snapledger=$root/cli/target/snapledger/bin/snapledger

rm -rf "$work"
mkdir -p "$work"

# --- real input: the Git repository we stand in, and a PostgreSQL server where one is installed -------------------
[ -d "$root/.git" ] || [ -f "$root/.git" ] || fail "$root is not a Git checkout"
git clone -q "$root" "$work/project"
mkdir -p "$work/project/grün"
printf 'whatever the locale is\n' >"$work/project/grün/日本.txt"
set -- --store "project=files:$work/project"

pgbin=
for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) $(dirname "$(command -v postgres 2>/dev/null || echo /)"); do
  if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then pgbin=$dir; break; fi
done
if [ -n "$pgbin" ]; then
  say "Starting a PostgreSQL server and filling it"
  pguser=postgres; getent passwd postgres >/dev/null || pguser=nobody
  pggroup=$(id -gn "$pguser")
  pgport=${SNAPLEDGER_PG_PORT:-54329}
  home=$(mktemp -d /tmp/quickstart-pg.XXXXXX)
  SNAPLEDGER_STORE_SHOP_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  export SNAPLEDGER_STORE_SHOP_PASSWORD
  printf '%s\n' "$SNAPLEDGER_STORE_SHOP_PASSWORD" >"$home/password"
  if [ "$(id -u)" = 0 ]; then chown -R "$pguser:$pggroup" "$home"; fi
  pgdata=$home/data
  as_postgres "$pgbin/initdb" -D "$pgdata" -U postgres -A scram-sha-256 --pwfile="$home/password" -E UTF8 -N >"$work/postgres.log"
  as_postgres "$pgbin/pg_ctl" -D "$pgdata" -w -l "$home/server.log" \
    -o "-p $pgport -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c fsync=off" start >>"$work/postgres.log"
  printf '127.0.0.1:%s:*:postgres:%s\n' "$pgport" "$SNAPLEDGER_STORE_SHOP_PASSWORD" >"$work/pgpass"
  chmod 600 "$work/pgpass"
  sql() { PGPASSFILE=$work/pgpass psql -w -qAtX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$pgport" -U postgres -d "$1" -c "$2"; }
  sql postgres "create database shop"
  sql shop "create table orders (id bigserial primary key, customer text not null, cents int not null, placed timestamptz not null);
            insert into orders (customer, cents, placed)
              select 'customer ' || (i % 977), (i * 37) % 100000, timestamptz '2026-01-01' + i * interval '1 minute' from generate_series(1, 200000) i;
            create role reporting; grant select on orders to reporting;
            create materialized view turnover as select customer, sum(cents) as cents from orders group by customer;"
  set -- "$@" --store "shop=postgresql://postgres@127.0.0.1:$pgport"
else
  echo "No PostgreSQL server is installed: only the Git repository is backed up."
fi

say "Starting Snapledger: a Kafka broker and five services in one process"
"$snapledger" up --data-dir "$work/data" --port "$port" --kafka-port "$kafka" "$@" &
up=$!
i=0
until "$snapledger" status >/dev/null 2>&1; do
  kill -0 "$up" 2>/dev/null || fail "the services did not start"
  i=$((i + 1)); [ "$i" -le 120 ] || fail "the services are not ready after 60 s"
  sleep 0.5
done

say "Backing up"
"$snapledger" backup create --wait

say "What a restore would do"
mkdir -p "$work/restored"
"$snapledger" restore create --from latest --store project --to "project=$work/restored/project" --dry-run

say "Restoring beside the originals"
"$snapledger" restore create --from latest --store project --to "project=$work/restored/project" --wait
if [ -n "$pgdata" ]; then
  "$snapledger" restore create --from latest --store shop --set shop.rename-suffix=_restored --wait
fi

say "Comparing, with tools that know nothing of Snapledger"
diff -r --no-dereference --exclude=.git "$work/project" "$work/restored/project" || fail "the restored tree differs" 8
git -C "$work/restored/project" fsck --full --no-progress --no-dangling || fail "git fsck found damage" 8
[ "$(git -C "$work/project" for-each-ref)" = "$(git -C "$work/restored/project" for-each-ref)" ] || fail "a Git ref differs" 8
[ -f "$work/restored/project/grün/日本.txt" ] || fail "a file whose name is not ASCII was not restored" 8
echo "project: $(find "$work/project" -type f | wc -l) files and every Git ref are equal; git fsck is clean."
if [ -n "$pgdata" ]; then
  digest="select count(*), md5(string_agg(o::text, '|' order by id)), (select md5(string_agg(t::text, '|' order by customer)) from turnover t) from orders o"
  grants="select relacl from pg_class where relname = 'orders'"
  a=$(sql shop "$digest"); b=$(sql shop_restored "$digest")
  [ "$a" = "$b" ] || fail "the restored table differs: $a, $b" 8
  [ "$(sql shop "$grants")" = "$(sql shop_restored "$grants")" ] || fail "the restored grants differ" 8
  echo "shop: orders (rows|md5|md5 of the materialized view) $a are equal, and so are its grants."
fi

say "Proved: what was backed up was restored and is equal"
cat <<TXT
API        $SNAPLEDGER_URL  (OpenAPI: $SNAPLEDGER_URL/q/openapi)
Kafka      127.0.0.1:$kafka
Data       $work/data   (repository: $work/data/repository)
Again      $snapledger up --data-dir $work/data
TXT
if [ "$keep" = yes ]; then
  echo "The services are running; Ctrl-C stops them."
  wait "$up"
fi
