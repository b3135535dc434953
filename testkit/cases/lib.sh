# Runs one case, `bash lib.sh CASE`, in a temporary directory of its own, and removes what it made, however it ends. A case is a script that
# uses what is defined here and fails by `fail` or by a command that fails; what goes right is silent.
set -euo pipefail
case=$1
export LC_ALL=C.UTF-8 GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=init.defaultBranch GIT_CONFIG_VALUE_0=main
export GIT_CONFIG_KEY_1=protocol.file.allow GIT_CONFIG_VALUE_1=always
W=$(mktemp -d /tmp/snapledger-case.XXXXXX) # all of a case lies in it
chmod 755 "$W"
A=$W/src R=$W/restored                     # the files store s, and where it is restored to
DATA=$W/data REPOSITORY=$W/data/repository KEY=$W/data.recovery-key
STORES="    s: {kind: files, path: $A}"    # of the configuration
TO=(--to "s=$R")                           # where restores go
PG=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
UP= MOUNTS=() CHILDREN=()
mkdir "$A"
cd "$A"

finish() {
  trap - EXIT INT TERM
  cd /
  stop || true
  for pid in "${CHILDREN[@]}"; do kill "$pid" 2>/dev/null || true; done
  for place in "${MOUNTS[@]}"; do umount -l "$place" 2>/dev/null || true; done
  for cluster in "$W"/*/cluster; do [ ! -f "$cluster/postmaster.pid" ] || as_postgres "$PG/pg_ctl" -D "$cluster" -m immediate stop >/dev/null 2>&1 || true; done
  rm -rf "$W"
}
trap finish EXIT
trap 'exit 130' INT TERM
trap 'fail "line $LINENO: $BASH_COMMAND: exit code $?"' ERR
set -E

# --- assertions ---------------------------------------------------------------------------------------------------------------
fail() { trap - ERR; echo "$*" | tr '\n' ' '; echo; exit 1; }
equal() { [ "$2" = "$1" ] || fail "${3:-value}: expected '$1', found '$2'"; }         # equal EXPECTED FOUND [WHAT]
told() { grep -qiE -e "$2" "$1" || fail "$(basename "$1") does not say '$2': $(tail -c 600 "$1")"; } # told FILE PATTERN
untold() { ! grep -qiE -e "$2" "$1" || fail "$(basename "$1") says '$2': $(grep -iE -m1 -e "$2" "$1")"; }
exits() { # exits CODE OUTPUT COMMAND…: runs it, keeps what it prints in $W/OUTPUT
  local wanted=$1 out=$W/$2 code=0
  shift 2
  "$@" >"$out" 2>"$out.err" || code=$?
  cat "$out.err" >>"$out"
  [ "$code" = "$wanted" ] || fail "exit code $code instead of $wanted: $* -> $(grep -vE 'cluded|^ *[]{}[],?$' "$out" | tail -c 700)"
}
field() { sed -n "s/^ *\"$2\" : \"\(.*\)\",*$/\1/p" "$W/$1" | head -n 1; } # field OUTPUT NAME: of the JSON in $W/OUTPUT
tree() { (cd "$1" && find . -printf '%P|%y|%m|%U:%G|%s|%l\0' | sed -z 's/^\(.*|d|.*|\)[0-9]*|$/\1|/' | sort -z | md5sum); } # names, types, rights, sizes

# --- the program --------------------------------------------------------------------------------------------------------------
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
configure() {
  printf 'snapledger:\n  stores:\n%s\n  plans:\n    p: {stores: [s], attempts: 1}\n' "$STORES" >"$W/config.yaml"
}
begin() { # begin [PORT [PORT-OF-KAFKA]]: starts the services
  : >"$W/up.log"
  PORT=${1:-$(free_port)}
  export SNAPLEDGER_URL=http://127.0.0.1:$PORT
  (cd "$W" && exec setsid "$SNAPLEDGER" up --data-dir "$DATA" --config "$W/config.yaml" --port "$PORT" --kafka-port "${2:-0}" >"$W/up.log" 2>&1) &
  UP=$!
}
serve() { # the services with $STORES, until they are ready
  configure
  begin
  until grep -q 'is ready' "$W/up.log"; do
    kill -0 "$UP" 2>/dev/null || fail "the services do not start: $(tail -n 3 "$W/up.log")"
    sleep 0.3
  done
}
refused() { # the services do not start
  for _ in $(seq 300); do
    kill -0 "$UP" 2>/dev/null || { UP=; return 0; }
    ! grep -q 'is ready' "$W/up.log" || fail "started: $*"
    sleep 0.3
  done
  fail "neither started nor ended: $*"
}
stop() {
  [ -n "$UP" ] || return 0
  kill "$UP" 2>/dev/null || true
  for _ in $(seq 150); do kill -0 "$UP" 2>/dev/null || break; sleep 0.2; done
  kill -9 "$UP" 2>/dev/null || true
  UP=
}
backup() { # backup EXIT [OPTION…]: what came of store s is in $W/backup
  exits "$1" backup "$SNAPLEDGER" backup create --plan p --wait -o json "${@:2}"
}
restore() { exits "$1" restore "$SNAPLEDGER" restore create --from latest --store s "${TO[@]}" --wait -o json "${@:2}"; }
dry() { exits "$1" dry "$SNAPLEDGER" restore create --from latest --store s "${TO[@]}" --dry-run -o json "${@:2}"; }
cold() { # cold EXIT TARGET [OPTION…]: with no service
  exits "$1" cold "$SNAPLEDGER" restore --from "$REPOSITORY" --key "$KEY" --store s --to "s=$2" "${@:3}"
}
mounted() { mount "${@:2}" "$1" && MOUNTS=("$1" "${MOUNTS[@]}"); } # mounted PLACE OPTION…
child() { CHILDREN+=("$1"); }                                       # ended at the end

# --- PostgreSQL ---------------------------------------------------------------------------------------------------------------
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp "$@"; } # it refuses root
server() { # server NAME VARIABLE [OPTION of initdb…]: its port is in the variable
  local directory=$W/$1 port
  port=$(free_port)
  printf -v "$2" %s "$port"
  mkdir "$directory"
  chown postgres "$directory"
  as_postgres "$PG/initdb" -D "$directory/cluster" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N "${@:3}" >"$directory/initdb.log" 2>&1
  printf "port=%s\nlisten_addresses='127.0.0.1'\nunix_socket_directories='%s'\nfsync=off\nwal_level=logical\n" "$port" "$directory" >>"$directory/cluster/postgresql.conf"
  started "$1"
}
started() { # started NAME [VARIABLE=VALUE of the environment…]
  as_postgres "${@:2}" "$PG/pg_ctl" -D "$W/$1/cluster" -w -l "$W/$1/log" start >/dev/null || fail "$(tail -n 3 "$W/$1/log")"
}
stopped() { as_postgres "$PG/pg_ctl" -D "$W/$1/cluster" -m fast stop >/dev/null; }
servers() { # two servers and the services: store s is backed up, store t is restored into
  server from SP "$@"
  server to TP
  serve_servers
}
serve_servers() {
  STORES="    s: {kind: postgresql, port: $SP, username: ${ROLE:-postgres}${OPTIONS:-}}
    t: {kind: postgresql, port: ${TP:-$SP}, username: postgres}"
  TO=(--target s=t)
  serve
}
in_place() { TO=(); }
q() { # q s|t DATABASE STATEMENT…: at source or target, each in a transaction of its own
  local port=$SP database=$2
  [ "$1" = s ] || port=$TP
  shift 2
  local statements=()
  for statement; do statements+=(-c "$statement"); done
  PGDATABASE=$database PGOPTIONS='-c client_min_messages=error' psql -XqAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U "${AS:-postgres}" "${statements[@]}"
}
when_locked() { # a statement for q: waits until pg_dump has locked a table, counting queries aside
  echo "do \$\$ begin for i in 1..12000 loop perform pg_stat_clear_snapshot(); exit when exists (select from pg_locks l where
    relation = '$1'::regclass and mode = 'AccessShareLock' and granted and pid <> pg_backend_pid()); perform pg_sleep(0.005); end loop; end \$\$"
}
private_programs() { # a copy of the server's programs, so that extensions of our own can be put beside them
  local major
  major=$(basename "$(dirname "$PG")")
  mkdir -p "$W/pg/lib/postgresql" "$W/pg/share/postgresql"
  cp -a "/usr/lib/postgresql/$major" "$W/pg/lib/postgresql/"
  cp -a "/usr/share/postgresql/$major" "$W/pg/share/postgresql/"
  PG=$W/pg/lib/postgresql/$major/bin
  EXTENSIONS=$W/pg/share/postgresql/$major/extension
}

. "$case"
