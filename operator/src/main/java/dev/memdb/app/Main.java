package dev.memdb.app;

import dev.memdb.cli.BackfillCommand;
import dev.memdb.cli.NewCommand;
import dev.memdb.cli.lint.LintCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the executable jar: picks the subcommand. */
@Command(
    name = "memdb",
    description = "Brings every environment's Postgres to one proven schema version.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    boolean lint = args.length > 0 && args[0].equals("lint");
    if (lint) {
      LintCommand.prepare();
    }
    CommandLine memdb = new CommandLine(new Main());
    if (!lint) { // each takes its time to be read, and CI waits for the linter
      memdb
          .addSubcommand(new OperatorCommand())
          .addSubcommand(new BackfillCommand())
          .addSubcommand(new NewCommand());
    }
    memdb.addSubcommand(new LintCommand());
    System.exit(memdb.setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"memdb " + (version == null ? "development" : version)};
    }
  }
}
