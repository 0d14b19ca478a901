package dev.memdb.api;

import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A PostgreSQL schema that must be the same, at one version, in every environment. */
@Group(MemoryDatabase.GROUP)
@Version(MemoryDatabase.VERSION)
@ShortNames("mdb")
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
  public MemoryDatabaseSpec getSpec() {
    return super.getSpec();
  }
}
