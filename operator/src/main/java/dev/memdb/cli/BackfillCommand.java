package dev.memdb.cli;

import dev.memdb.apply.PodWorker;
import dev.memdb.backfill.WorkerExit;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.Connections;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code memdb backfill}: one worker, as it runs in a pod; for a person with a progress bar. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Fills the rows of a backfill that the operator has begun, beside other workers.",
      "Stop it at any moment: it loses nothing, and another one goes on."
    },
    footer = {
      "",
      "Without --connection the database is that of PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD,",
      "PGSSLMODE and PGSSLROOTCERT, as for psql.",
      "Exit codes: 0 all is filled that can be, 2 unusable arguments, 3 another try cannot help,",
      "143 stopped."
    })
public final class BackfillCommand implements Callable<Integer> {
  /** A batch lasts milliseconds, and then the worker's segment is freed. */
  private static final long ENDS_WITHIN_SECONDS = 10;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "VERSION", description = "The backfill's version, for example 6.")
  private String version;

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--name",
      description = "What the session is called in pg_stat_activity.",
      defaultValue = "by-hand")
  private String name;

  @Override
  public Integer call() {
    PodWorker.Login login = connection.login();
    boolean loopback = Boolean.parseBoolean(System.getenv("MEMDB_ALLOW_LOOPBACK"));
    PrintWriter out = command.commandLine().getOut();
    ProgressLine line = ProgressLine.on(out);
    PodWorker worker =
        new PodWorker(
            new Connections(new AddressPolicy(loopback || connection.ofThisMachine())),
            login,
            version,
            name,
            line);
    endWith(Thread.currentThread());
    PodWorker.End end = worker.work();
    line.end();
    if (end instanceof PodWorker.End.Hopeless hopeless) {
      TerminationMessage.write(hopeless.why());
      command.commandLine().getErr().println("memdb backfill: " + hopeless.why());
      return WorkerExit.HOPELESS;
    }
    if (end instanceof PodWorker.End.Stopped) {
      return WorkerExit.STOPPED;
    }
    out.println("version " + version + ": everything is filled that can be");
    return WorkerExit.FILLED;
  }

  /** SIGTERM ends the work between two batches. */
  private static void endWith(Thread work) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  work.interrupt();
                  try {
                    TimeUnit.SECONDS.timedJoin(work, ENDS_WITHIN_SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "shutdown"));
  }
}
