package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import io.waymark.training.InteractionMatrix.Weighting;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InteractionMatrixTest {
  private final InteractionRows rows = new InteractionRows();

  private void row(String user, String item, String type, long time) {
    rows.add(interaction(user, item, type, OptionalDouble.empty(), time));
  }

  private static Interaction interaction(
      String user, String item, String type, OptionalDouble rating, long time) {
    return new Interaction(
        new UserId(user),
        new ItemId(item),
        new InteractionType(type),
        Optional.of(Instant.ofEpochMilli(time)),
        new InteractionDetails(
            rating,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalInt.empty()),
        Optional.empty());
  }

  private float value(InteractionMatrix matrix, String user, String item) {
    int at = matrix.users().indexOf(user);
    int column = matrix.items().indexOf(item);
    for (int entry = matrix.entries().start(at); entry < matrix.entries().end(at); entry++) {
      if (matrix.entries().column(entry) == column) {
        return matrix.entries().value(entry);
      }
    }
    return 0;
  }

  @Test
  void keepsOneEntryPerUserAndItemWithTheStrongestWeight() {
    row("u", "a", "view", 1);
    row("u", "a", "purchase", 2);
    row("u", "a", "click", 3);
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(matrix.entries().size()).isEqualTo(1);
    assertThat(value(matrix, "u", "a")).isEqualTo(6);
    assertThat(matrix.time(0)).isEqualTo(3);
  }

  @Test
  void leavesOutImpressions() {
    row("u", "a", "impression", 1);
    row("u", "b", "view", 1);
    assertThat(rows.toMatrix().items()).containsExactly("b");
    assertThat(rows.read()).isEqualTo(2);
  }

  @Test
  void letsTheNewerOfTwoRefusalsStandInAnyOrder() {
    rows.add("u", "a", InteractionMatrix.REFUSED, 1);
    rows.add("u", "a", InteractionMatrix.RATED_LOW, 2);
    rows.add("u", "b", InteractionMatrix.RATED_LOW, 2);
    rows.add("u", "b", InteractionMatrix.REFUSED, 1);
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(value(matrix, "u", "a")).isEqualTo(InteractionMatrix.RATED_LOW);
    assertThat(value(matrix, "u", "b")).isEqualTo(InteractionMatrix.RATED_LOW);
  }

  @Test
  void letsTheNewerOfLikingAndRefusalStand() {
    row("u", "a", "view", 1);
    row("u", "a", "dislike", 2);
    row("u", "b", "remove", 1);
    row("u", "b", "like", 2);
    row("u", "c", "like", InteractionMatrix.NO_TIME);
    row("u", "c", "dislike", InteractionMatrix.NO_TIME);
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(value(matrix, "u", "a")).isEqualTo(InteractionMatrix.REFUSED);
    assertThat(value(matrix, "u", "b")).isEqualTo(4);
    assertThat(value(matrix, "u", "c")).isEqualTo(InteractionMatrix.REFUSED);
    assertThat(matrix.positives(Weighting.EQUAL).size()).isEqualTo(1);
  }

  @Test
  void takesLowRatingsAsEvidenceOnlyWhereAllCountsEqually() {
    rows.add(interaction("u", "a", "rating", OptionalDouble.of(2), 1));
    rows.add(interaction("u", "b", "rating", OptionalDouble.of(5), 1));
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(matrix.positives(Weighting.TYPED).size()).isEqualTo(1);
    assertThat(matrix.positives(Weighting.EQUAL).size()).isEqualTo(2);
    assertThat(matrix.weighs()).isTrue();
  }

  @Test
  void scalesWeightsToAMeanOfOne() {
    row("u", "a", "view", 1);
    row("u", "b", "purchase", 1);
    assertThat(rows.toMatrix().positives(Weighting.TYPED).total()).isCloseTo(2, within(1e-6));
  }

  @Test
  void isTheSameForRowsInAnyOrder() {
    InteractionRows backwards = new InteractionRows();
    String[][] all = {{"u2", "a"}, {"u1", "b"}, {"u1", "a"}, {"u2", "c"}};
    for (int at = 0; at < all.length; at++) {
      row(all[at][0], all[at][1], "view", 5);
      String[] last = all[all.length - 1 - at];
      backwards.add(interaction(last[0], last[1], "view", OptionalDouble.empty(), 5));
    }
    assertThat(rows.toMatrix().fingerprint()).isEqualTo(backwards.toMatrix().fingerprint());
    assertThat(rows.toMatrix().fingerprint()).isEqualTo(rows.toMatrix().fingerprint());
    assertThat(rows.toMatrix().users()).containsExactly("u1", "u2");
    assertThat(rows.toMatrix().items()).containsExactly("a", "b", "c");
  }

  @Test
  void refusesATypeThatIsNoWord() {
    assertThatThrownBy(() -> row("u", "a", "Not A Type", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interaction_type");
  }

  @Test
  void turnsOver() {
    row("u1", "a", "view", 1);
    row("u1", "b", "click", 1);
    row("u2", "b", "cart", 1);
    Csr turned = rows.toMatrix().entries().transposed();
    assertThat(turned.rowCount()).isEqualTo(2);
    assertThat(turned.end(1) - turned.start(1)).isEqualTo(2);
    assertThat(turned.contains(0, 1)).isFalse();
    assertThat(turned.contains(1, 1)).isTrue();
    assertThat(turned.total()).isEqualTo(7);
  }
}
