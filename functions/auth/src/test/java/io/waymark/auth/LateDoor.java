package io.waymark.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A port in front of a server that comes back from a pause: it hangs up on the first callers, and
/// leads all others through.
final class LateDoor implements AutoCloseable {
  private final ServerSocket door;
  private final int server;
  private final int early;
  private final AtomicInteger callers = new AtomicInteger();

  /// @param server its port on this machine
  /// @param early how many callers come before it is back
  LateDoor(int server, int early) throws IOException {
    this.server = server;
    this.early = early;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::open);
  }

  int port() {
    return door.getLocalPort();
  }

  int callers() {
    return callers.get();
  }

  private void open() {
    try {
      while (true) {
        Socket caller = door.accept();
        if (callers.incrementAndGet() <= early) {
          caller.close();
        } else {
          Socket inside = new Socket(InetAddress.getLoopbackAddress(), server);
          lead(caller, inside);
          lead(inside, caller);
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void lead(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (from;
                  to;
                  InputStream in = from.getInputStream();
                  OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
              } catch (IOException hungUp) {
                // Either side may, at any time.
              }
            });
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
