package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JvmMetricsTest {
  @Test
  void showsWhatTheProcessUses() {
    StringBuilder text = new StringBuilder();
    JvmMetrics.write(text, 1, 2, 3);
    Map<String, Double> values =
        text.toString()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(parts -> parts[0], parts -> Double.valueOf(parts[1])));
    assertThat(values).containsEntry("waymark_asynchronous_total{outcome=\"failed\"}", 2.0);
    assertThat(values).containsEntry("waymark_asynchronous_open", 3.0);
    assertThat(values.get("process_cpu_seconds_total")).isBetween(0.01, 1e6);
    assertThat(values.get("jvm_threads_current")).isPositive();
    assertThat(values.get("jvm_gc_collection_seconds_sum")).isNotNegative();
    assertThat(values.get("jvm_gc_collection_seconds_count")).isNotNegative();
  }
}
