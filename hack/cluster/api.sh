# Sourced by cluster: etcd, kube-apiserver and kube-controller-manager in one folder.

# Where the API server listens, and what a node adds to its arguments.
api_address=127.0.0.1
api_arguments=(
  --endpoint-reconciler-type=none            # a loopback address is no endpoint
  --disable-admission-plugins=ServiceAccount # pods may be made though nothing makes their accounts
)
# Enough for owner references and for namespaces to go away. Nothing here runs pods.
api_controllers=${MEMDB_CONTROLLERS:-garbage-collector-controller,namespace-controller}

api_up() {
  open_folder "$1"
  ! pid_of kube-apiserver >/dev/null || die "an API server runs in $run; first: hack/cluster/cluster api-down $run"
  clear_folder # what a killed one left
  trap api_end EXIT # unless all of it works
  api_start
  trap - EXIT
  echo "$run/kubeconfig"
}

api_start() {
  mkdir -p "$run"
  write_credentials
  start_etcd
  start_apiserver
  write_kubeconfig
  start_controllers
  await 60 kube-apiserver kubectl get --raw /readyz
}

# By force, because nothing of it is kept.
api_end() {
  stop KILL kube-controller-manager kube-apiserver etcd
}

# As in a crash: asked to stop, it may wait a minute for those who watch.
api_stop() {
  open_folder "$1"
  stop KILL kube-apiserver
}

api_restart() {
  api_stop "$1"
  pid_of etcd >/dev/null || die "nothing runs in $run; first: hack/cluster/cluster api-up $run"
  start_apiserver
  await 60 kube-apiserver kubectl get --raw /readyz
}

api_down() {
  open_folder "$1"
  api_end
  clear_folder
  rmdir "$run" 2>/dev/null || true # unless others keep something there
}

open_folder() {
  run=$(realpath -m "$1")
}

clear_folder() {
  rm -rf "$run"/{certificates,etcd,log,pid} "$run"/{etcd.sock,peer.sock,kubeconfig,port,tokens.csv}
}

kubectl() { "$bin/kubectl" --kubeconfig "$run/kubeconfig" --request-timeout=1s "$@"; }

write_credentials() {
  (umask 077 && echo "$(random_hex),admin,admin,system:masters" >"$run/tokens.csv")
  free_port >"$run/port"
}

random_hex() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# etcd listens on sockets in the folder only: no port to be taken, and nobody else to read it. What it
# advertises is for clients that look for more members. Nothing here outlives a power cut: no fsync.
start_etcd() {
  start etcd "$bin/etcd" --data-dir=etcd --unsafe-no-fsync --log-level=warn \
    --listen-client-urls=unix://etcd.sock --advertise-client-urls=http://localhost:2379 --listen-peer-urls=unix://peer.sock
  await 30 etcd test -S "$run/etcd.sock" # sooner, the API server would wait a second before its next try
}

# The API server makes its own certificate on its first start; its key signs service account tokens, too.
start_apiserver() {
  start kube-apiserver "$bin/kube-apiserver" --etcd-servers=unix://etcd.sock \
    --bind-address="$api_address" --advertise-address="$api_address" --secure-port="$(cat "$run/port")" \
    --cert-dir=certificates --token-auth-file=tokens.csv --authorization-mode=RBAC \
    --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range=10.96.0.0/16 \
    --service-account-signing-key-file=certificates/apiserver.key --service-account-key-file=certificates/apiserver.key \
    "${api_arguments[@]}"
  await 30 kube-apiserver test -s "$run/certificates/apiserver.crt"
}

write_kubeconfig() {
  (umask 077 && cat >"$run/kubeconfig") <<T
apiVersion: v1
kind: Config
current-context: memdb
contexts:
- {name: memdb, context: {cluster: memdb, user: admin}}
clusters:
- name: memdb
  cluster:
    server: https://$api_address:$(cat "$run/port")
    certificate-authority-data: $(base64 -w0 "$run/certificates/apiserver.crt")
users:
- {name: admin, user: {token: $(cut -d, -f1 "$run/tokens.csv")}}
T
}

start_controllers() {
  [ "$api_controllers" != none ] || return 0
  if [ ! -x "$bin/kube-controller-manager" ]; then
    [ -n "${MEMDB_CONTROLLERS:-}" ] || return 0 # nobody has asked for it
    note "$bin has no kube-controller-manager; hack/cluster/cluster build makes one"
    exit 2
  fi
  await 30 kube-apiserver listening # it gives up when there is no answer for 10 s
  start kube-controller-manager "$bin/kube-controller-manager" --kubeconfig=kubeconfig --controllers="$api_controllers" \
    --leader-elect=false --secure-port=0 --use-service-account-credentials \
    --flex-volume-plugin-dir="$run/volume-plugins" --service-account-private-key-file=certificates/apiserver.key --root-ca-file=certificates/apiserver.crt
}

listening() { (exec 3<>"/dev/tcp/$api_address/$(cat "$run/port")"); }
