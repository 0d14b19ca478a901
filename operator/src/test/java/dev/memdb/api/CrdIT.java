package dev.memdb.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.memdb.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The real API server takes the definition, and refuses each mistake in words. */
class CrdIT {
  static final List<Mistake> MISTAKES = Mistakes.ALL;

  private static final ApiServer SERVER = ApiServer.shared();
  private static KubernetesClient client;

  @BeforeAll
  static void applyTheDefinition() {
    client = SERVER.withCrds().client();
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("MISTAKES")
  void refusesTheMistakeInWords(Mistake mistake) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> create(mistake.wrong()));

    assertThat(refusal).as("it was accepted").isNotNull();
    assertThat(refusal.getStatus().getMessage()).contains(mistake.message());
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("MISTAKES")
  void acceptsWhatIsRight(Mistake mistake) {
    assertThatCode(() -> create(mistake.right())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void acceptsTheExamples(Path example) {
    assertThat(SERVER.kubectl("create", "--dry-run=server", "-f", example.toString()))
        .contains("created (server dry run)");
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(repository().resolve("manifests/examples"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void explainsEveryField() {
    for (String field : List.of("mdb", "mdb.spec", "mdb.status")) {
      assertThat(SERVER.kubectl("explain", field)).doesNotContain("<no description>");
    }
    assertThat(SERVER.kubectl("explain", "mdb.spec.locking.lockTimeout"))
        .contains("How long one try of a statement waits for its locks");
  }

  @Test
  void showsTheColumnsThatMatter() {
    String namespace = SERVER.namespace();
    client.resource(Draft.valid().with("metadata/namespace", namespace).resource()).create();

    assertThat(SERVER.kubectl("get", "mdb", "-n", namespace).split("\\s+"))
        .startsWith(
            "NAME", "TARGET", "VERSIONS", "READY", "REASON", "PARITY", "AGE", "recall", "7");
    assertThat(SERVER.kubectl("get", "mdb", "-n", namespace, "-o", "wide")).contains("MESSAGE");
  }

  @Test
  void aResourceThatNobodyLookedAtDoesNotCountAsHealthy() {
    assertThat(create(Draft.valid()).<Integer>get("status", "observedGeneration")).isEqualTo(-1);
  }

  private static GenericKubernetesResource create(Draft draft) {
    return client.resource(draft.resource()).dryRun().create();
  }

  /** The module's directory is one below. */
  private static Path repository() {
    return Path.of("").toAbsolutePath().getParent();
  }
}
