# Sourced by cluster: programs in the background, kept by name. `run` is the folder that remembers them.

note() { printf '%s\n' "$*" >&2; }
die() { note "$*"; exit 1; }

# Starts a program in the folder `run`, apart from this terminal's Ctrl-C: name, command.
start() {
  local name=$1
  shift
  mkdir -p "$run/log" "$run/pid"
  cd "$run"
  setsid "$@" >>"log/$name.log" 2>&1 </dev/null 9>&- &
  echo $! >"pid/$name"
  disown
}

# The process id of what `start` began, if it still runs: name.
pid_of() {
  local pid
  pid=$(cat "$run/pid/$1" 2>/dev/null) || return 1
  # a process that got this number since then works elsewhere, and one that has ended nowhere
  [ "/proc/$pid/cwd" -ef "$run" ] || return 1
  echo "$pid"
}

# Ends what `start` began, by force when it takes more than 20 s, and waits for its end: signal, names.
stop() {
  local signal=$1 name pid end=$((SECONDS + 20))
  shift
  for name; do
    ! pid=$(pid_of "$name") || kill -"$signal" "$pid" 2>/dev/null || true
  done
  for name; do
    while pid=$(pid_of "$name"); do
      [ $SECONDS -lt $end ] || kill -KILL "$pid" 2>/dev/null || true
      sleep 0.02
    done
    rm -f "$run/pid/$name"
  done
}

# Waits until a command succeeds while a program runs; else tells what its log ends with: seconds, name, command.
await() {
  local seconds=$1 name=$2 end
  end=$((SECONDS + seconds))
  shift 2
  until "$@" >"$run/log/await" 2>&1; do
    pid_of "$name" >/dev/null || fail "$name" "ended while it started"
    [ $SECONDS -lt $end ] || fail "$name" "is not ready after $seconds s ($(tail -n 1 "$run/log/await"))"
    sleep 0.05
  done
}

fail() { # name, what
  note "$1 $2. The end of $run/log/$1.log:"
  tail -n 15 "$run/log/$1.log" | cut -c1-300 | sed 's/^/  | /' >&2
  exit 1
}

# A port on which nothing listens, below the range from which outgoing connections take theirs.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((15000 + RANDOM % 17000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo $port; return; }
  done
  die "no free port between 15000 and 32000"
}
