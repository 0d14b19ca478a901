package dev.memdb.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Everything that this JVM logs from now on, with the stack traces; our own words down to DEBUG.
 */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final Logger OURS = (Logger) LoggerFactory.getLogger("dev.memdb");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Begins to capture. */
  public static CapturedLog begin() {
    CapturedLog log = new CapturedLog();
    log.setContext(ROOT.getLoggerContext());
    log.start();
    OURS.setLevel(Level.DEBUG);
    ROOT.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String trace =
        event.getThrowableProxy() == null
            ? ""
            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    lines.add(event.getLevel() + " " + event.getFormattedMessage() + trace);
  }

  /** One entry per event, oldest first. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
    OURS.setLevel(null);
  }
}
