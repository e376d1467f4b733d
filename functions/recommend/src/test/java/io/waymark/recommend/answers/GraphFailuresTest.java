package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GraphFailuresTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final TenantId shop = new TenantId("shop");
  private final ModelVersion version = ModelVersion.at(NOON, 1);
  private final GraphFailures failures = new GraphFailures();

  @Test
  void areNewsOnceAMinute() {
    assertThat(failures.isNews(shop, version, NOON)).isTrue();
    assertThat(failures.isNews(shop, version, NOON)).isFalse();
    assertThat(failures.isNews(shop, version, NOON.plusSeconds(59))).isFalse();
    assertThat(failures.isNews(shop, version, NOON.plusSeconds(60))).isTrue();
    assertThat(failures.isNews(shop, version, NOON.plusSeconds(61))).isFalse();
  }

  @Test
  void areOfOneVersionOfOneTenant() {
    assertThat(failures.isNews(shop, version, NOON)).isTrue();
    assertThat(failures.isNews(shop, ModelVersion.at(NOON, 2), NOON)).isTrue();
    assertThat(failures.isNews(new TenantId("rival"), version, NOON)).isTrue();
    assertThat(failures.isNews(shop, version, NOON)).isFalse();
  }
}
