package io.waymark.cli.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// So many callers of a service, each with a connection that stays, who send the next request once
/// they have the answer to the one before. Sockets and not a client library, since who asks shares
/// the processors with who answers.
final class Callers {
  private static final double MILLIS = 1e6;
  private static final double SECONDS = 1e9;
  private static final int LEAST_CALLS = 2;
  private static final int LONGEST_MILLIS = 60_000;
  private static final int LONGEST_HEAD = 16_384;
  private static final byte[] ITEM = "\"item_id\"".getBytes(StandardCharsets.US_ASCII);

  private final URI service;
  private final String key;
  private final int connections;
  private final AtomicInteger asked = new AtomicInteger();

  /// @param key of the API
  Callers(URI service, String key, int connections) {
    this.service = service;
    this.key = key;
    this.connections = connections;
  }

  /// What a while of asking came to; times are milliseconds of a request, from its first byte to
  /// its answer's last.
  record Answered(double perSecond, double p50, double p99) {}

  /// Asks for a while, each caller at least twice.
  ///
  /// @param bodies of `POST /recommend`, by the number of the request
  /// @throws IOException where one answer is no 200 with a list that has items
  Answered ask(IntFunction<String> bodies, Duration atLeast) throws IOException {
    List<FutureTask<long[]>> callers = new ArrayList<>();
    long begin = System.nanoTime();
    for (int caller = 0; caller < connections; caller++) {
      FutureTask<long[]> calls = new FutureTask<>(() -> calls(bodies, begin + atLeast.toNanos()));
      callers.add(calls);
      Thread.ofPlatform().name("caller-" + caller).start(calls);
    }
    List<long[]> nanos = new ArrayList<>();
    for (FutureTask<long[]> each : callers) {
      try {
        nanos.add(each.get());
      } catch (ExecutionException failed) {
        throw new IOException("a caller gave up", failed);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException("asking was interrupted", stopped);
      }
    }
    double seconds = (System.nanoTime() - begin) / SECONDS;
    double[] rising =
        nanos.stream()
            .flatMapToLong(Arrays::stream)
            .mapToDouble(each -> each / MILLIS)
            .sorted()
            .toArray();
    return new Answered(
        rising.length / seconds, Timing.quantile(rising, 0.5), Timing.quantile(rising, 0.99));
  }

  private long[] calls(IntFunction<String> bodies, long end) throws IOException {
    long[] nanos = new long[1024];
    int count = 0;
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(LONGEST_MILLIS);
      OutputStream out = socket.getOutputStream();
      Reader in = new Reader(socket.getInputStream());
      while (count < LEAST_CALLS || System.nanoTime() < end) {
        byte[] request = request(bodies.apply(asked.getAndIncrement()));
        long begin = System.nanoTime();
        out.write(request);
        in.answer();
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = System.nanoTime() - begin;
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private byte[] request(String body) {
    return ("POST /api/v1/recommend HTTP/1.1\r\nHost: "
            + service.getAuthority()
            + "\r\nX-API-Key: "
            + key
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Reads answers whose length their head tells, one after the other.
  private static final class Reader {
    private final InputStream in;
    private byte[] bytes = new byte[LONGEST_HEAD];
    private int length;

    Reader(InputStream in) {
      this.in = in;
    }

    /// @throws IOException where it is no 200 with an item
    void answer() throws IOException {
      length = 0;
      int head;
      while ((head = endOfHead()) < 0) {
        more();
      }
      String said = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
      int whole = head + contentLength(said);
      if (whole > bytes.length) {
        bytes = Arrays.copyOf(bytes, whole);
      }
      while (length < whole) {
        more();
      }
      if (!said.startsWith("HTTP/1.1 200 ") || !hasItem(head)) {
        throw new IOException(
            "the service answered " + new String(bytes, 0, length, StandardCharsets.UTF_8));
      }
    }

    private void more() throws IOException {
      int read = in.read(bytes, length, bytes.length - length);
      if (read <= 0) {
        throw new EOFException("the service closed the connection amid an answer");
      }
      length += read;
    }

    private int endOfHead() {
      for (int at = 3; at < length; at++) {
        if (bytes[at] == '\n' && bytes[at - 2] == '\n') {
          return at + 1;
        }
      }
      return -1;
    }

    private static int contentLength(String head) throws IOException {
      String lower = head.toLowerCase(Locale.ROOT);
      int at = lower.indexOf("content-length:");
      if (at < 0) {
        throw new IOException("the service does not say how long its answer is: " + head);
      }
      int begin = at + "content-length:".length();
      return Integer.parseInt(lower.substring(begin, lower.indexOf('\r', begin)).strip());
    }

    private boolean hasItem(int from) {
      for (int at = from; at + ITEM.length <= length; at++) {
        if (Arrays.equals(bytes, at, at + ITEM.length, ITEM, 0, ITEM.length)) {
          return true;
        }
      }
      return false;
    }
  }
}
