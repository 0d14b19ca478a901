package dev.memdb.app;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code memdb operator}: runs until it is told to stop. */
@Command(
    name = "operator",
    description = "Runs the operator. Settings come from the environment: docs/settings.md.",
    mixinStandardHelpOptions = true)
final class OperatorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorCommand.class);

  @Override
  public Integer call() throws InterruptedException {
    Settings settings;
    try {
      settings = Settings.of(System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
      return 2;
    }
    OperatorApplication application = OperatorApplication.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(application::stop, "shutdown"));
    application.awaitEnd();
    return 0;
  }
}
