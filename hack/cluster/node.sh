# Sourced by cluster: a node beside the API server, so that pods run. One for each machine, because its
# bridge, its network rules and its kubelet's port are the machine's.

node_home=$home/node
node_address=10.88.0.1 # of this host, as pods see it
node_bridge=memdb0
runtime=/run/memdb-cluster # the paths of sockets must be short
kernel_settings=(kernel/panic kernel/panic_on_oops kernel/keys/root_maxbytes kernel/keys/root_maxkeys
  vm/overcommit_memory vm/panic_on_oom net/ipv4/ip_forward)

node_up() {
  run=$node_home
  if node_running; then
    note "it is up already"
  else
    require_node_programs
    node_down # what a killed one left
    trap node_stop EXIT # unless all of it works; the logs stay
    node_start
    trap - EXIT
  fi
  echo "$run/kubeconfig"
}

node_running() {
  run=$node_home
  pid_of kubelet >/dev/null
}

# What a container or another sandbox may forbid to root is tried, not asked.
node_check() {
  local probe
  ! node_running || return 0
  require_node_programs
  ip link add memdbprobe type bridge 2>/dev/null || die "a whole node needs to make network bridges, and may not here"
  ip link delete memdbprobe
  iptables --table nat --list-rules >/dev/null 2>&1 || die "a whole node needs to change network rules, and may not here"
  probe=$(mktemp -d)
  mount -t tmpfs memdb-probe "$probe" 2>/dev/null || { rmdir "$probe"; die "a whole node needs to mount, and may not here"; }
  umount "$probe"
  rmdir "$probe"
  probe=$(find /sys/fs/cgroup -maxdepth 1 -name memory)/memdb-probe # of cgroup v1; else that of v2
  [ "$probe" != /memdb-probe ] || probe=/sys/fs/cgroup/memdb-probe
  mkdir "$probe" 2>/dev/null || die "a whole node needs to make cgroups, and may not here"
  rmdir "$probe"
}

require_node_programs() {
  local program
  [ "$(id -u)" = 0 ] || die "a whole node needs root; the API server alone does not: hack/cluster/cluster api-up DIR"
  for program in containerd ctr runc pgrep iptables ip openssl /usr/lib/cni/bridge; do
    command -v "$program" >/dev/null || die "a whole node needs $program: apt-get install containerd runc containernetworking-plugins iptables iproute2 openssl procps"
  done
  ! (exec 3<>/dev/tcp/127.0.0.1/10250) 2>/dev/null || die "another kubelet runs on this machine: use its cluster instead"
}

node_start() {
  mkdir -p "$run"/{certificates,images} "$runtime"
  remember_kernel_settings
  ip link add "$node_bridge" type bridge
  ip addr add "$node_address/16" dev "$node_bridge"
  ip link set "$node_bridge" up

  # what the API server shows to the kubelet, for logs and exec
  openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=kube-apiserver -addext extendedKeyUsage=clientAuth \
    -keyout "$run/certificates/kubelet-client.key" -out "$run/certificates/kubelet-client.crt" 2>/dev/null
  api_address=$node_address
  api_controllers=${MEMDB_CONTROLLERS:-*}
  api_arguments=(--allow-privileged --kubelet-preferred-address-types=InternalIP
    --kubelet-client-certificate=certificates/kubelet-client.crt --kubelet-client-key=certificates/kubelet-client.key)
  api_start
  start kube-scheduler "$bin/kube-scheduler" --kubeconfig=kubeconfig --leader-elect=false --secure-port=0

  write_node_configuration
  start containerd containerd --config containerd.toml
  await 30 containerd containerd_ctl version
  "$bin/image" "$run/images/pause.tar" memdb.local/pause:1 /pause "$bin/pause=/pause"
  node_load "$run/images/pause.tar"
  start kubelet "$bin/kubelet" --config="$run/kubelet.yaml" --kubeconfig="$run/kubeconfig" --root-dir="$run/kubelet" \
    --cert-dir="$run/kubelet/pki" --hostname-override=node --node-ip="$node_address"
  start kube-proxy "$bin/kube-proxy" --config="$run/kube-proxy.yaml" --hostname-override=node
  await 60 kubelet node_is_ready
}

# The listed settings are those that kubelet and the network plugins change.
remember_kernel_settings() {
  local setting
  for setting in "${kernel_settings[@]}"; do
    echo "$setting $(cat "/proc/sys/$setting")"
  done >"$run/kernel-settings"
}

restore_kernel_settings() {
  local setting value
  [ -f "$run/kernel-settings" ] || return 0
  while read -r setting value; do
    echo "$value" >"/proc/sys/$setting"
  done <"$run/kernel-settings"
}

node_is_ready() { kubectl get node node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep True; }

containerd_ctl() { ctr --address "$runtime/containerd.sock" --namespace k8s.io "$@"; }

node_load() {
  run=$node_home
  containerd_ctl images import "$1" >/dev/null
}

node_kill() {
  run=$node_home
  containerd_ctl tasks kill --signal SIGKILL "$1"
}

node_down() {
  run=$node_home
  node_stop
  rm -rf "$run"
}

# Pods first and in order, so that their networks and volumes are taken down by what made them; then, by
# force, what is left of a node that was killed.
node_stop() {
  if pid_of kube-apiserver >/dev/null && pid_of kubelet >/dev/null; then
    stop KILL kube-controller-manager kube-scheduler # they would make new ones
    "$bin/kubectl" --kubeconfig "$run/kubeconfig" delete pods --all --all-namespaces --grace-period=1 --timeout=30s >/dev/null 2>&1 || true
  fi
  stop TERM kubelet containerd
  stop KILL kube-proxy kube-scheduler
  api_end
  remove_containers
  remove_network
  remove_files
  restore_kernel_settings
}

remove_containers() {
  local shim id address
  for shim in $(pgrep -f -- "-address $runtime/containerd.sock"); do
    kill -KILL "$shim" 2>/dev/null || true
  done
  for id in $(containers list --quiet 2>/dev/null); do
    containers delete --force "$id" >/dev/null 2>&1 || true
    rm -f /var/lib/cni/results/*-"$id"-*
  done
  for address in "$runtime"/state/*/k8s.io/*/address; do
    [ ! -f "$address" ] || rm -f "$(sed 's|^unix://||' "$address")"
  done
  find /sys/fs/cgroup -depth -type d -path '*/kubepods*' -exec rmdir {} + 2>/dev/null || true
}

containers() { runc --root "$runtime/runc/k8s.io" "$@"; }

remove_network() {
  local tables
  ip link delete "$node_bridge" 2>/dev/null || return 0
  "$bin/kube-proxy" --cleanup >/dev/null 2>&1 || true
  for tables in iptables ip6tables; do # the chain that it forgets
    "$tables" -D INPUT -j KUBE-FIREWALL && "$tables" -D OUTPUT -j KUBE-FIREWALL && "$tables" -F KUBE-FIREWALL && "$tables" -X KUBE-FIREWALL
  done 2>/dev/null || true
}

# Of folders that others use as well, only what is ours.
remove_files() {
  local mount
  awk -v a="$run/" -v b="$runtime/" 'index($2, a) == 1 || index($2, b) == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
    umount "$mount" || umount --lazy "$mount"
  done
  find /var/log/containers -lname "$run/*" -delete 2>/dev/null || true
  rm -rf "$runtime" /var/lib/cni/results/memdb-* /var/lib/kubelet/device-plugins/kubelet.sock
  find /var/log/containers /var/lib/cni /var/lib/kubelet /run/containerd -depth -type d -empty -delete 2>/dev/null || true
}

write_node_configuration() {
  mkdir -p "$run/cni"
  cat >"$run/cni/10-memdb.conflist" <<T
{"cniVersion": "0.4.0", "name": "memdb", "plugins": [{"type": "bridge", "bridge": "$node_bridge", "isGateway": true, "hairpinMode": true,
 "ipam": {"type": "host-local", "dataDir": "$run/cni/addresses", "ranges": [[{"subnet": "10.88.0.0/16"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
T
  cat >"$run/containerd.toml" <<T
version = 2
root = "$run/containerd"
state = "$runtime/state"
[grpc]
  address = "$runtime/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "memdb.local/pause:1"
  netns_mounts_under_state_dir = true
  restrict_oom_score_adj = true # works without CAP_SYS_RESOURCE
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$runtime/runc"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$run/cni"
T
  cat >"$run/kubelet.yaml" <<T
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $run/certificates/kubelet-client.crt}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
containerRuntimeEndpoint: unix://$runtime/containerd.sock
evictionHard: {nodefs.available: 1%}
failSwapOn: false
healthzPort: 0
makeIPTablesUtilChains: false # kube-proxy makes what is needed
imageGCHighThresholdPercent: 100
podLogsDir: $run/log/pods
volumePluginDir: $run/kubelet/plugins
T
  cat >"$run/kube-proxy.yaml" <<T
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $run/kubeconfig}
clusterCIDR: 10.88.0.0/16
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
healthzBindAddress: ""
metricsBindAddress: ""
iptables: {localhostNodePorts: false}
T
}
