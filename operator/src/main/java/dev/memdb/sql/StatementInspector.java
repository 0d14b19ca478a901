package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of each statement what it would do to its transaction and session. Statements are to be
 * shown in the order in which they run: a procedure that commits is remembered, so that a later
 * CALL of it is known for what it is. For one thread.
 */
public final class StatementInspector {
  private final Set<String> committingProcedures = new HashSet<>();

  /** Inspects the next statement. */
  public Inspection inspect(Statement statement) {
    var objections = new ArrayList<Objection>();
    Dangers.in(statement).forEach(m -> objections.add(new Objection(statement.line(), m)));
    String outside =
        switch (statement.kind()) {
          case "DoStmt" -> inspectBlock(statement, objections);
          case "CallStmt" -> commits(statement) ? "CALL of a procedure that commits" : null;
          default -> OutsideTransaction.name(statement).orElse(null);
        };
    if (statement.kind().equals("CreateFunctionStmt")) {
      remember(statement);
    }
    return new Inspection(outside, List.copyOf(objections));
  }

  private String inspectBlock(Statement block, List<Objection> objections) {
    Optional<PlpgsqlBody> body = PlpgsqlBody.of(block);
    if (body.isEmpty()) {
      return null;
    }
    boolean commits = body.get().endsTransaction();
    for (Statement inner : body.get().statements()) {
      for (String danger : Dangers.in(inner)) {
        objections.add(new Objection(inner.line(), danger));
      }
      OutsideTransaction.name(inner)
          .ifPresent(name -> objections.add(new Objection(inner.line(), notInABlock(name))));
      commits |= commits(inner);
    }
    return commits ? "a DO block that commits" : null;
  }

  private static String notInABlock(String name) {
    return name + " cannot run in a DO block. Give it a file of its own, outside of the block.";
  }

  private boolean commits(Statement statement) {
    JsonNode called = statement.node().path("funccall").path("funcname");
    return committingProcedures.contains(Trees.lastName(called));
  }

  private void remember(Statement create) {
    JsonNode node = create.node();
    if (!node.path("is_procedure").asBoolean()) {
      return;
    }
    String name = Trees.lastName(node.path("funcname"));
    boolean commits = PlpgsqlBody.of(create).map(PlpgsqlBody::endsTransaction).orElse(false);
    if (commits) {
      committingProcedures.add(name);
    } else if (node.path("replace").asBoolean()) {
      committingProcedures.remove(name);
    }
  }
}
