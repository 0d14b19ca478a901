package dev.memdb.migration;

import dev.memdb.sql.Statement;
import java.util.List;

/** One file of a migration set. */
public record Migration(
    Version version,
    String description,
    String fileName,
    String sql,
    boolean transactional,
    List<Statement> statements,
    Verification verification,
    String sha256,
    int checksum) {}
