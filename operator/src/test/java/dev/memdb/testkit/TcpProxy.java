package dev.memdb.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Stands between a client and a server, so that a test can cut their connection at an exact moment,
 * silence it, or count its round trips.
 */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger roundTrips = new AtomicInteger();
  private final Phaser actions = new Phaser(1);
  private volatile boolean silent;
  private volatile Trap trap;

  private TcpProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** A proxy in front of a database's server. */
  public static TcpProxy to(TestDatabase database) {
    try {
      return new TcpProxy(database.host(), database.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients connect to, on the loopback address. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection: both ends see it at once. */
  public void cut() {
    links.forEach(Link::cut);
  }

  /** From now on nothing is forwarded and nothing is closed, as when a cable is pulled. */
  public void silence() {
    silent = true;
  }

  /**
   * Cuts a connection when its client sends a text for the first time from now on. One trap is set
   * at a time.
   *
   * @param delivered true: the server still receives it and works on it, only its answer is lost;
   *     false: the server never sees it
   */
  public void cutAt(String text, boolean delivered) {
    trap =
        new Trap(
            (trip, message) -> message.contains(text),
            delivered,
            true,
            link -> link.end(delivered));
  }

  /**
   * The same at a round trip, counted from the first.
   *
   * @param delivered as for {@link #cutAt}
   */
  public void cutAtTrip(int number, boolean delivered) {
    trap =
        new Trap((trip, message) -> trip == number, delivered, true, link -> link.end(delivered));
  }

  /**
   * Does something at a round trip, counted from the first; then goes on.
   *
   * @param delivered true: while the server works on the message; false: before it gets it
   */
  public void atTrip(int number, boolean delivered, Runnable action) {
    trap = new Trap((trip, message) -> trip == number, delivered, false, link -> action.run());
  }

  /** How often a client has sent something after it had received something. */
  public int roundTrips() {
    return roundTrips.get();
  }

  /** Returns once a trap's action has ended: what it does must not reach whoever comes next. */
  @Override
  public void close() {
    closeQuietly(listener);
    disarm();
    cut();
    actions.arriveAndAwaitAdvance();
  }

  private synchronized void disarm() {
    trap = null;
  }

  private synchronized Optional<Trap> sprung(int trip, String message) {
    Trap armed = trap;
    if (armed == null || !armed.condition().holds(trip, message)) {
      return Optional.empty();
    }
    trap = null;
    actions.register();
    return Optional.of(armed);
  }

  private interface Condition {
    boolean holds(int trip, String message);
  }

  private record Trap(
      Condition condition, boolean delivered, boolean answerIsLost, Consumer<Link> action) {}

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Link link = new Link(listener.accept(), new Socket(host, port));
        links.add(link);
        daemon(link::toServer);
        daemon(link::toClient);
      } catch (IOException e) {
        // closed, or the server is down: the client sees its connection end
      }
    }
  }

  /** One client's connection. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean answered = true;
    private volatile boolean mute;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void toServer() {
      byte[] buffer = new byte[65_536];
      try {
        for (int n = read(client, buffer); n >= 0; n = read(client, buffer)) {
          int trip = answered ? roundTrips.incrementAndGet() : 0;
          answered = false;
          String message = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
          Optional<Trap> sprung = sprung(trip, message);
          if (sprung.isPresent()) {
            spring(sprung.get(), buffer, n);
          } else {
            forward(buffer, n);
          }
        }
      } catch (IOException e) {
        // cut
      }
      ended();
    }

    private void spring(Trap trap, byte[] buffer, int length) throws IOException {
      try {
        if (!trap.delivered()) {
          trap.action().accept(this);
        }
        mute = trap.answerIsLost(); // or a quick server's answer would overtake the end
        forward(buffer, length);
        if (trap.delivered()) {
          trap.action().accept(this);
        }
      } finally {
        actions.arriveAndDeregister();
      }
    }

    private void forward(byte[] buffer, int length) throws IOException {
      if (!silent) {
        server.getOutputStream().write(buffer, 0, length);
      }
    }

    void toClient() {
      byte[] buffer = new byte[65_536];
      try {
        for (int n = read(server, buffer); n >= 0; n = read(server, buffer)) {
          answered = true;
          if (!silent && !mute) {
            client.getOutputStream().write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // cut
      }
      ended();
    }

    private void ended() {
      if (!silent) {
        closeQuietly(client);
        closeQuietly(server);
        links.remove(this);
      }
    }

    /** Ends it for the client; for the server only once it has read everything. */
    void end(boolean delivered) {
      if (delivered) {
        try {
          server.shutdownOutput(); // a reset could overtake what was sent
        } catch (IOException e) {
          // closed already
        }
        reset(client);
      } else {
        cut();
      }
    }

    void cut() {
      reset(client);
      reset(server);
      links.remove(this);
    }
  }

  private static int read(Socket socket, byte[] buffer) throws IOException {
    InputStream in = socket.getInputStream();
    return in.read(buffer);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // closed already
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // closed already
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
