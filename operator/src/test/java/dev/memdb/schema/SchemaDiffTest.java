package dev.memdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDiffTest {
  private static final CatalogObject TABLE = object("table", "memory.memories", "");
  private static final CatalogObject COLUMN =
      object("column", "memory.memories.importance", "\n type: smallint\n not null");

  @Test
  void equalSchemasHaveNoDifferences() {
    assertThat(differences(List.of(TABLE, COLUMN), List.of(COLUMN, TABLE))).isEmpty();
  }

  @Test
  void aChangedColumnSaysWhichAttributes() {
    assertThat(
            differences(
                List.of(COLUMN),
                List.of(object("column", COLUMN.identity(), "\n type: integer\n default: 1"))))
        .containsExactly(
            "changed column memory.memories.importance: default none → 1, no longer not null, type smallint → integer");
  }

  @Test
  void anExtraIndexSaysOnWhat() {
    CatalogObject index =
        object("index", "memory.hotfix", "\n on: memory.memories\n definition: USING btree (id)");

    assertThat(differences(List.of(TABLE), List.of(TABLE, index)))
        .containsExactly("extra index memory.hotfix on memories");
  }

  @Test
  void whatAMissingTableHoldsIsNotToldApart() {
    List<CatalogObject> whole =
        List.of(
            TABLE,
            COLUMN,
            object(
                "constraint", "memory.memories.memories_pkey", "\n definition: PRIMARY KEY (id)"),
            object("index", "memory.memories_pkey", "\n on: memory.memories"),
            object("sequence", "memory.memories_id_seq", "\n identity of: memory.memories.id"),
            object("policy", "memory.memories.own", ""),
            object("table", "memory.memories[*]", ""),
            object("column", "memory.memories[*].id", "\n type: integer"));

    assertThat(differences(whole, List.of())).containsExactly("missing table memory.memories");
  }

  @Test
  void theIndexOfAConstraintIsNotToldApart() {
    List<CatalogObject> both =
        List.of(
            object("constraint", "memory.memories.memories_uri_key", "\n definition: UNIQUE (uri)"),
            object("index", "memory.memories_uri_key", "\n on: memory.memories\n unique"));

    assertThat(differences(both, List.of()))
        .containsExactly("missing constraint memory.memories.memories_uri_key");
  }

  @Test
  void namesThatPostgresMadeUpDoNotBlockParity() {
    CatalogObject a = check("memories_check", "CHECK (a > 0)");
    CatalogObject b = check("memories_check1", "CHECK (b > 0)");
    CatalogObject swappedA = check("memories_check1", "CHECK (a > 0)");
    CatalogObject swappedB = check("memories_check", "CHECK (b > 0)");

    assertThat(SchemaDiff.between(of(a, b), of(swappedA, swappedB)))
        .hasSize(2)
        .noneMatch(Difference::blocksParity)
        .allMatch(d -> d.kind() == Difference.Kind.NAME_ONLY)
        .extracting(Difference::describe)
        .contains(
            "renamed constraint memory.memories.memories_check to memories_check1; PostgreSQL made up both names");
  }

  @Test
  void aNameThatSomebodyChoseBlocksParity() {
    assertThat(
            SchemaDiff.between(
                of(check("memories_check", "CHECK (a > 0)")),
                of(check("a_is_positive", "CHECK (a > 0)"))))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.describe())
                  .isEqualTo("renamed constraint memory.memories.memories_check to a_is_positive");
              assertThat(d.blocksParity()).isTrue();
            });
  }

  @Test
  void theWordingOfViewsCountsWithinOneMajorVersionOnly() {
    CatalogObject was = object("view", "memory.v", "\n options: a=1\n text: SELECT t.a\n   FROM t");
    CatalogObject is = object("view", "memory.v", "\n options: a=1\n text: SELECT a\n   FROM t");

    assertThat(SchemaDiff.between(of(was), of(is)))
        .extracting(Difference::describe)
        .containsExactly("changed view memory.v: text in line 1 SELECT t.a → SELECT a");
    assertThat(SchemaDiff.between(of(was), new SchemaSnapshot(14, List.of(is)))).isEmpty();
  }

  @Test
  void aLongFunctionShowsTheLineThatDiffers() {
    String head = "\n definition: CREATE FUNCTION f()\n   LANGUAGE sql\n  AS $$\n";
    assertThat(
            differences(
                List.of(object("function", "memory.f()", head + "    SELECT 1\n  $$")),
                List.of(object("function", "memory.f()", head + "    SELECT 2\n  $$"))))
        .containsExactly("changed function memory.f(): definition in line 4 SELECT 1 → SELECT 2");
  }

  @Test
  void aLongLineIsCutAroundWhatDiffers() {
    String start = "CHECK (status IN ('pending', 'active', 'superseded', 'archived', ";
    assertThat(
            differences(
                List.of(check("c", start + "'expired', 'deleted'))")),
                List.of(check("c", start + "'deleted'))"))))
        .containsExactly(
            "changed constraint memory.memories.c: definition …'archived', 'expired', 'deleted')) → …'archived', 'deleted'))");
  }

  @Test
  void partitionsThatAreNotAlikeSayInWhat() {
    CatalogObject alike = object("table", "memory.usage[*]", "\n indexes: 2");
    CatalogObject mixed =
        object(
            "table", "memory.usage[*]", "\n indexes: 2\n or\n indexes: 2\n options: fillfactor=30");

    assertThat(differences(List.of(alike), List.of(mixed)))
        .containsExactly(
            "changed table memory.usage[*]: partitions are not alike, options none → fillfactor=30");
    assertThat(differences(List.of(mixed), List.of(alike)))
        .containsExactly(
            "changed table memory.usage[*]: partitions were not alike, options none → fillfactor=30");
  }

  @Test
  void theTextCanBeReadBack() {
    SchemaSnapshot snapshot =
        of(TABLE, COLUMN, object("function", "memory.f()", "\n text: a\n  \n    b"));

    assertThat(SchemaSnapshot.decode(snapshot.encode())).isEqualTo(snapshot);
    assertThat(snapshot.encode())
        .isEqualTo(
            """
            18
            column: memory.memories.importance
             type: smallint
             not null
            function: memory.f()
             text: a
             \s
                b
            table: memory.memories""");
  }

  private static CatalogObject check(String name, String definition) {
    return object("constraint", "memory.memories." + name, "\n definition: " + definition);
  }

  private static CatalogObject object(String kind, String identity, String definition) {
    return new CatalogObject(kind, identity, definition);
  }

  private static SchemaSnapshot of(CatalogObject... objects) {
    return new SchemaSnapshot(18, Arrays.asList(objects));
  }

  private static List<String> differences(
      List<CatalogObject> expected, List<CatalogObject> actual) {
    return SchemaDiff.between(new SchemaSnapshot(18, expected), new SchemaSnapshot(18, actual))
        .stream()
        .map(Difference::describe)
        .toList();
  }
}
