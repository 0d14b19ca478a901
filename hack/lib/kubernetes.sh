#!/usr/bin/env bash
# A Kubernetes API to work against. For a program in hack/:
#
#   . "$(dirname "$0")/lib/kubernetes.sh"
#   trap kubernetes_down EXIT
#   kubernetes_up "$state/kubernetes"   # exports KUBECONFIG and KUBECTL, says what it chose and why
#
# For other languages, the same as a command (the tests' ApiServer uses it):
#
#   hack/lib/kubernetes.sh up DIR [own]   prints two lines: the kubeconfig's path, kubectl's path.
#                                         own: never the user's cluster, because it will be broken on purpose
#   hack/lib/kubernetes.sh stop DIR       kills the API server; what it held stays
#   hack/lib/kubernetes.sh restart DIR    the same, and starts it on the same port
#   hack/lib/kubernetes.sh down DIR
#
# It takes the first that can be had: the cluster that MEMDB_KUBECONFIG names; programs in KUBE_API_TEST_DIR or
# built before; Docker with a K3s image; programs built now; programs downloaded by Fabric8's kube-api-test.
# Exit status 2: none of them. What hack/cluster has built also ends when the process that started it was killed.

. "$(dirname "${BASH_SOURCE[0]}")/build.sh"
. "$root/hack/lib/k3s.sh"

kubernetes_cluster=$root/hack/cluster/cluster
kubernetes_dir=

# Starts or finds one: folder for its state, "own" or nothing.
kubernetes_up() {
  local choice answer refused=() choices=(given programs k3s build download)
  [ "${2:-}" != own ] || choices=("${choices[@]:1}")
  mkdir -p "$1"
  kubernetes_dir=$(realpath "$1")
  export MEMDB_OWNER_PID=${MEMDB_OWNER_PID:-$$}
  export KUBECACHEDIR=$kubernetes_dir/kubectl-cache # else kubectl keeps one in ~/.kube for each port ever used
  for choice in "${choices[@]}"; do
    if answer=$("kubernetes_can_$choice"); then
      say "Kubernetes: $answer"
      "kubernetes_start_$choice"
      export KUBECONFIG KUBECTL
      return
    fi
    refused+=("$answer")
  done
  echo "There is no Kubernetes API to work against. One of these is enough:" >&2
  printf '  - %s\n' "${refused[@]}" >&2
  exit 2
}

# Ends what kubernetes_up has started: folder, else that of the last kubernetes_up.
kubernetes_down() {
  local how where dir=${1:-$kubernetes_dir}
  { read -r how where <"$dir/how"; } 2>/dev/null || return 0
  case $how in
    processes) "$kubernetes_cluster" api-down "$dir" ;;
    k3s) kubernetes_remove_k3s "$where" "$dir" ;;
  esac
  rm -rf "$dir"/{how,programs,download.log,kubectl-cache}
  rmdir "$dir" 2>/dev/null || true # unless others keep something there
}

kubernetes_stop() { # folder
  kubernetes_break "$1" api-stop kubernetes_stop_k3s
}

kubernetes_restart() { # folder
  kubernetes_break "$1" api-restart kubernetes_restart_k3s
}

kubernetes_break() { # folder, what hack/cluster is told, the function for K3s
  local how where
  read -r how where <"$1/how"
  case $how in
    processes) MEMDB_CLUSTER_BIN=$where "$kubernetes_cluster" "$2" "$1" ;;
    k3s) "$3" "$where" "$1" ;;
    *) echo "The cluster of MEMDB_KUBECONFIG is not for breaking." >&2; exit 1 ;;
  esac
}

# Each choice (that of K3s is in k3s.sh): `can` prints what it is and succeeds, or prints what is missing and fails;
# `start` sets KUBECONFIG and KUBECTL.

kubernetes_can_given() {
  [ -n "${MEMDB_KUBECONFIG:-}" ] || { echo "MEMDB_KUBECONFIG=FILE: the kubeconfig of a cluster (not set)"; return 1; }
  echo "the cluster of MEMDB_KUBECONFIG=$MEMDB_KUBECONFIG"
}

kubernetes_start_given() {
  KUBECTL=$(kubernetes_kubectl) || { echo "MEMDB_KUBECONFIG needs a kubectl on the PATH, or: hack/cluster/cluster build" >&2; exit 1; }
  KUBECONFIG=$(realpath "$MEMDB_KUBECONFIG")
  echo given >"$kubernetes_dir/how"
  kubernetes_await "$KUBECONFIG" 10
}

kubernetes_can_programs() {
  local programs why="not set"
  programs=$(kubernetes_programs) || {
    [ -z "${KUBE_API_TEST_DIR:-}" ] || why="nothing such in $KUBE_API_TEST_DIR"
    echo "KUBE_API_TEST_DIR=DIR: with k8s/VERSION-$(kubernetes_platform)/{etcd,kube-apiserver,kubectl} ($why)"
    return 1
  }
  echo "an API server of our own, from $programs"
}

kubernetes_start_programs() {
  local programs
  programs=$(kubernetes_programs)
  [ "$programs" != "$("$kubernetes_cluster" programs 2>/dev/null)" ] || "$kubernetes_cluster" build # anew if their source has changed
  kubernetes_run "$programs"
}

kubernetes_can_build() {
  local missing="no go on the PATH"
  if command -v go >/dev/null; then
    missing="this is $(go env GOVERSION)"
    if kubernetes_newer go1.24 || { kubernetes_newer go1.21 && [[ $(go env GOTOOLCHAIN) == auto* ]]; }; then
      missing=
    fi
  fi
  [ -z "$missing" ] || { echo "Go 1.24 or newer on the PATH, to build one from modules ($missing)"; return 1; }
  echo "an API server of our own, to be built with Go"
}

kubernetes_start_build() {
  "$kubernetes_cluster" build
  kubernetes_run "$("$kubernetes_cluster" programs)"
}

kubernetes_can_download() {
  test_program dev.memdb.testkit.ApiServerDownload >"$kubernetes_dir/programs" 2>"$kubernetes_dir/download.log" || {
    echo "Internet access, to download one ($(tail -n 1 "$kubernetes_dir/download.log" | cut -c1-200))"
    return 1
  }
  echo "an API server of our own, downloaded"
}

kubernetes_start_download() {
  kubernetes_run "$(tail -n 1 "$kubernetes_dir/programs")"
}

kubernetes_run() { # the folder of the programs
  echo "processes $1" >"$kubernetes_dir/how"
  KUBECONFIG=$(MEMDB_CLUSTER_BIN=$1 "$kubernetes_cluster" api-up "$kubernetes_dir")
  KUBECTL=$1/kubectl
}

# The folder of etcd, kube-apiserver and kubectl: what the user names before what was built.
kubernetes_programs() {
  local version=${KUBE_API_TEST_API_SERVER_VERSION:-*} found
  if [ -n "${KUBE_API_TEST_DIR:-}" ]; then
    # shellcheck disable=SC2086 # a version like 1.34.* is a pattern
    found=$(ls -d "$KUBE_API_TEST_DIR"/k8s/$version-"$(kubernetes_platform)" 2>/dev/null | sort -V | tail -n 1)
    [ -z "$found" ] || [ ! -x "$found/kube-apiserver" ] || { realpath "$found"; return; }
  fi
  "$kubernetes_cluster" programs 2>/dev/null
}

kubernetes_platform() { uname -sm | tr 'A-Z ' 'a-z-' | sed 's/x86_64/amd64/; s/aarch64/arm64/'; }

kubernetes_newer() { [ "$(printf '%s\n' "$1" "$(go env GOVERSION)" | sort -V | head -n 1)" = "$1" ]; }

kubernetes_kubectl() {
  local programs
  command -v kubectl || { programs=$(kubernetes_programs) && echo "$programs/kubectl"; }
}

kubernetes_await() { # kubeconfig, seconds
  local end=$((SECONDS + $2)) answer
  until answer=$("$KUBECTL" --kubeconfig="$1" --request-timeout=5s get --raw /readyz 2>&1); do
    [ $SECONDS -lt $end ] || { echo "The API server of $1 is not ready after $2 s: $answer" >&2; exit 1; }
    sleep 0.2
  done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  export MEMDB_OWNER_PID=${MEMDB_OWNER_PID:-none} # what this command starts outlives it
  case ${1:-}:$# in
    up:[23]) kubernetes_up "$2" "${3:-}" >&2; printf '%s\n' "$KUBECONFIG" "$KUBECTL" ;;
    stop:2 | restart:2 | down:2) "kubernetes_$1" "$2" ;;
    *) sed -n '2,18s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
fi
