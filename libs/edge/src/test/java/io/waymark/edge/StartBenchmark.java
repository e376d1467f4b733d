package io.waymark.edge;

import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Prints how long functions take to their first answer in processes of their own, started from
/// their archives: as they are, primed as before a snapshot, and with the JVM's AOT cache (JEP 514).
/// No test, since a time says more about a machine than about a change; nor does it restore a
/// snapshot: it shows what priming takes out of the first request. Milliseconds, the middle one of
/// the rounds.
///
///     ./mvnw -Dquick package
///     ./mvnw -q -pl libs/edge -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
///     java -cp libs/edge/target/test-classes:libs/edge/target/classes:$(cat libs/edge/target/cp) \
///       io.waymark.edge.StartBenchmark functions 3
public final class StartBenchmark {
  private static final List<String> JVM =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dlogback.configurationFile=logback-json.xml");

  private final Path folder;
  private final String key;

  private StartBenchmark(Path folder, String key) {
    this.folder = folder;
    this.key = key;
  }

  private record Case(String function, String method, String path, String status) {
    boolean snapshots() {
      return function.equals("auth") || function.equals("recommend");
    }

    String name() {
      return "%s %s %s %s".formatted(function, method, path, status);
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("auth", "GET", "/api/v1/auth/me", "401"),
          new Case("auth", "GET", "/.well-known/jwks.json", "200"),
          new Case("recommend", "POST", "/api/v1/recommend", "401"),
          new Case("recommend", "POST", "/api/v1/recommend", "200"),
          new Case("ingest", "POST", "/api/v1/data/ingest", "401"),
          new Case("train", "POST", "/api/v1/models/train", "401"));

  /// Of one process.
  private record Times(double start, double prime, double first, double second) {}

  public static void main(String[] arguments) throws Exception {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (_, failure) -> {
              failure.printStackTrace();
              System.exit(1); // the stores' threads still stand
            });
    Path folder = Files.createTempDirectory("start-benchmark");
    StartBenchmark benchmark =
        new StartBenchmark(folder, Caller.of("start", "recommend:read").key());
    System.out.println(
        "case | as it is: start, first, second | primed: prime, first | AOT: start, first");
    for (Case each : CASES) {
      benchmark.measure(each, Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }
    benchmark.cleanUp();
    System.exit(0);
  }

  private void cleanUp() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void measure(Case each, Path functions, int rounds) throws Exception {
    Path root = unpacked(each, functions);
    String asOnLambda = root + File.pathSeparator + libraries(root) + File.pathSeparator + driver();
    String jarsAlone =
        jarOf(root) + File.pathSeparator + libraries(root) + File.pathSeparator + driver();
    Path cache = folder.resolve(each.name().replaceAll("\\W", "-") + ".aot");
    Times _ = run(each, jarsAlone, false, List.of("-XX:AOTCacheOutput=" + cache));
    List<Times> plain = new ArrayList<>();
    List<Times> primed = new ArrayList<>();
    List<Times> cached = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      plain.add(run(each, asOnLambda, false, List.of()));
      if (each.snapshots()) {
        primed.add(run(each, asOnLambda, true, List.of()));
      }
      cached.add(run(each, jarsAlone, false, List.of("-XX:AOTCache=" + cache)));
    }
    System.out.printf(
        Locale.ROOT,
        "%s | %.0f, %.0f, %.1f | %s | %.0f, %.0f%n",
        each.name(),
        middle(plain, Times::start),
        middle(plain, Times::first),
        middle(plain, Times::second),
        primed.isEmpty()
            ? "–"
            : "%.0f, %.0f".formatted(middle(primed, Times::prime), middle(primed, Times::first)),
        middle(cached, Times::start),
        middle(cached, Times::first));
  }

  private interface Part {
    double of(Times times);
  }

  private static double middle(List<Times> times, Part part) {
    double[] sorted = times.stream().mapToDouble(part::of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private Times run(Case each, String classPath, boolean prime, List<String> ofJvm)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(JVM);
    command.addAll(ofJvm);
    Map<String, String> properties = new HashMap<>(LocalAws.shared().properties());
    properties.put("waymark.keys", folder.resolve("keys").toString());
    properties.put("datasources.default.url", "jdbc:postgresql://127.0.0.1:1/none");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    // In a file: ONNX Runtime 1.29 overflows its stack where the command line is some 10 KB long.
    Path options = Files.writeString(folder.resolve("class-path"), "-cp " + classPath);
    command.addAll(List.of("@" + options, FirstAnswer.class.getName()));
    command.add(Long.toString(System.currentTimeMillis()));
    command.add("io.waymark." + each.function() + ".ApiHandler");
    command.addAll(List.of(Boolean.toString(prime), each.method(), each.path()));
    command.addAll(List.of(each.status().equals("401") ? "" : key, each.status()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    String line =
        output
            .lines()
            .filter(text -> text.startsWith("times "))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("exit " + exit + ": " + output));
    double[] times =
        Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
    return new Times(times[0], times[1], times[2], times[3]);
  }

  /// The archive as Lambda lays it out.
  private Path unpacked(Case each, Path functions) throws IOException {
    Path root = folder.resolve(each.function());
    if (Files.exists(root)) {
      return root;
    }
    Path target = functions.resolve(each.function()).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      Path archive =
          files.filter(file -> file.toString().endsWith("-lambda.zip")).findFirst().orElseThrow();
      try (ZipFile zip = new ZipFile(archive.toFile())) {
        for (ZipEntry entry : zip.stream().filter(it -> !it.isDirectory()).toList()) {
          Path file = root.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            long _ = Files.copy(in, file);
          }
        }
      }
    }
    return root;
  }

  private static String libraries(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("lib"))) {
      return String.join(File.pathSeparator, files.sorted().map(Path::toString).toList());
    }
  }

  /// What stands at the archive's root: the AOT cache takes jars alone.
  private Path jarOf(Path root) throws IOException {
    Path jar = folder.resolve(root.getFileName() + ".jar");
    if (!Files.exists(jar)) {
      try (Stream<Path> files = Files.walk(root)) {
        pack(jar, root, files.filter(file -> !file.startsWith(root.resolve("lib"))));
      }
    }
    return jar;
  }

  private Path driver() throws IOException {
    Path jar = folder.resolve("driver.jar");
    if (!Files.exists(jar)) {
      String name = FirstAnswer.class.getName().replace('.', '/') + ".class";
      Path root = folder.resolve("driver");
      Files.createDirectories(root.resolve(name).getParent());
      try (InputStream in = FirstAnswer.class.getClassLoader().getResourceAsStream(name)) {
        long _ = Files.copy(in, root.resolve(name));
      }
      pack(jar, root, Stream.of(root.resolve(name)));
    }
    return jar;
  }

  private static void pack(Path jar, Path root, Stream<Path> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      for (Path file : files.filter(it -> !it.equals(root)).toList()) {
        String name = root.relativize(file).toString();
        if (Files.isDirectory(file)) { // by which the framework finds its beans
          packed.putNextEntry(new ZipEntry(name + "/"));
        } else {
          packed.putNextEntry(new ZipEntry(name));
          long _ = Files.copy(file, packed);
        }
      }
    }
  }
}
