package dev.memdb.cli;

import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.migration.SetProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code memdb new backfill}: the files that bring columns from nothing to NOT NULL. */
@Command(
    name = "backfill",
    description = {
      "Writes the files of columns that are filled online: expand, fill, tighten, contract.",
      "No file is overwritten. docs/backfill.md says what each does."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the files are written",
      "1:they cannot be; none is left",
      "2:wrong arguments"
    })
final class NewBackfillCommand implements Callable<Integer> {
  @Option(
      names = "--table",
      required = true,
      paramLabel = "SCHEMA.TABLE",
      description = "The table, with its schema.")
  private String table;

  @Option(
      names = "--set",
      required = true,
      paramLabel = "COLUMN=EXPRESSION",
      description =
          "What a column gets, as SQL over the row's own columns. Functions that are not"
              + " PostgreSQL's own are written with their schema. May be given several times: the"
              + " columns are filled in one pass.")
  private List<String> sets;

  @Option(
      names = "--type",
      paramLabel = "[COLUMN=]TYPE",
      description =
          "The column's type. Left out: the column is there already. With several columns, one for"
              + " each.")
  private List<String> types = List.of();

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The version of the first file. Left out: the next after those in DIR.")
  private String version;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the files go, and where those before them are. Default: here.")
  private Path dir;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Map<String, String> files;
    BackfillCycle cycle;
    MigrationDirectory directory;
    try {
      directory = MigrationDirectory.read(dir);
      int first = version == null ? directory.next() : MigrationDirectory.whole(version);
      cycle = BackfillCycle.of(table, sets, types, first);
      files = cycle.files();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    } catch (IOException e) {
      err.println("memdb: " + dir + " cannot be read: " + e.getMessage());
      return 1;
    }
    String objection = objection(files);
    if (!objection.isEmpty()) {
      throw new ParameterException(spec.commandLine(), objection);
    }
    try {
      directory.write(files);
    } catch (IOException e) {
      err.println("memdb: " + e.getMessage());
      return 1;
    }
    spec.commandLine().getOut().print(cycle.advice(dir));
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** The operator's own reading of what would be written. */
  private static String objection(Map<String, String> files) {
    Map<String, byte[]> contents = new TreeMap<>();
    files.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new MigrationSetLoader().load("memdb new backfill", contents)
            instanceof LoadResult.Refused refused
        ? refused.problems().stream().map(SetProblem::describe).collect(Collectors.joining("\n"))
        : "";
  }
}
