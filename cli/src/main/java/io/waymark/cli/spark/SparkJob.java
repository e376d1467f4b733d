package io.waymark.cli.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The job of `training/spark` on this machine: a process of its own, since its libraries are not
/// to be mixed with ours. The first run builds it, and downloads these.
public final class SparkJob {
  private static final String MODULE = "training/spark";
  private static final int WRONG_USAGE = 2;

  /// What Spark reaches into; its own launcher has the same list.
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.util.calendar");

  private final Path home;
  private final PrintWriter err;

  /// @param home the folder of Waymark's sources
  /// @param err gets what Maven and the job say
  SparkJob(Path home, PrintWriter err) {
    this.home = home;
    this.err = err;
  }

  /// Of these sources.
  ///
  /// @throws IOException where this was not started by `./waymark`
  public static SparkJob here(PrintWriter err) throws IOException {
    String home = System.getProperty("waymark.home", "");
    if (home.isEmpty() || !Files.exists(Path.of(home, MODULE, "pom.xml"))) {
      throw new IOException("Spark's job is built from Waymark's sources: start this by ./waymark");
    }
    return new SparkJob(Path.of(home), err);
  }

  /// Learns vectors.
  ///
  /// @param interactions Parquet, as `AcceptedFile` writes it
  /// @param out a folder that is not there
  /// @param threads that learn at once
  /// @throws IllegalArgumentException where a setting is wrong
  /// @throws IOException where the job failed
  public void run(Path interactions, Path out, long seed, Map<String, String> settings, int threads)
      throws IOException {
    build();
    Path scratch = Files.createTempDirectory("waymark-spark-");
    try {
      List<String> command = command(scratch, threads);
      command.addAll(
          List.of(
              "--interactions",
              interactions.toAbsolutePath().toString(),
              "--out",
              out.toAbsolutePath().toString(),
              "--seed",
              Long.toString(seed)));
      settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
      int code = started(command, Map.of());
      if (code == WRONG_USAGE) {
        throw new IllegalArgumentException("the job refused its settings; it said why above");
      }
      if (code != 0) {
        throw new IOException("Spark's job ended with exit code " + code + "; it said why above");
      }
    } finally {
      delete(scratch);
    }
  }

  List<String> command(Path scratch, int threads) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + Optional.ofNullable(System.getenv("WAYMARK_SPARK_HEAP")).orElse("2g"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    for (String each : OPENED) {
      command.add("--add-opens=java.base/" + each + "=ALL-UNNAMED");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        "log4j2.configurationFile", "classpath:io/waymark/spark/log4j2-local.properties");
    properties.put("spark.master", "local[" + threads + "]");
    properties.put("spark.ui.enabled", "false");
    // Nobody from elsewhere has a part in it.
    properties.put("spark.driver.host", "127.0.0.1");
    properties.put("spark.driver.bindAddress", "127.0.0.1");
    properties.put("spark.local.dir", scratch.toString());
    properties.put("spark.sql.shuffle.partitions", Integer.toString(2 * threads));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", libraries() + File.separator + "*", "io.waymark.spark.Main"));
    return command;
  }

  private Path libraries() {
    return home.resolve(MODULE).resolve("target/waymark/lib");
  }

  private void build() throws IOException {
    if (isBuilt()) {
      return;
    }
    say("building Spark's job; the first time this downloads Spark, about 320 MB");
    int code =
        started(
            List.of(
                home.resolve("mvnw").toString(),
                "-q",
                "-Dquick",
                "-Pspark",
                "-f",
                home.resolve("pom.xml").toString(),
                "-pl",
                MODULE,
                "package"),
            Map.of("JAVA_HOME", System.getProperty("java.home")));
    if (code != 0) {
      throw new IOException("Spark's job was not built; Maven said why above");
    }
    Files.writeString(marker(), "");
  }

  private Path marker() {
    return home.resolve(MODULE).resolve("target/waymark/built");
  }

  /// Whether Maven has packaged it, for us or for somebody else, since a source has changed.
  private boolean isBuilt() throws IOException {
    long packaged = changed(marker());
    if (Files.isDirectory(libraries())) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(libraries(), "training-spark-*.jar")) {
        for (Path jar : jars) {
          packaged = Math.max(packaged, changed(jar));
        }
      }
    }
    Path module = home.resolve(MODULE);
    long source = changed(module.resolve("pom.xml"));
    try (Stream<Path> below = Files.walk(module.resolve("src/main"))) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        source = Math.max(source, changed(file));
      }
    }
    return packaged > source;
  }

  private static long changed(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
  }

  /// Runs a program whose lines go to standard error; it ends when this process does.
  private int started(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread atTheEnd = new Thread(() -> end(process), "end Spark");
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    try (BufferedReader lines = process.inputReader()) {
      process.getOutputStream().close();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(line);
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Spark's job was interrupted", e);
    } finally {
      end(process);
      try {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
      } catch (IllegalStateException _) {
        // This process is ending.
      }
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
