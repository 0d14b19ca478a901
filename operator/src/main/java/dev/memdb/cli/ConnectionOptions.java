package dev.memdb.cli;

import dev.memdb.apply.PodWorker;
import dev.memdb.observe.ConnectionDataException;
import dev.memdb.observe.MountedConnection;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How a subcommand finds its database. A password is never an argument: those are for all to see.
 */
public final class ConnectionOptions {
  private static final List<String> SSLMODES =
      List.of("disable", "require", "verify-ca", "verify-full");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--connection",
      paramLabel = "DIR",
      description =
          "A folder with the files host, port, dbname, username and password: a mounted Secret.")
  private Path folder;

  @Option(
      names = "--namespace",
      description = "Of the Secret; completes a host without a dot.",
      defaultValue = "default")
  private String namespace;

  @Option(
      names = "--tls",
      paramLabel = "MODE",
      description = "disable, require, verify-ca or verify-full.")
  private String sslmode;

  @Option(names = "--ca", paramLabel = "FILE", description = "The certificate of the CA, as PEM.")
  private Path ca;

  /** Where the database is, by the options or the environment. */
  public PodWorker.Login login() {
    if (sslmode != null && !SSLMODES.contains(sslmode)) {
      throw unusable("--tls is none of " + String.join(", ", SSLMODES));
    }
    if (folder != null) {
      MountedConnection mounted =
          new MountedConnection(
              folder, namespace, Optional.ofNullable(sslmode), Optional.ofNullable(ca));
      return () -> read(mounted);
    }
    Endpoint endpoint = ofEnvironment(System.getenv());
    return () -> endpoint;
  }

  /** A person at the keyboard may work on their own machine; a pod may not reach its node. */
  public boolean ofThisMachine() {
    return folder == null;
  }

  private static Endpoint read(MountedConnection mounted) throws ConnectException {
    try {
      return mounted.read();
    } catch (ConnectionDataException e) {
      throw ConnectException.refused(e.reason(), e.getMessage());
    }
  }

  private Endpoint ofEnvironment(Map<String, String> environment) {
    for (String needed : List.of("PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD")) {
      if (!environment.containsKey(needed)) {
        throw unusable("neither --connection nor " + needed + " says where the database is");
      }
    }
    String port = environment.getOrDefault("PGPORT", "5432");
    if (!port.matches("[0-9]{1,5}")) {
      throw unusable("PGPORT is no number");
    }
    String file = ca != null ? ca.toString() : environment.get("PGSSLROOTCERT");
    String mode = sslmode != null ? sslmode : environment.get("PGSSLMODE");
    return new Endpoint(
        environment.get("PGHOST"),
        Integer.parseInt(port),
        environment.get("PGDATABASE"),
        environment.get("PGUSER"),
        environment.get("PGPASSWORD"),
        new Tls(
            mode != null ? mode : file != null ? "verify-full" : "require",
            file == null ? null : certificate(Path.of(file))));
  }

  private String certificate(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unusable(file + " cannot be read");
    }
  }

  private ParameterException unusable(String why) {
    return new ParameterException(command.commandLine(), why);
  }
}
