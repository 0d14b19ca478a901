package dev.memdb.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which roles the chart makes, and that they are what docs/settings.md says. */
class RightsTest {
  private static final Map<String, Object> TWO_NAMESPACES =
      Map.of("watchNamespaces", List.of("a", "b"));

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9.]+(?:/[a-z]+)?)` \\| ([a-z, ]+)[^|]*\\|$");

  @Test
  void areExactlyThoseOfTheDocument() {
    Set<String> documented =
        ROW.matcher(section("## Rights that it needs"))
            .results()
            .flatMap(row -> rights(row.group(1), List.of(row.group(2).strip().split(", ?"))))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(given(Chart.render(Map.of()))).isEqualTo(documented);
    assertThat(documented).hasSizeGreaterThan(20);
  }

  @Test
  void areTheSameWithNamespacesToWatch() {
    List<HasMetadata> objects = Chart.render(TWO_NAMESPACES);

    assertThat(given(objects)).isEqualTo(given(Chart.render(Map.of())));
    assertThat(names(objects, Role.class))
        .containsExactlyInAnyOrder("a/memdb", "b/memdb", "memdb-system/memdb-lease");
  }

  @Test
  void forTheClusterAreTwoObjectsByNameWithNamespacesToWatch() {
    List<PolicyRule> rules =
        of(Chart.render(TWO_NAMESPACES), ClusterRole.class)
            .filter(role -> role.getMetadata().getName().equals("memdb-system:memdb"))
            .flatMap(role -> role.getRules().stream())
            .toList();

    assertThat(rules)
        .hasSize(2)
        .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("get"))
        .extracting(PolicyRule::getResourceNames)
        .containsExactly(List.of("memorydatabases.memdb.dev"), List.of("kube-system"));
  }

  @Test
  void forTheClusterAreNoneWithAClusterIdBesides() {
    Map<String, Object> values =
        Map.of(
            "watchNamespaces",
            List.of("a"),
            "clusterId",
            "eu-1",
            "rbac",
            Map.of("aggregate", false),
            "crds",
            Map.of("install", false));

    assertThat(Chart.render(values))
        .extracting(HasMetadata::getKind)
        .containsExactlyInAnyOrder(
            "ServiceAccount", "Role", "RoleBinding", "Role", "RoleBinding", "Deployment");
  }

  @Test
  void toSecretsIsNeverMoreThanGet() {
    assertThat(given(Chart.render(Map.of())))
        .filteredOn(right -> right.startsWith("secrets "))
        .containsExactly("secrets get");
  }

  /** What the operator's own roles give, as "resource verb". */
  private static Set<String> given(List<HasMetadata> objects) {
    Stream<PolicyRule> rules =
        Stream.concat(
            of(objects, ClusterRole.class)
                .filter(role -> role.getMetadata().getName().equals("memdb-system:memdb"))
                .flatMap(role -> role.getRules().stream()),
            of(objects, Role.class).flatMap(role -> role.getRules().stream()));
    return rules
        .flatMap(
            rule ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rights(
                                qualified(resource, rule.getApiGroups().get(0)), rule.getVerbs())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String qualified(String resource, String group) {
    String[] parts = resource.split("/", 2);
    return parts[0]
        + (group.isEmpty() ? "" : "." + group)
        + (parts.length == 1 ? "" : "/" + parts[1]);
  }

  private static Stream<String> rights(String resource, List<String> verbs) {
    return verbs.stream().map(verb -> resource + " " + verb);
  }

  private static <T extends HasMetadata> Stream<T> of(List<HasMetadata> objects, Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast);
  }

  private static List<String> names(List<HasMetadata> objects, Class<? extends HasMetadata> type) {
    return of(objects, type)
        .map(o -> o.getMetadata().getNamespace() + "/" + o.getMetadata().getName())
        .toList();
  }

  private static String section(String heading) {
    String document = Chart.readFromRoot("docs/settings.md");
    return document.substring(document.indexOf(heading));
  }
}
