package dev.memdb.chaos;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorProcess;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The operators, which outlive a cycle when nothing kills them. */
final class Crew implements AutoCloseable {
  /**
   * Three times shorter than by default, so that a cycle does not mostly wait for a dead leader.
   */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-Xmx256m"};

  private final ApiServer api;
  private final KubernetesClient client;
  private final String namespace;
  private final String otherLeases;
  private final List<Member> members = new ArrayList<>();
  private Lineup lineup = Lineup.ALONE;
  private int started;

  /**
   * @param namespace where the resources are, and the lease
   * @param otherLeases where the lease of a rival is
   */
  Crew(ApiServer api, KubernetesClient client, String namespace, String otherLeases) {
    this.api = api;
    this.client = client;
    this.namespace = namespace;
    this.otherLeases = otherLeases;
  }

  /** Who works from now on; whoever is too many is stopped, as Kubernetes does it. */
  void muster(Lineup wanted, Diary diary) {
    lineup = wanted;
    for (Member member : working()) {
      if (working(member.leaseNamespace()) > wanted(member.leaseNamespace())) {
        diary.note("%s is stopped: not in the line-up".formatted(member.name()));
        member.stop();
      }
    }
    members.stream().filter(m -> !m.isAlive()).forEach(Member::close);
    members.removeIf(m -> !m.isAlive());
    members.forEach(Member::forgetLog);
    keep(diary);
  }

  /** Starts whoever is missing, as Kubernetes does it. */
  void keep(Diary diary) {
    for (String leases : List.of(namespace, otherLeases)) {
      while (working(leases) < wanted(leases)) {
        start(leases, diary);
      }
    }
  }

  private long wanted(String leases) {
    if (leases.equals(otherLeases)) {
      return lineup == Lineup.RIVALS ? 1 : 0;
    }
    return lineup == Lineup.STANDBY ? 2 : 1;
  }

  private long working(String leases) {
    return working().stream().filter(m -> m.leaseNamespace().equals(leases)).count();
  }

  private List<Member> working() {
    return members.stream().filter(Member::works).toList();
  }

  private void start(String leases, Diary diary) {
    String name = "op" + ++started;
    Map<String, String> settings =
        Map.of(
            "POD_NAME",
            name,
            "MEMDB_LEASE_NAMESPACE",
            leases,
            "MEMDB_LEASE_SECONDS",
            Long.toString(LEASE.toSeconds()),
            "MEMDB_IMAGE",
            "memdb:test");
    OperatorProcess process = OperatorProcess.start(api, namespace, settings, JVM);
    members.add(new Member(name, leases, process));
    diary.note("%s starts as pid %d".formatted(name, process.pid()));
  }

  /** One of those that lead now; whoever works when nobody leads. */
  Optional<Member> aLeader(SplittableRandom random) {
    List<Member> leaders = working().stream().filter(m -> leads(m)).toList();
    List<Member> candidates = leaders.isEmpty() ? working() : leaders;
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(random.nextInt(candidates.size())));
  }

  private boolean leads(Member member) {
    return holder(member.leaseNamespace()).startsWith(member.name() + "-");
  }

  private String holder(String leases) {
    Lease lease = client.leases().inNamespace(leases).withName("memdb-operator").get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  /** Whether another one leads, so that this one is deposed. */
  boolean othersLead(Member member) {
    return working().stream().anyMatch(m -> m != member && leads(m));
  }

  /** Whether everyone who was frozen has had the time to notice, and to do harm. */
  boolean isAwake() {
    return members.stream().allMatch(m -> m.isAwake(LEASE));
  }

  /** What each has logged in this cycle, also those that have ended. */
  Map<String, String> logs() {
    Map<String, String> logs = new LinkedHashMap<>();
    members.forEach(m -> logs.put(m.name() + (m.isAlive() ? "" : " (ended)"), m.log()));
    return logs;
  }

  @Override
  public void close() {
    members.forEach(Member::close);
  }
}
