package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/**
 * What the pods of backfill workers get besides what the operator sets. The security context is the
 * operator's own, and cannot be loosened here.
 *
 * @param resources requests and limits; null: what the operator asks for
 * @param labels null: none
 * @param annotations null: none
 * @param nodeSelector null: any node
 * @param imagePullSecrets null: those of the namespace's default ServiceAccount
 * @param priorityClassName null: the cluster's default
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkerPodSpec(
    @JsonPropertyDescription(
            "CPU and memory. Default: requests of 100m CPU and 128Mi memory, a limit of 256Mi"
                + " memory.")
        PodResources resources,
    @JsonPropertyDescription("Labels of the pods.") Map<String, String> labels,
    @JsonPropertyDescription("Annotations of the pods.") Map<String, String> annotations,
    @JsonPropertyDescription("Labels that a node must have to run the pods.")
        Map<String, String> nodeSelector,
    @Size(max = Validation.PULL_SECRETS)
        @JsonPropertyDescription("Secrets to pull the operator's image with.")
        List<SecretRef> imagePullSecrets,
    @Size(max = Validation.OBJECT_NAME) @JsonPropertyDescription("The pods' PriorityClass.")
        String priorityClassName) {
  public WorkerPodSpec {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
  }
}
