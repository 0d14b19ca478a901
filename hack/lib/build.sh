# Sourced by the programs in hack/: builds what they run, and says so while it takes long.

# The folder of the checkout.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar=$root/operator/target/memdb.jar

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }

need() { # program, what it is for
  command -v "$1" >/dev/null || { echo "This needs $1: $2." >&2; exit 2; }
}

# Builds the jar and the test programs when a source is newer than the jar.
build() {
  need java "a JDK, 17 or newer"
  need mvn "Maven, 3.8 or newer"
  local newer
  newer=$([ -f "$jar" ] && find "$root/pom.xml" "$root/operator/pom.xml" "$root/operator/src" -newer "$jar" -print -quit || echo none)
  if [ -n "$newer" ] || [ ! -f "$root/operator/target/test-classpath" ]; then
    say "building the operator (the first time 2 to 5 minutes, then about 30 s) …"
    local log=$root/operator/target/build.log start=$SECONDS
    mkdir -p "$(dirname "$log")"
    (cd "$root" && mvn -B -q -DskipTests package) >"$log" 2>&1 || {
      tail -n 40 "$log" >&2
      echo "The build failed; all of it is in operator/target/build.log." >&2
      exit 1
    }
    say "built in $((SECONDS - start)) s"
  fi
}

# Runs a program that lives among the tests: class, arguments.
test_program() {
  test_command "$@"
  "${command[@]}"
}

# The same in the background; `started` is its process id. (That of `test_program … &` is a shell's that waits for the
# program: ending it leaves the program running.)
start_test_program() {
  test_command "$@"
  "${command[@]}" &
  started=$!
}

test_command() {
  local libraries
  libraries=$(cat "$root/operator/target/test-classpath")
  # shellcheck disable=SC2206 # MEMDB_JAVA_OPTS may be several
  command=(java -cp "$root/operator/target/test-classes:$root/operator/target/classes:$libraries"
    -Dmemdb.target="$root/operator/target" -Dmemdb.root="$root" ${MEMDB_JAVA_OPTS:-} "$@")
}
