# Sourced by the programs in hack/, after build.sh: a Kubernetes API to work against. The first that is there is used:
#   1. the cluster that MEMDB_KUBECONFIG names
#   2. etcd and kube-apiserver, built before by hack/cluster or kept in KUBE_API_TEST_DIR
#   3. the same, built now, where Go 1.24 or newer is on the PATH
#   4. the same, downloaded by Fabric8's kube-api-test (needs the internet)

kubernetes_dir=

# Starts or finds one; sets KUBECONFIG and KUBECTL. Argument: a folder for its state.
kubernetes_up() {
  if [ -n "${MEMDB_KUBECONFIG:-}" ]; then
    say "Kubernetes: the cluster that MEMDB_KUBECONFIG names"
    export KUBECONFIG=$MEMDB_KUBECONFIG
    KUBECTL=$(command -v kubectl) || { echo "This needs kubectl on the PATH." >&2; exit 2; }
    return
  fi
  kubernetes_dir=$1
  if "$root/hack/cluster/cluster" programs >/dev/null || go_is_new; then
    "$root/hack/cluster/cluster" programs >/dev/null || say "Kubernetes: building kube-apiserver with Go: 4 minutes, once …"
    KUBECONFIG=$("$root/hack/cluster/cluster" up "$kubernetes_dir")
    KUBECTL=$("$root/hack/cluster/cluster" programs)/kubectl
    say "Kubernetes: a kube-apiserver of our own (hack/cluster)"
  else
    say "Kubernetes: downloading kube-apiserver (Fabric8 kube-api-test) …"
    mkdir -p "$kubernetes_dir"
    test_program dev.memdb.testkit.ApiServerMain "$kubernetes_dir" >"$kubernetes_dir/log" 2>&1 &
    kubernetes_pid=$!
    until [ -f "$kubernetes_dir/kubectl" ]; do
      kill -0 "$kubernetes_pid" 2>/dev/null || {
        tail -n 5 "$kubernetes_dir/log" >&2
        echo "There is no Kubernetes API. Any one of these helps: MEMDB_KUBECONFIG with a cluster of yours; Go 1.24 or newer on the PATH; KUBE_API_TEST_DIR with kube-apiserver, etcd and kubectl; internet access." >&2
        exit 2
      }
      sleep 0.2
    done
    KUBECONFIG=$kubernetes_dir/kubeconfig
    KUBECTL=$(cat "$kubernetes_dir/kubectl")
  fi
  export KUBECONFIG KUBECTL
}

go_is_new() {
  command -v go >/dev/null && [ "$(printf '%s\n' go1.24 "$(go env GOVERSION)" | sort -V | head -n 1)" = go1.24 ]
}

# Ends what kubernetes_up has started.
kubernetes_down() {
  [ -n "$kubernetes_dir" ] || return 0
  if [ -n "${kubernetes_pid:-}" ]; then
    kill "$kubernetes_pid" 2>/dev/null || true
  else
    "$root/hack/cluster/cluster" down "$kubernetes_dir"
  fi
}
