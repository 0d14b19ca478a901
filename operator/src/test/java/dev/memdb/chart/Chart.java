package dev.memdb.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The chart in {@code helm/}, as Helm sees it. */
public final class Chart {
  /** What the documents call the release, and its namespace. */
  static final String RELEASE = "memdb";

  static final String NAMESPACE = "memdb-system";

  private static final Path ROOT =
      Path.of(System.getProperty("memdb.root", "..")).toAbsolutePath().normalize();
  private static final Path FOLDER = ROOT.resolve("helm/memory-database-operator");

  private Chart() {}

  /** The committed manifest without Helm: the namespace, and what the chart makes of its values. */
  static String installManifest() {
    return """
        # Made from helm/memory-database-operator with its default values; InstallManifestTest says how. Do not edit.
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels:
            pod-security.kubernetes.io/enforce: restricted
        """
            .formatted(NAMESPACE)
        + template(Map.of());
  }

  /** {@code helm template} with these values instead of the chart's own. */
  static String template(Map<String, Object> values) {
    return withValues(values, file -> command().withValuesFile(file).call());
  }

  /** The same as objects. */
  static List<HasMetadata> render(Map<String, Object> values) {
    return Stream.of(template(values).split("(?m)^---$", -1))
        .filter(document -> document.lines().anyMatch(l -> !l.isBlank() && !l.startsWith("#")))
        .map(document -> Serialization.unmarshal(document, HasMetadata.class))
        .toList();
  }

  /** {@code helm install} into a namespace, for real; does not wait for pods. */
  public static void install(Path kubeconfig, String namespace, Map<String, Object> values) {
    withValues(
        values,
        file ->
            new Helm(FOLDER)
                .install()
                .withName(RELEASE)
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig)
                .withValuesFile(file)
                .call()
                .getOutput());
  }

  /** {@code helm lint --strict}. */
  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** One of the chart's files. */
  static String read(String file) {
    return text(FOLDER.resolve(file));
  }

  /** A file of the repository. */
  static String readFromRoot(String file) {
    return text(ROOT.resolve(file));
  }

  private static TemplateCommand command() {
    return new Helm(FOLDER).template().withName(RELEASE).withNamespace(NAMESPACE);
  }

  private static String withValues(Map<String, Object> values, Function<Path, String> work) {
    try {
      Path file = Files.createTempFile("memdb-values", ".yaml");
      try {
        Files.writeString(file, Serialization.asYaml(values));
        return work.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
