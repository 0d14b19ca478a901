package dev.memdb.migration;

import dev.memdb.sql.Statement;
import java.util.List;

/** The checks beside a migration. */
public record Verification(String fileName, List<Statement> queries, boolean insideTransaction) {}
