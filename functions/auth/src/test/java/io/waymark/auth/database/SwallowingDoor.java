package io.waymark.auth.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A port in front of a server whose network loses everything when told to: connections stand, and
/// nothing comes through them any more.
final class SwallowingDoor implements AutoCloseable {
  private final ServerSocket door;
  private final int server;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private volatile boolean swallows;

  /// @param server its port on this machine
  SwallowingDoor(int server) throws IOException {
    this.server = server;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(this::open);
  }

  int port() {
    return door.getLocalPort();
  }

  /// How many connected so far.
  int callers() {
    return pairs.size();
  }

  /// Lets nothing through, on what is open and on what comes.
  void swallow() {
    swallows = true;
    pairs.forEach(pair -> pair.swallows = true);
  }

  /// Lets those through that come from now on; what was cut off stays so.
  void pass() {
    swallows = false;
  }

  private void open() {
    try {
      while (true) {
        Socket caller = door.accept();
        Pair pair = new Pair();
        pair.swallows = swallows;
        pairs.add(pair);
        Socket inside = new Socket(InetAddress.getLoopbackAddress(), server);
        pair.lead(caller, inside);
        pair.lead(inside, caller);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  /// A caller's connection and the one to the server.
  private static final class Pair {
    private volatile boolean swallows;

    void lead(Socket from, Socket to) {
      Thread _ =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (from;
                        to;
                        InputStream in = from.getInputStream();
                        OutputStream out = to.getOutputStream()) {
                      lead(in, out);
                    } catch (IOException hungUp) {
                      // Either side may, at any time.
                    }
                  });
    }

    private void lead(InputStream in, OutputStream out) throws IOException {
      byte[] piece = new byte[8192];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (!swallows) {
          out.write(piece, 0, read);
        }
      }
    }
  }
}
