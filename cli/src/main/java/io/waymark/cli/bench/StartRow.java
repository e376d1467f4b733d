package io.waymark.cli.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.model.ModelPackage;
import io.waymark.tenancy.ItemId;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From the start of a JVM to the first scored answer of a package, with and without what it can
/// keep from a run before (JEP 514).
final class StartRow implements Row {
  private static final int ITEMS = 10_000;
  private static final double MILLIS = 1e6;

  /// One class of each jar that [FirstAnswer] needs.
  private static final List<Class<?>> NEEDED =
      List.of(
          FirstAnswer.class,
          ModelPackage.class,
          ItemId.class,
          ObjectMapper.class,
          JsonFactory.class,
          JsonProperty.class);

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
            "-cp \"%s\"".formatted(classPath().replace("\\", "\\\\")));
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put(PLAIN, List.of());
    kinds.put("with the first compiler alone", List.of("-XX:TieredStopAtLevel=1"));
    List<String> notes = new ArrayList<>();
    notes.add(
        "a process that reads, verifies and loads a package of %s items, and answers one history of"
                .formatted(Numbers.text(setting.scale().of(ITEMS)))
            + " 50 events; by the scan, without ONNX Runtime");
    setting.note("a run to fill the AOT cache from");
    try {
      double _ = started(classPath, model, List.of("-XX:AOTCacheOutput=" + cache));
      kinds.put(CACHED, List.of("-XX:AOTCache=" + cache));
      kinds.put("with both", List.of("-XX:AOTCache=" + cache, "-XX:TieredStopAtLevel=1"));
    } catch (IOException refused) {
      // It takes jars alone on the class path, and tests have folders there.
      notes.add("without an AOT cache, which the JVM refused to make: " + refused.getMessage());
    }
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
    return new Outcome.Measured(figures, notes);
  }

  /// What the process needs and no more: the JVM makes no AOT cache where a jar of the class path
  /// names a folder in its manifest, as one of the command line's does.
  private static String classPath() {
    return NEEDED.stream()
        .map(each -> each.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
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
      String further = out.lines().collect(Collectors.joining(" ")); // of a cache that it writes
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "a process ended with %d: %s %s"
                .formatted(code, further, Files.readString(errors).strip()));
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
