package dev.memdb.api;

/** The condition types of a MemoryDatabase. */
public enum ConditionType {
  /** Every environment is at or ahead of the target, and their schemas are equal. */
  READY("Ready"),
  /** The operator is working, or waiting for something that it expects; absent otherwise. */
  RECONCILING("Reconciling"),
  /** A person has to mend something; absent otherwise. */
  STALLED("Stalled"),
  /** The migration set could be read, is in order and has the target version. */
  SOURCE_READY("SourceReady"),
  /** No environment has changes that no migration made. */
  DRIFT_FREE("DriftFree"),
  /** The environments' catalogs are equal. */
  SCHEMA_PARITY("SchemaParity");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The type as it stands in the status. */
  public String text() {
    return text;
  }
}
