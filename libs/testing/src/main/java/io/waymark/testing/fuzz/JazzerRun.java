package io.waymark.testing.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Has Jazzer, which looks for inputs that reach new code, try readers, each in a process of its
/// own. Only the profile `fuzz` has Jazzer; without it there are no such tests.
public final class JazzerRun {
  private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";
  private static final String RUNS = "waymark.fuzz.runs";
  private static final int USUAL_RUNS = 100_000;
  private static final int LONGEST_INPUT = 1 << 16;
  private static final int HANGING_SECONDS = 120;

  /// Code whose branches count as new.
  private static final String LOOKED_AT =
      "io.waymark.**:com.fasterxml.jackson.core.**:io.airlift.compress.**";

  /// Fails by itself where a prepared statement is executed, as DuckDB's driver does.
  private static final String BROKEN_HOOK = "com.code_intelligence.jazzer.sanitizers.SqlInjection";

  private JazzerRun() {}

  /// A test for each reader; none without Jazzer.
  public static Stream<DynamicTest> tests(FuzzedReader.All all) {
    if (!isThere()) {
      return Stream.empty();
    }
    String wanted = System.getProperty(Fuzz.READER, "");
    return all.readers().stream()
        .filter(reader -> wanted.isEmpty() || reader.name().equals(wanted))
        .map(reader -> DynamicTest.dynamicTest("jazzer " + reader.name(), () -> run(all, reader)));
  }

  private static boolean isThere() {
    try {
      Class<?> _ = Class.forName(MAIN, false, JazzerRun.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException usual) {
      return false;
    }
  }

  private static void run(FuzzedReader.All all, FuzzedReader reader)
      throws IOException, InterruptedException {
    Path work = Path.of(System.getProperty("java.io.tmpdir"), "jazzer", reader.name());
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    for (int at = 0; at < reader.seeds().size(); at++) {
      Path _ = Files.write(corpus.resolve("seed-" + at), reader.seeds().get(at));
    }
    Path words = Files.write(work.resolve("words"), dictionary(reader.words()));
    Path log = work.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+EnableDynamicAgentLoading",
            "-Djava.io.tmpdir=" + temporary,
            "-D" + JazzerEntry.READERS + "=" + all.getClass().getName(),
            "-D" + Fuzz.READER + "=" + reader.name(),
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            "--target_class=" + JazzerEntry.class.getName(),
            "--instrumentation_includes=" + LOOKED_AT,
            "--disabled_hooks=" + BROKEN_HOOK,
            "--reproducer_path=" + work,
            "-artifact_prefix=" + work + "/",
            "-runs=" + Integer.getInteger(RUNS, USUAL_RUNS),
            "-seed=1",
            "-max_len=" + LONGEST_INPUT,
            "-timeout=" + HANGING_SECONDS,
            "-rss_limit_mb=0",
            "-print_final_stats=1",
            corpus.toString()));
    if (!reader.words().isEmpty()) {
      command.add("-dict=" + words); // which may not be empty
    }
    Process jazzer =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = jazzer.waitFor();
    List<String> said = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    System.out.println("jazzer " + reader.name() + ": " + figures(said));
    if (code != 0) {
      throw new AssertionError(
          "Jazzer found an input for the reader %s; it and its log are in %s\n%s"
              .formatted(reader.name(), work, String.join("\n", last(said))));
    }
  }

  /// As libFuzzer reads it: every byte but letters and digits by its number.
  private static List<String> dictionary(List<String> words) {
    List<String> lines = new ArrayList<>();
    for (String word : words) {
      StringBuilder line = new StringBuilder("\"");
      for (byte each : word.getBytes(StandardCharsets.UTF_8)) {
        line.append("\\x%02X".formatted(each & 0xff));
      }
      lines.add(line.append('"').toString());
    }
    return lines;
  }

  private static List<String> figures(List<String> said) {
    return said.stream()
        .filter(line -> line.startsWith("stat::number_of") || line.startsWith("Done "))
        .toList();
  }

  private static List<String> last(List<String> said) {
    return said.subList(Math.max(0, said.size() - 60), said.size());
  }
}
