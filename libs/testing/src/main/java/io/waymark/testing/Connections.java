package io.waymark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A port on this machine that stands for any service: it counts the connections to it and ends
/// each at once, without an answer.
public final class Connections implements AutoCloseable {
  private final ServerSocket port;
  private final AtomicInteger made = new AtomicInteger();

  private Connections(ServerSocket port) {
    this.port = port;
  }

  public static Connections counted() {
    try {
      Connections connections =
          new Connections(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread _ = Thread.ofVirtual().start(connections::accept);
      return connections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!port.isClosed()) {
      try (Socket accepted = port.accept()) {
        made.incrementAndGet();
        accepted.shutdownOutput();
      } catch (IOException closed) {
        return;
      }
    }
  }

  /// Where it is, for a client of `scheme`, like `http` or `jdbc:postgresql`.
  public String address(String scheme) {
    return scheme + "://127.0.0.1:" + port.getLocalPort() + "/";
  }

  /// How many there were; each is counted before it is ended.
  public int made() {
    return made.get();
  }

  @Override
  public void close() {
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
