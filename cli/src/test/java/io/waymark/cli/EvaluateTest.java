package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures small enough to check by hand.
class EvaluateTest {
  private static final List<String> HELD =
      List.of("anna,a", "anna,b", "anna,c", "ben,d", "carl,e", "carl,e");

  @TempDir Path folder;

  @Test
  void countsEveryUserOfTheHoldout() throws IOException {
    // Anna: hits at ranks 1 and 3 of 4; Ben: none in the first two; Carl has no list; Dora holds
    // nothing out.
    JsonNode figures =
        evaluate(
            "user_id,item_id,rank",
            List.of(
                "anna,a,1",
                "anna,x,2",
                "anna,b,3",
                "anna,y,4",
                "ben,y,1",
                "ben,z,2",
                "ben,d,3",
                "dora,q,1"),
            "2,4");
    assertThat(figures.path("users").intValue()).isEqualTo(3);
    close(figures, "recall", "2", (1.0 / 3) / 3);
    close(figures, "recall", "4", (2.0 / 3 + 1) / 3);
    close(figures, "hr", "2", 1.0 / 3);
    close(figures, "mrr", "4", (1 + 1.0 / 3) / 3);
    double two = 1 + 1 / log2(3);
    double three = two + 1 / log2(4);
    close(figures, "ndcg", "2", (1 / two) / 3);
    close(figures, "ndcg", "4", ((1 + 1 / log2(4)) / three + 1 / log2(4)) / 3);
    assertThat(figures.path("coverage").path("2").intValue()).isEqualTo(4);
    assertThat(figures.path("coverage").path("4").intValue()).isEqualTo(6 - 1);
  }

  @Test
  void aRepeatedItemCountsOnceAndMovesTheOthersUp() throws IOException {
    JsonNode figures =
        evaluate(
            "user_id,item_id,rank", List.of("anna,x,1", "anna,x,2", "anna,x,3", "anna,a,4"), "2");
    close(figures, "recall", "2", (1.0 / 3) / 3);
    close(figures, "mrr", "2", 0.5 / 3);
  }

  @Test
  void withoutRanksTheScoreOrdersAndWithoutScoresTheFile() throws IOException {
    JsonNode scored = evaluate("user_id,item_id,score", List.of("ben,x,0.5", "ben,d,0.7"), "1");
    close(scored, "hr", "1", 1.0 / 3);
    JsonNode plain = evaluate("user_id,item_id", List.of("ben,x", "ben,d"), "1");
    close(plain, "hr", "1", 0);
  }

  @Test
  void withoutJsonItIsATable() throws IOException {
    Waymark run = run("user_id,item_id", List.of("ben,d"), "1");
    assertThat(run.out()).contains("3 users, 2 without a list").contains("ndcg").contains("@1");
  }

  private JsonNode evaluate(String header, List<String> rows, String cutoffs) throws IOException {
    Waymark run = run(header, rows, cutoffs, "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.json();
  }

  private Waymark run(String header, List<String> rows, String cutoffs, String... more)
      throws IOException {
    Path lists = Clubs.csv(folder.resolve("lists.csv"), header, rows);
    Path held = Clubs.csv(folder.resolve("held.csv"), HELD);
    List<Object> arguments =
        new java.util.ArrayList<>(
            List.of("evaluate", "--recommendations", lists, "--holdout", held, "--k", cutoffs));
    arguments.addAll(List.of(more));
    return Waymark.run(arguments.toArray());
  }

  private static void close(JsonNode figures, String metric, String cutoff, double expected) {
    assertThat(figures.path(metric).path(cutoff).doubleValue())
        .as(metric + "@" + cutoff)
        .isCloseTo(expected, within(1e-9));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
