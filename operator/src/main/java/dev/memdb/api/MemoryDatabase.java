package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A PostgreSQL schema that must be the same, at one version, in every environment. */
@Group(MemoryDatabase.GROUP)
@Version(MemoryDatabase.VERSION)
@ShortNames("mdb")
@ValidationRule(
    value = "self.metadata.name.size() <= 40",
    message = "the name of a MemoryDatabase has at most 40 characters")
public final class MemoryDatabase extends CustomResource<MemoryDatabaseSpec, MemoryDatabaseStatus>
    implements Namespaced {
  public static final String GROUP = "memdb.dev";
  public static final String VERSION = "v1alpha1";

  /** Annotation: hold everything; the value says why. For the person on call. */
  public static final String HOLD = "memdb.dev/hold";

  /** Annotation: any new value asks for another try now. */
  public static final String REQUESTED_AT = "memdb.dev/requested-at";

  private static final long serialVersionUID = 1L;

  @Override
  @Required
  @JsonPropertyDescription("What is wanted.")
  public MemoryDatabaseSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("What the operator found and did.")
  public MemoryDatabaseStatus getStatus() {
    return super.getStatus();
  }
}
