package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What `./waymark cost` reckons with is what would be deployed. Its files are the command line's,
/// which this module knows nothing else of.
class CostModelTest {
  private static final Path FILES =
      Path.of(System.getProperty("waymark.root", "../.."))
          .resolve("cli/src/main/resources/io/waymark/cli/cost");

  /// Cells of a row of the table of metrics, after the one before its first line.
  private static final int NAMES = 1;

  private static final int WRITTEN_BY = 3;
  private static final int WHEN = 4;

  @Test
  void everyTypeOfResourceIsKnownToTheCostModelAndNoOther() throws IOException {
    JsonNode file = file("resources.json");
    Set<String> known = new TreeSet<>();
    List<String> all =
        List.of(
                names(file.path("billed")),
                names(file.path("left_out")),
                file.path("free").valueStream().map(JsonNode::asText).toList())
            .stream()
            .flatMap(List::stream)
            .toList();
    known.addAll(all);
    assertThat(all).as("each once").hasSameSizeAs(known);
    assertThat(known)
        .isEqualTo(
            Synthesis.each().stream()
                .flatMap(Synthesis::resources)
                .map(resource -> resource.path("Type").asText())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyFunctionHasTheMemoryAndStorageThatAreReckonedWith() throws IOException {
    Map<String, String> deployed =
        Synthesis.all().resources("AWS::Lambda::Function").stream()
            .map(each -> each.path("Properties"))
            .filter(each -> each.path("FunctionName").isTextual())
            .collect(
                Collectors.toMap(
                    each -> each.path("FunctionName").asText().substring("waymark-prod-".length()),
                    each ->
                        each.path("MemorySize").asInt()
                            + " "
                            + each.at("/EphemeralStorage/Size").asInt()));
    assertThat(
            file("usage.json")
                .path("functions")
                .propertyStream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        each ->
                            each.getValue().path("memory_mib").asInt()
                                + " "
                                + each.getValue().path("storage_mib").asInt())))
        .isEqualTo(deployed);
  }

  /// A test of `libs/edge` compares the same table with what functions write.
  @Test
  void everyFunctionWritesTheMetricsThatAreReckonedWithWhileNothingIsWrong() throws IOException {
    List<String[]> rows =
        Files.readAllLines(
                Path.of(System.getProperty("waymark.root", "../.."))
                    .resolve("docs/reference/telemetry.md"))
            .stream()
            .dropWhile(line -> !line.equals("## Metrics"))
            .takeWhile(line -> !line.equals("## Log fields"))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|", -1))
            .filter(cells -> !cells[WHEN].strip().equals("if wrong"))
            .toList();
    assertThat(rows).allMatch(cells -> Set.of("always", "if any").contains(cells[WHEN].strip()));
    JsonNode functions = file("usage.json").path("functions");
    for (Handler handler : Handler.values()) {
      boolean api = handler == Handler.api(handler.archive());
      Set<String> writers =
          Set.of("all", api ? "`…-api`" : "all others", "`" + handler.shortName() + "`");
      assertThat(functions.path(handler.shortName()).path("metrics").asLong(-1))
          .as(handler.shortName())
          .isEqualTo(
              rows.stream()
                  .filter(cells -> writers.contains(cells[WRITTEN_BY].strip()))
                  .mapToLong(cells -> cells[NAMES].split(",", -1).length)
                  .sum());
    }
  }

  @Test
  void thereAreAsManyAlarmsKeysAndDashboardsAsAreReckonedWith() throws IOException {
    Synthesis stage = Synthesis.fewest();
    assertThat(count("alarms")).isEqualTo(stage.resources("AWS::CloudWatch::Alarm").size());
    assertThat(count("dashboards")).isEqualTo(stage.resources("AWS::CloudWatch::Dashboard").size());
    assertThat(count("keys")).isEqualTo(stage.resources("AWS::KMS::Key").size());
    assertThat(count("metrics"))
        .isEqualTo(
            stage.resources("AWS::Logs::MetricFilter").stream()
                .map(each -> each.at("/Properties/MetricTransformations/0/MetricName").asText())
                .collect(Collectors.toCollection(HashSet::new))
                .size());
    assertThat(count("waf_rules"))
        .isEqualTo(
            Synthesis.all()
                .resources("AWS::WAFv2::WebACL")
                .getFirst()
                .at("/Properties/Rules")
                .size());
  }

  @Test
  void asManyTracesAreKeptAsAreReckonedWith() throws IOException {
    JsonNode rule =
        Synthesis.fewest()
            .resources("AWS::XRay::SamplingRule")
            .getFirst()
            .at("/Properties/SamplingRule");
    assertThat(rule.path("ReservoirSize").asInt()).as("none for certain").isZero();
    assertThat(file("usage.json").path("numbers").path("xray.share").path("value").asDouble())
        .isEqualTo(rule.path("FixedRate").asDouble());
  }

  private static int count(String of) throws IOException {
    return file("usage.json").path("numbers").path("count." + of).path("value").asInt();
  }

  private static List<String> names(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode file(String name) throws IOException {
    return new ObjectMapper().readTree(FILES.resolve(name).toFile());
  }
}
