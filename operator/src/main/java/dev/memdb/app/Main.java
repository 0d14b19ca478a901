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
    versionProvider = Main.Version.class,
    subcommands = {
      OperatorCommand.class,
      BackfillCommand.class,
      NewCommand.class,
      LintCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("lint")) {
      LintCommand.prepare();
    }
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
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
