package io.waymark.eventsource.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/reference/event-sources.md` and the cases say the same.
class ReferenceTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path REFERENCE = ROOT.resolve("docs/reference/event-sources.md");
  private static final Path LOCALSTACK =
      ROOT.resolve("localstack/src/test/java/io/waymark/localstack/deployed");
  private static final String NOT_RUN = "not run there";

  /// A row of the table.
  private record Row(String behaviour, String source, String test, String localstack) {}

  @Test
  void hasEveryCaseAndNoOther() throws IOException {
    List<String> cases =
        Stream.of(StreamConformanceTest.class, BucketConformanceTest.class)
            .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
            .filter(each -> each.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(25);
    assertThat(rows()).extracting(Row::test).containsExactlyInAnyOrderElementsOf(cases);
  }

  @Test
  void namesAPageOfAwsForEachCase() throws IOException {
    assertThat(rows())
        .allSatisfy(
            row ->
                assertThat(row.source())
                    .matches(
                        "\\[.+]\\(https://(docs\\.aws\\.amazon\\.com|aws\\.amazon\\.com)/.+\\)"));
  }

  @Test
  void namesCasesOfLocalStackThatThereAre() throws IOException {
    for (Row row : rows()) {
      if (!row.localstack().equals(NOT_RUN)) {
        List<String> name = List.of(row.localstack().split("\\."));
        assertThat(name).as(row.test()).hasSize(2);
        assertThat(LOCALSTACK.resolve(name.getFirst() + ".java"))
            .content()
            .contains("void " + name.getLast() + "(");
      }
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(REFERENCE).stream()
        .filter(line -> line.startsWith("| ") && line.contains("](https://"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> new Row(cells[1].strip(), cells[2].strip(), code(cells[3]), code(cells[4])))
        .toList();
  }

  private static String code(String cell) {
    return cell.replace("`", "").strip();
  }
}
