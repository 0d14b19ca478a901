# Sourced by kubernetes.sh: the choice of a K3s server in Docker. Only an image that is there already: nothing here
# downloads without being asked to.

kubernetes_can_k3s() {
  local missing
  command -v docker >/dev/null || missing="no docker on the PATH"
  [ -n "${missing:-}" ] || timeout 10 docker info >/dev/null 2>&1 || missing="Docker does not answer"
  [ -n "${missing:-}" ] || [ -n "$(kubernetes_k3s_image)" ] || missing="no such image"
  [ -z "${missing:-}" ] || { echo "Docker and a K3s image, for example: docker pull rancher/k3s:v1.34.4-k3s1 ($missing)"; return 1; }
  echo "$(kubernetes_k3s_image) in Docker"
}

kubernetes_start_k3s() {
  local port container
  port=$("$kubernetes_cluster" free-port)
  # one port inside and outside, and the same paths: so one kubeconfig is right for both, see below
  container=$(docker create --privileged --tmpfs /run --tmpfs /var/run --publish "127.0.0.1:$port:$port" \
    --volume "$root:$root:ro" --volume "$kubernetes_dir:$kubernetes_dir:ro" "$(kubernetes_k3s_image)" \
    server --disable-agent --https-listen-port="$port" --tls-san=127.0.0.1)
  echo "k3s $container" >"$kubernetes_dir/how" # before it can fail, so that it is removed all the same
  docker start "$container" >/dev/null
  KUBECONFIG=$kubernetes_dir/kubeconfig
  until (umask 077 && docker exec "$container" cat /etc/rancher/k3s/k3s.yaml >"$KUBECONFIG" 2>/dev/null); do
    [ "$(docker inspect --format '{{.State.Running}}' "$container")" = true ] || {
      docker logs --tail 15 "$container" >&2
      echo "K3s ended while it started; the end of its log is above." >&2
      exit 1
    }
    sleep 0.2
  done
  KUBECTL=$(kubernetes_kubectl) || {
    KUBECTL=$kubernetes_dir/kubectl
    printf '#!/bin/sh\nexec docker exec --interactive --env KUBECONFIG=%q %s kubectl "$@"\n' "$KUBECONFIG" "$container" >"$KUBECTL"
    chmod +x "$KUBECTL"
  }
  kubernetes_await "$KUBECONFIG" 120
}

kubernetes_stop_k3s() { # container
  docker kill "$1" >/dev/null
}

kubernetes_restart_k3s() { # container, folder
  docker restart --time 0 "$1" >/dev/null
  KUBECTL=$(kubernetes_kubectl) || KUBECTL=$2/kubectl
  kubernetes_await "$2/kubeconfig" 120
}

kubernetes_remove_k3s() { # container, folder
  docker rm --force --volumes "$1" >/dev/null
  rm -f "$2"/{kubeconfig,kubectl}
}

kubernetes_k3s_image() { docker image ls --format '{{.Repository}}:{{.Tag}}' --filter 'reference=*/k3s' | head -n 1; }
