package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/** Every documented cause of a state, with what it means for the resource as a whole. */
public enum Reason {
  /** At the target version with the expected schema. */
  @JsonProperty("UpToDate")
  UP_TO_DATE("UpToDate", Severity.READY),
  /** The database has more versions than the target asks for, and knows them all. */
  @JsonProperty("AheadOfTarget")
  AHEAD_OF_TARGET("AheadOfTarget", Severity.READY),
  /** Condition SourceReady: the set was read and is in order. */
  @JsonProperty("Resolved")
  RESOLVED("Resolved", Severity.READY),
  /** Condition DriftFree: every schema is as the migrations made it. */
  @JsonProperty("NoDrift")
  NO_DRIFT("NoDrift", Severity.READY),
  /** Condition SchemaParity: the environments' catalogs are equal. */
  @JsonProperty("SchemasEqual")
  SCHEMAS_EQUAL("SchemasEqual", Severity.READY),

  /** Nobody has looked yet. */
  @JsonProperty("Checking")
  CHECKING("Checking", Severity.RECONCILING),
  @JsonProperty("Migrating")
  MIGRATING("Migrating", Severity.RECONCILING),
  /** An environment that goes first is not there yet. */
  @JsonProperty("AwaitingPromotion")
  AWAITING_PROMOTION("AwaitingPromotion", Severity.RECONCILING),
  /** Rows are being filled; the application goes on meanwhile. */
  @JsonProperty("BackfillRunning")
  BACKFILL_RUNNING("BackfillRunning", Severity.RECONCILING),
  /** Mode Observe, and whoever migrates this database has not reached the target. */
  @JsonProperty("AwaitingOwner")
  AWAITING_OWNER("AwaitingOwner", Severity.RECONCILING),
  /** A ConfigMap of the set is not there. */
  @JsonProperty("AwaitingSource")
  AWAITING_SOURCE("AwaitingSource", Severity.RECONCILING),
  /** Another session migrates the same database. */
  @JsonProperty("WriterBusy")
  WRITER_BUSY("WriterBusy", Severity.RECONCILING),
  /** A statement waited for its lock as long as it may; it is tried again. */
  @JsonProperty("LockTimeoutRetrying")
  LOCK_TIMEOUT_RETRYING("LockTimeoutRetrying", Severity.RECONCILING),
  /** A failure that passes by itself: deadlock, lost connection, no resources. */
  @JsonProperty("TransientFailureRetrying")
  TRANSIENT_FAILURE_RETRYING("TransientFailureRetrying", Severity.RECONCILING),
  @JsonProperty("Unreachable")
  UNREACHABLE("Unreachable", Severity.RECONCILING),
  /** The server is a standby or read-only. */
  @JsonProperty("NotPrimary")
  NOT_PRIMARY("NotPrimary", Severity.RECONCILING),
  /** Something unexpected; it is tried again. */
  @JsonProperty("InternalError")
  INTERNAL_ERROR("InternalError", Severity.RECONCILING),

  @JsonProperty("Suspended")
  SUSPENDED("Suspended", Severity.SUSPENDED),
  @JsonProperty("Held")
  HELD("Held", Severity.SUSPENDED),

  @JsonProperty("InvalidSpec")
  INVALID_SPEC("InvalidSpec", Severity.STALLED),
  /** A pending version would block or break an application. */
  @JsonProperty("UnsafeMigration")
  UNSAFE_MIGRATION("UnsafeMigration", Severity.STALLED),
  @JsonProperty("InvalidMigrationSet")
  INVALID_MIGRATION_SET("InvalidMigrationSet", Severity.STALLED),
  @JsonProperty("TargetVersionNotFound")
  TARGET_VERSION_NOT_FOUND("TargetVersionNotFound", Severity.STALLED),
  @JsonProperty("SecretNotFound")
  SECRET_NOT_FOUND("SecretNotFound", Severity.STALLED),
  /** A key is missing from the Secret, or its value is not usable. */
  @JsonProperty("SecretInvalid")
  SECRET_INVALID("SecretInvalid", Severity.STALLED),
  /** The operator's settings do not allow this address. */
  @JsonProperty("AddressRefused")
  ADDRESS_REFUSED("AddressRefused", Severity.STALLED),
  @JsonProperty("AuthenticationFailed")
  AUTHENTICATION_FAILED("AuthenticationFailed", Severity.STALLED),
  @JsonProperty("DatabaseNotFound")
  DATABASE_NOT_FOUND("DatabaseNotFound", Severity.STALLED),
  @JsonProperty("TlsFailed")
  TLS_FAILED("TlsFailed", Severity.STALLED),
  /** There is a connection pooler between the operator and PostgreSQL. */
  @JsonProperty("PoolerRefused")
  POOLER_REFUSED("PoolerRefused", Severity.STALLED),
  @JsonProperty("ServerTooOld")
  SERVER_TOO_OLD("ServerTooOld", Severity.STALLED),
  @JsonProperty("PermissionDenied")
  PERMISSION_DENIED("PermissionDenied", Severity.STALLED),
  /** Installing schema memdb would stop the subscribers of a publication. */
  @JsonProperty("PublicationInTheWay")
  PUBLICATION_IN_THE_WAY("PublicationInTheWay", Severity.STALLED),
  @JsonProperty("LedgerNewerThanOperator")
  LEDGER_NEWER_THAN_OPERATOR("LedgerNewerThanOperator", Severity.STALLED),
  /** One physical database behind two environments, or Secrets that are swapped. */
  @JsonProperty("EnvironmentMismatch")
  ENVIRONMENT_MISMATCH("EnvironmentMismatch", Severity.STALLED),
  /** Another resource owns the database, and it cannot be asked. */
  @JsonProperty("ClaimedElsewhere")
  CLAIMED_ELSEWHERE("ClaimedElsewhere", Severity.STALLED),
  @JsonProperty("DirtyHistory")
  DIRTY_HISTORY("DirtyHistory", Severity.STALLED),
  @JsonProperty("ChecksumMismatch")
  CHECKSUM_MISMATCH("ChecksumMismatch", Severity.STALLED),
  @JsonProperty("HistoryGap")
  HISTORY_GAP("HistoryGap", Severity.STALLED),
  @JsonProperty("UnknownVersion")
  UNKNOWN_VERSION("UnknownVersion", Severity.STALLED),
  @JsonProperty("MigrationFailed")
  MIGRATION_FAILED("MigrationFailed", Severity.STALLED),
  /** A row of a {@code .verify.sql} was not true. */
  @JsonProperty("VerifyFailed")
  VERIFY_FAILED("VerifyFailed", Severity.STALLED),
  /** Rows that a backfill could not fill. */
  @JsonProperty("BackfillIncomplete")
  BACKFILL_INCOMPLETE("BackfillIncomplete", Severity.STALLED),
  /** A backfill's workers failed: their Job was given up. */
  @JsonProperty("BackfillFailed")
  BACKFILL_FAILED("BackfillFailed", Severity.STALLED),
  @JsonProperty("DriftDetected")
  DRIFT_DETECTED("DriftDetected", Severity.STALLED),
  @JsonProperty("ParityMismatch")
  PARITY_MISMATCH("ParityMismatch", Severity.STALLED);

  private final String text;
  private final Severity severity;

  Reason(String text, Severity severity) {
    this.text = text;
    this.severity = severity;
  }

  /** The reason with that text; empty for one that this version of the operator does not know. */
  public static Optional<Reason> of(String text) {
    return Arrays.stream(values()).filter(reason -> reason.text.equals(text)).findFirst();
  }

  /** The reason as it stands in conditions, events and the documentation. */
  public String text() {
    return text;
  }

  /** What it means for the resource as a whole. */
  public Severity severity() {
    return severity;
  }
}
