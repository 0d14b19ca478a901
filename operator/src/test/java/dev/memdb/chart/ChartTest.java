package dev.memdb.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final String DEFINITION = "memorydatabases.memdb.dev.yaml";
  private static final Pattern VERSION = Pattern.compile("(?m)^  <version>(.+)</version>$");

  @Test
  void lintHasNothingToSay() {
    LintResult lint = Chart.lint();

    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    assertThat(lint.getMessages())
        .noneMatch(message -> message.contains("[ERROR]") || message.contains("[WARNING]"));
  }

  @Test
  void hasTheVersionOfTheBuild() {
    Matcher version = VERSION.matcher(Chart.readFromRoot("pom.xml"));
    assertThat(version.find()).isTrue();

    assertThat(Chart.read("Chart.yaml")).contains("\nappVersion: " + version.group(1) + "\n");
  }

  @Test
  void keepsTheDefinitionWhenItIsUninstalled() {
    CustomResourceDefinition definition =
        only(Chart.render(Map.of()), CustomResourceDefinition.class);

    assertThat(definition.getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(definition.getSpec())
        .isEqualTo(
            Serialization.unmarshal(
                    Chart.readFromRoot("crds/" + DEFINITION), CustomResourceDefinition.class)
                .getSpec());
  }

  @Test
  void leavesTheDefinitionAloneWhenToldTo() {
    assertThat(Chart.render(Map.of("crds", Map.of("install", false))))
        .extracting(HasMetadata::getKind)
        .doesNotContain("CustomResourceDefinition");
  }

  @Test
  void takesAnImageByItsDigest() {
    String digest = "sha256:" + "0".repeat(64);
    Map<String, Object> image = Map.of("repository", "r.example/memdb", "digest", digest);

    Container container = container(Map.of("image", image));

    assertThat(container.getImage()).isEqualTo("r.example/memdb@" + digest);
    assertThat(environment(container)).containsEntry("MEMDB_IMAGE", container.getImage());
  }

  @Test
  void tellsTheOperatorWhatToWatch() {
    Container container =
        container(Map.of("watchNamespaces", List.of("a", "b"), "clusterId", "eu-1"));

    assertThat(environment(container))
        .containsEntry("MEMDB_WATCH_NAMESPACES", "a,b")
        .containsEntry("MEMDB_CLUSTER_ID", "eu-1");
  }

  @Test
  void hasADisruptionBudgetOnlyWhenAskedFor() {
    assertThat(Chart.render(Map.of("podDisruptionBudget", Map.of("enabled", true))))
        .extracting(HasMetadata::getKind)
        .contains("PodDisruptionBudget");
    assertThat(Chart.render(Map.of()))
        .extracting(HasMetadata::getKind)
        .doesNotContain("PodDisruptionBudget");
  }

  @Test
  void refusesAValueThatItDoesNotHave() {
    assertThatThrownBy(() -> Chart.render(Map.of("watchNamespace", "a")))
        .hasMessageContaining("Additional property watchNamespace is not allowed");
  }

  @Test
  void itsReadmeExplainsEachValue() {
    String readme = Chart.read("README.md");

    assertThat(keys("", Serialization.unmarshal(Chart.read("values.yaml"), Map.class)))
        .hasSizeGreaterThan(20)
        .allSatisfy(key -> assertThat(readme).contains("\n| `" + key + "` |"));
  }

  /** The paths of all values, with those of empty maps. */
  private static List<String> keys(String path, Map<?, ?> values) {
    return values.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue() instanceof Map<?, ?> map && !map.isEmpty() && !isFree(entry)
                    ? keys(path + entry.getKey() + ".", map).stream()
                    : List.of(path + entry.getKey()).stream())
        .toList();
  }

  /** What Kubernetes defines and not the chart. */
  private static boolean isFree(Map.Entry<?, ?> entry) {
    return entry.getKey().equals("resources");
  }

  private static Container container(Map<String, Object> values) {
    return only(Chart.render(values), Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0);
  }

  private static Map<String, String> environment(Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static <T> T only(List<HasMetadata> objects, Class<T> type) {
    List<T> found = objects.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
