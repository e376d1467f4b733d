package io.waymark.cli.bench;

import io.waymark.cli.Main;
import io.waymark.embedded.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `./waymark up` in a process of its own, on a free port and with temporary data, with the JVM's
/// options of the launcher. It holds its standard input to us: when that ends, by [#close] or by
/// our death, it stops and deletes what it has.
final class ServiceProcess implements Target {
  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)");
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final URI url;
  private final Operator operator;

  private ServiceProcess(Process process, URI url, Operator operator) {
    this.process = process;
    this.url = url;
    this.operator = operator;
  }

  /// Returns when its port answers.
  ///
  /// @param environment beside that of this process
  static ServiceProcess start(Path folder, Map<String, String> environment) throws IOException {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    Operator operator = new Operator("bench@waymark.example", HexFormat.of().formatHex(secret));
    // In a file, since command lines have an end.
    Path classPath =
        Files.writeString(
            Files.createTempFile(folder, "class-path", ""),
            "-cp \"%s\"".formatted(System.getProperty("java.class.path").replace("\\", "\\\\")));
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // As the launcher has it.
                Runtime.getRuntime().availableProcessors() > 8
                    ? "-XX:+TieredCompilation"
                    : "-XX:CICompilerCount=6",
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D%s=%s".formatted(Options.FUNCTIONS_PROPERTY, Options.defaults().functions()),
                "@" + classPath,
                Main.class.getName(),
                "up",
                "--port",
                "0",
                "--until-input-ends")
            .redirectErrorStream(true);
    command.environment().putAll(environment);
    command.environment().put("WAYMARK_PLATFORM_EMAIL", operator.email());
    command.environment().put("WAYMARK_PLATFORM_PASSWORD", operator.password());
    Process process = command.start();
    try {
      return new ServiceProcess(process, url(process.inputReader()), operator);
    } catch (IOException | RuntimeException failed) {
      process.destroy();
      throw failed;
    }
  }

  @Override
  public URI url() {
    return url;
  }

  @Override
  public Operator operator() {
    return operator;
  }

  /// The rest of what it prints is read and dropped, or it would wait for a reader.
  private static URI url(BufferedReader lines) throws IOException {
    StringBuilder said = new StringBuilder();
    for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(listens.group(1));
      }
      said.append(line.strip()).append(' ');
    }
    throw new IOException("the service did not start; it said: " + said);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException gone) {
      // Its end of the pipe is closed: it has ended, or is about to.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
