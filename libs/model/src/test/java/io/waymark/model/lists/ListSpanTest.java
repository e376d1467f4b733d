package io.waymark.model.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.UserId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListSpanTest {
  @Test
  void comesBackFromAnObjectsMetadata() {
    ListSpan span = new ListSpan(new UserId("ä 1"), new UserId("日本"));
    assertThat(ListSpan.of(span.metadata())).contains(span);
    assertThat(span.metadata().values()).allMatch(value -> value.matches("[A-Za-z0-9_-]+"));
    assertThat(ListSpan.of(Map.of())).isEmpty();
    assertThat(ListSpan.of(Map.of("first-user", "YQ"))).isEmpty();
  }

  /// DynamoDB orders by bytes of UTF-8: there what Java's strings have first comes last.
  @Test
  void reachesFromItsFirstToItsLastUser() {
    ListSpan span = new ListSpan(new UserId("b"), new UserId("\uFF61"));
    assertThat(span.reaches(new UserId("b"))).isTrue();
    assertThat(span.reaches(new UserId("ba"))).isTrue();
    assertThat(span.reaches(new UserId("\uFF61"))).isTrue();
    assertThat(span.reaches(new UserId("a"))).isFalse();
    assertThat(span.reaches(new UserId("\uD83D\uDE00"))).isFalse();
    assertThat(
            new ListSpan(new UserId("b"), new UserId("\uD83D\uDE00")).reaches(new UserId("\uFF61")))
        .isTrue();
  }
}
