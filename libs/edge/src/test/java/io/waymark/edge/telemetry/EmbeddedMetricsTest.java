package io.waymark.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Against CloudWatch's specification of the embedded metric format.
class EmbeddedMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:20.123Z");
  private static final Set<String> UNITS = Set.of("Count", "Milliseconds", "Seconds");

  private final EmbeddedMetrics metrics = new EmbeddedMetrics();

  @Test
  void saysWhereTheMetricsBelongAndWhenTheyWereTaken() {
    metrics.value(Metric.LATENCY, 1.5);
    JsonNode line = line();
    assertThat(line.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
    assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(NOW.toEpochMilli());
    JsonNode directive = directive(line);
    assertThat(directive.path("Namespace").asText()).isEqualTo("Waymark/prod");
    assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"function\"]]");
    assertThat(line.path("function").asText()).isEqualTo("recommend-api");
  }

  @Test
  void definesEachMemberOnceByItsUnitAndGivesItNumbersOnly() {
    for (Metric metric : Metric.values()) {
      metrics.count(metric, 2);
    }
    JsonNode line = line();
    JsonNode definitions = directive(line).path("Metrics");
    assertThat(definitions).hasSize(Metric.values().length).hasSizeLessThanOrEqualTo(100);
    for (JsonNode definition : definitions) {
      assertThat(definition.size()).isEqualTo(2);
      assertThat(UNITS).contains(definition.path("Unit").asText());
      assertThat(line.path(definition.path("Name").asText()).asLong()).isEqualTo(2);
      assertThat(line.path(definition.path("Name").asText()).isNumber()).isTrue();
    }
    assertThat(definitions.findValuesAsText("Name")).doesNotHaveDuplicates();
    assertThat(line.size()).as("_aws, function and the metrics").isEqualTo(2 + definitions.size());
  }

  @Test
  void keepsEachValueOfAMetricUpToAHundred() {
    metrics.count(Metric.LISTS, 1);
    metrics.count(Metric.LISTS, 2);
    for (int value = 0; value < 150; value++) {
      metrics.value(Metric.MODEL_AGE, value + 0.25);
    }
    JsonNode line = line();
    assertThat(line.path("Lists").asLong()).isEqualTo(3);
    assertThat(line.path("ModelAge")).hasSize(100).allMatch(JsonNode::isNumber);
    assertThat(line.path("ModelAge").get(99).asDouble()).isEqualTo(99.25);
  }

  @Test
  void takesOnlyNumbersThatJsonHas() {
    for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> metrics.value(Metric.MODEL_AGE, none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("finite");
    }
    metrics.value(Metric.LATENCY, 1e12);
    assertThat(line().path("Latency").get(0).asDouble()).isEqualTo(1e12);
  }

  @Test
  void whatWasCountedAndNeverCameIsNotWritten() {
    metrics.count(Metric.EMPTY_LISTS, 0);
    assertThat(metrics.isEmpty()).isTrue();
    metrics.count(Metric.LISTS, 1);
    assertThat(line().has("EmptyLists")).isFalse();
  }

  @Test
  void aFunctionWritesNoMetricsOfOthers() {
    for (Metric metric : Metric.values()) {
      metrics.count(metric, 1);
    }
    metrics.value(Metric.MODEL_AGE, 1);
    metrics.keepThoseOf(Handler.RECOMMEND_LISTS);
    assertThat(directive(line()).path("Metrics").findValuesAsText("Name"))
        .containsExactlyInAnyOrder(
            "Failures", "Errors", "ErrorFingerprints", "ReportsDropped", "BreakerOpenings");
  }

  @Test
  void theReferenceNamesEachMetricWithItsUnitAndWhoWritesIt() throws IOException {
    Path reference =
        Path.of(System.getProperty("basedir", ".")).resolve("../../docs/reference/telemetry.md");
    List<String> rows =
        Files.readAllLines(reference).stream().filter(line -> line.startsWith("| `")).toList();
    for (Metric metric : Metric.values()) {
      assertThat(rows)
          .as(metric.text())
          .anyMatch(
              row ->
                  row.contains("`" + metric.text() + "`")
                      && row.contains("| " + metric.unit() + " | " + writers(metric) + " |"));
    }
  }

  private static String writers(Metric metric) {
    Set<Handler> apis =
        Arrays.stream(Deployable.values()).map(Handler::api).collect(Collectors.toSet());
    Set<Handler> events = EnumSet.allOf(Handler.class);
    events.removeAll(apis);
    Set<Handler> all =
        Arrays.stream(Handler.values()).filter(metric::isWrittenBy).collect(Collectors.toSet());
    if (all.equals(EnumSet.allOf(Handler.class))) {
      return "all";
    }
    if (all.equals(apis)) {
      return "`…-api`";
    }
    return all.equals(events)
        ? "all others"
        : all.stream().map(each -> "`" + each.shortName() + "`").collect(Collectors.joining(", "));
  }

  private static JsonNode directive(JsonNode line) {
    assertThat(line.at("/_aws/CloudWatchMetrics")).hasSize(1);
    return line.at("/_aws/CloudWatchMetrics/0");
  }

  private JsonNode line() {
    String line = metrics.line("Waymark/prod", "recommend-api", NOW);
    assertThat(line).endsWith("}\n").hasLineCount(1);
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
