package io.waymark.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From the start of a JVM to the first scored answer of a package, with and without what it can
/// keep from a run before (JEP 514).
final class StartRow implements Row {
  private static final int ITEMS = 10_000;
  private static final double MILLIS = 1e6;
  private static final String PLAIN = "as it is";
  private static final String CACHED = "with an AOT cache";

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String goal() {
    return "start of the JVM to the first scored answer, 10k items: ≥ 25 % less with an AOT cache"
        + " than without";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Path folder = Files.createTempDirectory(setting.folder(), "start");
    Path model =
        LoadRow.write(Files.createDirectory(folder.resolve("model")), setting.scale().of(ITEMS));
    Path cache = folder.resolve("start.aot");
    // In a file, since command lines have an end.
    Path classPath =
        Files.writeString(
            folder.resolve("class-path"),
            "-cp \"%s\"".formatted(System.getProperty("java.class.path").replace("\\", "\\\\")));
    setting.note("a run to fill the AOT cache from");
    double _ = started(classPath, model, List.of("-XX:AOTCacheOutput=" + cache));
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put(PLAIN, List.of());
    kinds.put("with the first compiler alone", List.of("-XX:TieredStopAtLevel=1"));
    kinds.put(CACHED, List.of("-XX:AOTCache=" + cache));
    kinds.put("with both", List.of("-XX:AOTCache=" + cache, "-XX:TieredStopAtLevel=1"));
    List<Timing.Turn> turns = new ArrayList<>();
    kinds.forEach(
        (kind, options) -> turns.add(() -> Map.of(kind, started(classPath, model, options))));
    setting.note("starting processes, " + setting.rounds() + " rounds");
    Map<String, Spread> measured = Timing.rounds(setting.rounds(), turns);
    List<Figure> figures =
        kinds.keySet().stream()
            .map(
                kind ->
                    new Figure(
                        kind,
                        Spread.of(measured, kind),
                        "ms",
                        kind.equals(CACHED)
                            ? List.of(Held.to(measured, PLAIN, Bound.atMost(0.75)))
                            : List.of()))
            .toList();
    return new Outcome.Measured(
        figures,
        List.of(
            "a process that reads a package of 10,000 items, verifies and loads it, and answers one"
                + " history of 50 events; by the scan, without ONNX Runtime"));
  }

  /// Milliseconds from the start of a process to its answer; what it does after that is waited for.
  private static double started(Path classPath, Path model, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("@" + classPath, FirstAnswer.class.getName(), model.toString()));
    Path errors = model.resolveSibling("errors");
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
            .start();
    try (BufferedReader out = process.inputReader()) {
      @Nullable String answer = out.readLine();
      double took = (System.nanoTime() - begin) / MILLIS;
      if (!Optional.ofNullable(answer).orElse("").equals("20")) {
        throw new IOException(
            "a process answered %s: %s".formatted(answer, Files.readString(errors)));
      }
      out.lines().forEach(_ -> {}); // what the JVM says of the cache that it writes
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "a process ended with %d: %s".formatted(code, Files.readString(errors)));
      }
      return took;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("starting was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
