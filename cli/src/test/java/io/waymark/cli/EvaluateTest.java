package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    assertThat(figures.path("coverage").path("4").intValue()).isEqualTo(6);
  }

  /// Of three users one hits: the mean's deviation is √⅓, its error a third, and Student's t of two
  /// degrees of freedom 4.302653.
  @Test
  void saysHowSureTheMeansAre() throws IOException {
    JsonNode figures = evaluate("user_id,item_id,rank", List.of("ben,d,1", "anna,x,1"), "1");
    close(figures, "hr", "1", 1.0 / 3);
    assertThat(figures.path("ci95").path("hr").path("1").doubleValue())
        .isCloseTo(4.302653 / 3, within(1e-6));
    JsonNode all =
        evaluate("user_id,item_id,rank", List.of("anna,a,1", "ben,d,1", "carl,e,1"), "1");
    assertThat(all.path("ci95").path("hr").path("1").doubleValue()).isZero();
  }

  /// Of six items, the five of the holdout and x, which nobody holds, places go 3, 1 and none.
  @Test
  void saysHowUnevenlyPlacesGoToItems() throws IOException {
    List<String> lists = List.of("anna,x,1", "anna,a,2", "ben,x,1", "carl,x,1");
    JsonNode figures = evaluate("user_id,item_id,rank", lists, "1,2");
    // Σ (2 i − n − 1) places / (n Σ places), the items by rising places from 1 to n.
    close(figures, "gini", "1", (2 * 6 - 6 - 1) * 3 / (6.0 * 3));
    close(figures, "gini", "2", ((2 * 5 - 6 - 1) * 1 + (2 * 6 - 6 - 1) * 3) / (6.0 * 4));
    JsonNode even =
        evaluate(
            "user_id,item_id,rank",
            List.of("anna,a,1", "anna,b,2", "anna,c,3", "ben,d,1", "ben,e,2"),
            "3");
    close(even, "gini", "3", 0);
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

  /// Whoever met a club's items wants the rest of them: neighbours find that, popularity does not.
  @Test
  void simpleRecommendersStandBesideTheLists() throws IOException {
    List<String> met = new ArrayList<>();
    for (int user = 0; user < 12; user++) {
      for (int item = 0; item < 4; item++) {
        met.add("u%d,club%d-%d".formatted(user, user % 3, item));
      }
    }
    met.addAll(List.of("anna,club0-0", "anna,club0-1", "ben,club1-0"));
    Path interactions = Clubs.csv(folder.resolve("met.csv"), met);
    Path held =
        Clubs.csv(
            folder.resolve("held2.csv"), List.of("anna,club0-2", "ben,club1-1", "new,club2-0"));
    Path lists =
        Clubs.csv(folder.resolve("lists2.csv"), List.of("anna,club0-2", "ben,club2-0", "ben,odd"));
    Path others = Clubs.csv(folder.resolve("others.csv"), List.of("ben,club1-1", "new,club2-0"));
    Waymark run =
        Waymark.run(
            "evaluate",
            "--recommendations",
            lists,
            "--holdout",
            held,
            "--interactions",
            interactions,
            "--against",
            others,
            "--k",
            "2",
            "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode figures = run.json();
    close(figures, "recall", "2", 1.0 / 3);
    JsonNode neighbours = figures.path("baselines").path("neighbours");
    assertThat(neighbours.path("recall").path("2").doubleValue()).isGreaterThanOrEqualTo(1.0 / 3);
    assertThat(figures.path("baselines").path("popularity").path("recall").path("2").isDouble())
        .isTrue();
    assertThat(figures.path("novelty").path("2").doubleValue())
        .isCloseTo((2 * log2(14.0 / 4) + log2(14)) / 3, within(1e-9));
    assertThat(figures.path("segments").path("0").path("users").intValue()).isEqualTo(1);
    assertThat(figures.path("segments").path("1-4").path("users").intValue()).isEqualTo(2);
    close(figures.path("segments").path("1-4"), "recall", "2", 0.5);
    JsonNode difference = figures.path("against").path("difference").path("recall").path("2");
    assertThat(difference.path("mean").doubleValue()).isCloseTo(-1.0 / 3, within(1e-9));
    assertThat(difference.path("better").intValue()).isEqualTo(1);
    assertThat(difference.path("worse").intValue()).isEqualTo(2);
    assertThat(difference.path("p").doubleValue()).isBetween(0.5, 0.8);
    // Differences of 1, −1 and −1: an error of ⅔, times 4.302653.
    assertThat(difference.path("ci95").doubleValue()).isCloseTo(4.302653 * 2 / 3, within(1e-6));
    JsonNode sure = figures.path("segments").path("1-4").path("ci95").path("recall").path("2");
    // 1 and 0: an error of ½, times 12.706205 for one degree of freedom.
    assertThat(sure.doubleValue()).isCloseTo(12.706205 / 2, within(1e-6));
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
