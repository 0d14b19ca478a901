package dev.memdb.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy in front of PostgreSQL that counts round trips: each time the client speaks after the
 * server has answered. Plain text only, on loopback.
 */
final class TripCounter implements AutoCloseable {
  /** Documentation, section 54.7: the code of SSLRequest. */
  private static final int TLS_REQUEST = 80_877_103;

  private final ServerSocket listener;
  private final int target;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger login = new AtomicInteger();
  private final AtomicInteger trips = new AtomicInteger();

  TripCounter(int target) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    thread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Connections that were opened. */
  int connections() {
    return connections.get();
  }

  /** Round trips until the server was ready for a query, over all connections. */
  int loginTrips() {
    return login.get();
  }

  /** Round trips after that. */
  int trips() {
    return trips.get();
  }

  void reset() {
    connections.set(0);
    login.set(0);
    trips.set(0);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        connections.incrementAndGet();
        Conversation conversation = new Conversation();
        thread(() -> conversation.toServer(client, server));
        thread(() -> conversation.toClient(server, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "trips");
    thread.setDaemon(true);
    thread.start();
  }

  private final class Conversation {
    private boolean answered = true;
    private boolean ready;
    private boolean asksForTls;

    private synchronized void clientSpoke(byte[] message, int length) {
      boolean goodbye = ready && message[0] == 'X' && length == 5;
      asksForTls = !ready && length == 8 && ByteBuffer.wrap(message).getInt(4) == TLS_REQUEST;
      if (answered && !goodbye) {
        (ready ? trips : login).incrementAndGet();
      }
      answered = false;
    }

    /** That answer is one byte, the only message without a length. */
    private synchronized boolean answersTlsRequest() {
      return asksForTls;
    }

    private synchronized void serverSpoke(boolean isReady) {
      answered = true;
      asksForTls = false;
      ready |= isReady;
    }

    void toServer(Socket from, Socket to) {
      byte[] buffer = new byte[65_536];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
          clientSpoke(buffer, n);
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // one side has closed
      }
    }

    /** Message by message: ReadyForQuery ('Z') ends the login. */
    void toClient(Socket from, Socket to) {
      try (DataInputStream in = new DataInputStream(from.getInputStream());
          OutputStream out = to.getOutputStream()) {
        while (true) {
          byte type = in.readByte();
          if (answersTlsRequest()) {
            serverSpoke(false);
            out.write(type);
            continue;
          }
          int length = in.readInt();
          byte[] message = new byte[length + 1];
          message[0] = type;
          message[1] = (byte) (length >>> 24);
          message[2] = (byte) (length >>> 16);
          message[3] = (byte) (length >>> 8);
          message[4] = (byte) length;
          in.readFully(message, 5, length - 4);
          serverSpoke(type == 'Z');
          out.write(message);
        }
      } catch (IOException e) {
        // one side has closed
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
