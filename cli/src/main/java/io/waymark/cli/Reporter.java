package io.waymark.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One JSON object on standard output, of texts, numbers and objects of them.
final class Reporter {
  private Reporter() {}

  static void print(PrintWriter out, Map<String, ?> values) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, values);
    }
    out.println(text);
    out.flush();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> object -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> each : object.entrySet()) {
          json.writeFieldName(String.valueOf(each.getKey()));
          write(json, each.getValue());
        }
        json.writeEndObject();
      }
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }

  /// `ndcg@20` becomes `20` below `ndcg`, cutoffs in rising order.
  static SortedMap<String, SortedMap<String, Object>> byCutoff(SortedMap<String, Double> metrics) {
    SortedMap<String, SortedMap<String, Object>> nested = new TreeMap<>();
    for (Map.Entry<String, Double> each : metrics.entrySet()) {
      String[] parts = each.getKey().split("@", 2);
      Object value =
          Set.of("coverage").contains(parts[0])
              ? (Object) each.getValue().longValue()
              : each.getValue();
      nested
          .computeIfAbsent(
              parts[0],
              _ ->
                  new TreeMap<>(
                      java.util.Comparator.comparingInt(String::length)
                          .thenComparing(java.util.Comparator.naturalOrder())))
          .put(parts[1], value);
    }
    return nested;
  }

  static void table(PrintWriter out, SortedMap<String, SortedMap<String, Object>> metrics) {
    for (Map.Entry<String, SortedMap<String, Object>> metric : metrics.entrySet()) {
      StringBuilder line = new StringBuilder("%-10s".formatted(metric.getKey()));
      metric
          .getValue()
          .forEach(
              (cutoff, value) ->
                  line.append(
                      value instanceof Double number
                          ? "  @%-3s %.5f".formatted(cutoff, number)
                          : "  @%-3s %-7s".formatted(cutoff, value)));
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }
}
