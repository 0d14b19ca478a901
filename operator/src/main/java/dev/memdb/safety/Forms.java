package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;

/** What each statement of SQL does, by the name of its node. */
final class Forms {
  private Forms() {}

  /** Says what a statement does, and leaves the schema as it is after it. */
  static void play(Scene scene) {
    JsonNode node = scene.statement.node();
    switch (scene.statement.kind()) {
      case "CreateStmt" -> TableForms.create(scene);
      case "CreateForeignTableStmt" -> TableForms.createForeign(scene);
      case "CreateTableAsStmt" -> TableForms.createAs(scene);
      case "TruncateStmt" -> WholeTableForms.truncate(scene);
      case "LockStmt" -> WholeTableForms.lock(scene);
      case "RefreshMatViewStmt" -> WholeTableForms.refresh(scene);
      case "AlterTableStmt" -> AlterTable.play(scene);
      case "IndexStmt" -> IndexForms.create(scene);
      case "ReindexStmt" -> IndexForms.reindex(scene);
      case "ClusterStmt" -> IndexForms.cluster(scene);
      case "VacuumStmt" -> IndexForms.vacuum(scene);
      case "DropStmt" -> DropForms.play(scene);
      case "RenameStmt" -> RenameForms.play(scene);
      case "AlterObjectSchemaStmt" -> RenameForms.move(scene);
      case "ViewStmt" -> ObjectForms.view(scene);
      case "CreateTrigStmt" -> ObjectForms.trigger(scene);
      case "CreatePolicyStmt", "AlterPolicyStmt" ->
          scene.locks(scene.schema.table(node.path("table")), LockMode.ACCESS_EXCLUSIVE);
      case "RuleStmt" ->
          scene.locks(scene.schema.table(node.path("relation")), LockMode.ACCESS_EXCLUSIVE);
      case "CommentStmt", "SecLabelStmt" -> ObjectForms.comment(scene);
      case "CreateStatsStmt" -> ObjectForms.statistics(scene);
      case "CreatePublicationStmt", "AlterPublicationStmt" -> ObjectForms.publication(scene);
      case "AlterSeqStmt" -> ObjectForms.sequence(scene);
      case "CreateSeqStmt" ->
          scene.creates(scene.schema.newName(node.path("sequence"))).kind = Table.Kind.SEQUENCE;
      case "VariableSetStmt" -> ObjectForms.set(scene);
      case "CreateDomainStmt", "CreateEnumStmt", "CompositeTypeStmt", "CreateRangeStmt" ->
          TypeForms.create(scene);
      case "AlterDomainStmt" -> TypeForms.alterDomain(scene);
      case "AlterEnumStmt" -> TypeForms.alterEnum(scene);
      case "CreateFunctionStmt" -> ObjectForms.function(scene);
      case "AlterFunctionStmt" -> ObjectForms.alterFunction(scene);
      case "CreateSchemaStmt" -> ObjectForms.schema(scene);
      case "AlterTableMoveAllStmt" ->
          scene.says("set-tablespace", "ALL IN TABLESPACE copies each of them.", null);
      case "DropdbStmt" ->
          scene.says("ban-drop-database", "DROP DATABASE loses all that is in it.", null);
      case "DoStmt" -> Calls.block(scene);
      case "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CallStmt" ->
          rows(scene);
      case "CopyStmt" -> RowForms.copy(scene);
      case "ExplainStmt" -> {
        if (LockLevels.isOn(node.path("options"), "analyze")) {
          RowForms.play(scene);
        }
      }
      default -> {}
    }
  }

  private static void rows(Scene scene) {
    JsonNode into = scene.statement.node().path("intoClause");
    RowForms.play(scene);
    if (into.has("rel") && scene.depth == 0) {
      Table table = TableForms.createUnknown(scene, into.path("rel"));
      Filling.create(scene, scene.statement.tree(), into, table);
    }
  }
}
