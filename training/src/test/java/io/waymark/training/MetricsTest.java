package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  /// One user holds out two items, found at ranks 1 and 3; another holds out one and has no list.
  @Test
  void followTheirDefinitions() {
    RankedLists lists = new RankedLists();
    lists.hold("u", "a");
    lists.hold("u", "c");
    lists.hold("v", "a");
    lists.recommend("u", "c", 3);
    lists.recommend("u", "b", 2);
    lists.recommend("u", "a", 1);
    lists.recommend("u", "a", 4);
    lists.recommend("stranger", "a", 1);
    Metrics metrics = lists.measure(List.of(1, 3, 20), RankedLists.Commonness.UNKNOWN).metrics();
    assertThat(metrics.users()).isEqualTo(2);
    assertThat(lists.usersWithoutList()).isEqualTo(1);
    assertThat(lists.duplicates()).isEqualTo(1);
    assertThat(metrics.get("recall@1")).isEqualTo(0.25);
    assertThat(metrics.get("recall@3")).isEqualTo(0.5);
    assertThat(metrics.get("ndcg@1")).isEqualTo(0.5);
    double ideal = 1 + 1 / (Math.log(3) / Math.log(2));
    assertThat(metrics.get("ndcg@3")).isCloseTo((1 + 0.5) / ideal / 2, within(1e-12));
    assertThat(metrics.deciding()).isEqualTo(metrics.get("ndcg@3"));
    assertThat(metrics.get("hr@20")).isEqualTo(0.5);
    assertThat(metrics.get("mrr@20")).isEqualTo(0.5);
    assertThat(metrics.get("coverage@1")).isEqualTo(1);
    assertThat(metrics.get("coverage@3")).isEqualTo(3);
  }

  /// Of four items one has two of three places, one has one; 8 users, of whom 4 and 1 met these.
  @Test
  void sayHowUnevenAndHowNewListsAre() {
    RankedLists lists = new RankedLists();
    lists.hold("u", "a");
    lists.hold("v", "a");
    lists.recommend("u", "a", 1);
    lists.recommend("u", "b", 2);
    lists.recommend("v", "a", 1);
    Metrics metrics =
        lists
            .measure(
                List.of(2), new RankedLists.Commonness(8, Map.of("a", 4, "b", 1, "c", 2, "d", 8)))
            .metrics();
    // Sums of differences between all pairs, over twice their number times the mean.
    assertThat(metrics.get("gini@2"))
        .isCloseTo((2.0 * (2 + 2 + 1 + 1 + 1)) / (2 * 16 * 0.75), within(1e-12));
    assertThat(metrics.get("novelty@2")).isCloseTo((1.0 + 1 + 3) / 3, within(1e-12));
    assertThat(lists.measure(List.of(2), RankedLists.Commonness.UNKNOWN).metrics().byName())
        .doesNotContainKey("novelty@2");
  }

  @Test
  void rankByScoreThenPosition() {
    float none = Float.NEGATIVE_INFINITY;
    float[] scores = {1, 5, none, 5, 3, -2};
    assertThat(Evaluation.top(scores, 3)).containsExactly(1, 3, 4);
    assertThat(Evaluation.top(scores, 10)).containsExactly(1, 3, 4, 0, 5);
    assertThat(Evaluation.top(scores, 0)).isEmpty();
  }
}
