package io.waymark.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.tenancy.TenantId;
import org.junit.jupiter.api.Test;

class InferenceCacheTest {
  private static final TenantId ONE = new TenantId("one");
  private static final TenantId TWO = new TenantId("two");

  private record Named(TenantId tenant, int number) implements InferenceCache.Key {}

  @Test
  void staysWithinItsBudget() {
    InferenceCache cache = new InferenceCache(10_000, Measurements.NONE);
    for (int number = 0; number < 100; number++) {
      cache.keep(new Named(ONE, number), "answer " + number, 800);
      assertThat(cache.find(new Named(ONE, 0), String.class)).contains("answer 0");
    }
    assertThat(cache.bytes()).isLessThanOrEqualTo(10_000).isGreaterThan(8_000);
    assertThat(cache.find(new Named(ONE, 99), String.class)).contains("answer 99");
    assertThat(cache.find(new Named(ONE, 50), String.class)).isEmpty();
  }

  @Test
  void keepsNothingThatWouldPushMostOthersOut() {
    InferenceCache cache = new InferenceCache(10_000, Measurements.NONE);
    cache.keep(new Named(ONE, 1), "large", 2_000);
    assertThat(cache.find(new Named(ONE, 1), String.class)).isEmpty();
    InferenceCache none = new InferenceCache(0, Measurements.NONE);
    none.keep(new Named(ONE, 1), "small", 1);
    assertThat(none.bytes()).isZero();
  }

  @Test
  void anEqualKeyReplaces() {
    InferenceCache cache = new InferenceCache(10_000, Measurements.NONE);
    cache.keep(new Named(ONE, 1), "first", 100);
    cache.keep(new Named(ONE, 1), "second", 300);
    assertThat(cache.find(new Named(ONE, 1), String.class)).contains("second");
    assertThat(cache.bytes()).isEqualTo(500);
  }

  @Test
  void isEachTenantsOwn() { // R8
    InferenceCache cache = new InferenceCache(10_000, Measurements.NONE);
    cache.keep(new Named(ONE, 1), "of one", 100);
    assertThat(cache.find(new Named(TWO, 1), String.class)).isEmpty();
  }
}
