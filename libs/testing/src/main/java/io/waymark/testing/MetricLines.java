package io.waymark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The lines of metrics that functions write to standard output.
public final class MetricLines {
  /// How each begins.
  public static final String MARK = "{\"_aws\":";

  private static final ObjectMapper JSON = new ObjectMapper();

  private MetricLines() {}

  /// Something that calls functions.
  public interface Calls {
    void run() throws Exception;
  }

  /// Those that `calls` leave, by their members. Standard output is one for all: tests that use
  /// this run alone.
  public static List<Map<String, Object>> of(Calls calls) {
    PrintStream before = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      calls.run();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    } finally {
      System.setOut(before);
    }
    return output
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(MetricLines::members)
        .toList();
  }

  private static Map<String, Object> members(String line) {
    try {
      return JSON.readValue(line, new TypeReference<>() {});
    } catch (JsonProcessingException wrong) {
      throw new IllegalStateException("no JSON: " + line, wrong);
    }
  }
}
