package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * CPU and memory of a pod, as in Kubernetes' own pod specification.
 *
 * @param requests what is kept free for it
 * @param limits what it may use at most
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodResources(
    @JsonPropertyDescription("What is kept free for the pod, like cpu: 100m.")
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What the pod may use at most, like memory: 256Mi.")
        Map<String, Quantity> limits) {
  public PodResources {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
