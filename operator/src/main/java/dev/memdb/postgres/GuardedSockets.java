package dev.memdb.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/**
 * Sockets that ask the {@link AddressPolicy} about the very address they connect to: a check before
 * that could be outwitted by a name that resolves differently a moment later.
 */
public final class GuardedSockets extends SocketFactory {
  private final AddressPolicy policy;

  /** Called by pgjdbc with the value of its property {@code socketFactoryArg}. */
  public GuardedSockets(String allowLoopback) {
    this.policy = new AddressPolicy(Boolean.parseBoolean(allowLoopback));
  }

  /** An address that the policy does not allow. */
  static final class AddressRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    AddressRefusedException() {
      super("this address is not allowed");
    }
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress to, int timeout) throws IOException {
        if (to instanceof InetSocketAddress address) {
          if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
          }
          if (!policy.allows(address.getAddress())) {
            throw new AddressRefusedException();
          }
        }
        super.connect(to, timeout);
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    Socket socket = createSocket();
    socket.bind(new InetSocketAddress(local, localPort));
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }
}
