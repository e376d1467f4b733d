package io.waymark.loadtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The embedded service in a process of its own, on a free port and with temporary data. It holds
/// its standard input to us: when that ends, by [#close] or by our death, it stops and deletes what
/// it has.
final class Embedded implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)");
  private static final int LAST_LINES = 10;
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final URI url;

  private Embedded(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /// Returns when its port answers.
  ///
  /// @param waymark what starts Waymark's command line
  /// @param data where it keeps its data; without it in memory and in temporary files
  /// @param admin made at its start, to make a tenant with
  static Embedded start(List<String> waymark, Optional<Path> data, LogIn admin) {
    List<String> arguments = new ArrayList<>(waymark);
    arguments.addAll(List.of("up", "--port", "0", "--until-input-ends"));
    data.ifPresent(folder -> arguments.addAll(List.of("--data", folder.toString())));
    ProcessBuilder command = new ProcessBuilder(arguments).redirectErrorStream(true);
    command.environment().put("WAYMARK_PLATFORM_EMAIL", admin.email());
    command.environment().put("WAYMARK_PLATFORM_PASSWORD", admin.password());
    try {
      Process process = command.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "waymark-stop"));
      return new Embedded(process, url(process));
    } catch (IOException e) {
      throw new LoadTestException("cannot start " + waymark, e);
    }
  }

  URI url() {
    return url;
  }

  /// Collects its garbage, by the tool that comes with the JDK.
  void collectGarbage() {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process collection =
          new ProcessBuilder(tool, Long.toString(process.pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (collection.waitFor() != 0) {
        throw new LoadTestException("jcmd could not collect the service's garbage");
      }
    } catch (IOException e) {
      throw new LoadTestException("cannot start " + tool, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("the collection was interrupted", e);
    }
  }

  @Override
  public void close() {
    stop(process);
  }

  /// The rest of what it prints is read and dropped, or it would wait for a reader.
  private static URI url(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Deque<String> last = new ArrayDeque<>();
    while (true) {
      Optional<String> line = Optional.ofNullable(lines.readLine());
      if (line.isEmpty()) {
        throw new LoadTestException(
            "the service did not start; it said: " + String.join(" / ", last));
      }
      Matcher listens = LISTENS.matcher(line.get());
      if (listens.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(listens.group(1));
      }
      last.addLast(line.get().strip());
      if (last.size() > LAST_LINES) {
        last.removeFirst();
      }
    }
  }

  private static void stop(Process process) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
