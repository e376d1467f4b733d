package io.waymark.model.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.ModelVersion;
import io.waymark.model.answers.RecommendationIds.Named;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecommendationIdsTest {
  private final RecommendationIds ids = new RecommendationIds(new byte[32]);

  @Test
  void carryWhatTheyName() {
    Named longest =
        new Named(
            new TenantId("t".repeat(63)),
            "m".repeat(63),
            Optional.of(new ModelVersion("20260102T030405Z-f0e1d2")),
            248,
            Placement.SIMILAR,
            Instant.parse("2026-11-21T05:06:07.089Z"));
    String name = ids.name(longest);
    assertThat(name).hasSizeLessThanOrEqualTo(200).matches("[A-Za-z0-9_-]+");
    assertThat(ids.read(name)).contains(longest);
    Named shortest =
        new Named(
            new TenantId("t"), "", Optional.empty(), 0, Placement.FOR_YOU, Instant.ofEpochMilli(1));
    assertThat(ids.read(ids.name(shortest))).contains(shortest);
  }

  /// Lists are told of for weeks: what is read here was named by an earlier version of ours.
  @Test
  void readAsEver() {
    assertThat(ids.read("FAGh_H9acRJpVzWl8OHSBGRlbW9kYXlzOTDD99nGpDASXw"))
        .contains(
            new Named(
                new TenantId("demo"),
                "days90",
                Optional.of(new ModelVersion("20260102T030405Z-f0e1d2")),
                18,
                Placement.CART,
                Instant.parse("2026-11-21T05:06:07.089Z")));
  }

  @Test
  void areNotBelievedFromAnyoneElse() {
    Named named =
        new Named(
            new TenantId("demo"),
            "default",
            Optional.empty(),
            0,
            Placement.TRENDING,
            Instant.EPOCH);
    String name = ids.name(named);
    byte[] otherKey = new byte[32];
    otherKey[5] = 1;
    assertThat(new RecommendationIds(otherKey).read(name)).isEmpty();
    for (int at = 0; at < name.length(); at++) {
      char other = name.charAt(at) == 'A' ? 'B' : 'A';
      assertThat(ids.read(name.substring(0, at) + other + name.substring(at + 1)))
          .as("changed at " + at)
          .satisfiesAnyOf(
              read -> assertThat(read).isEmpty(),
              read -> assertThat(read).contains(named)); // spare bits of the last character
      assertThat(ids.read(name.substring(0, at))).isEmpty();
    }
    assertThat(ids.read("no name of ours!")).isEmpty();
    assertThatThrownBy(() -> new RecommendationIds(new byte[8])).hasMessageContaining("32 bytes");
  }
}
