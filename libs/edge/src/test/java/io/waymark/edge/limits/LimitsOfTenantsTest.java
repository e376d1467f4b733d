package io.waymark.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsOfTenantsTest {
  private static final TenantLimits LIMITS =
      new TenantLimits(
          Map.of(
              "recommend", new Limit(100, 60),
              "ingest:key", new Limit(7, 3600),
              "limits", new Limit(1, 86_400)));

  @Test
  void areReadAsTheyAreWritten() {
    assertThat(LIMITS.texts())
        .containsExactly("ingest:key=7/3600", "limits=1/86400", "recommend=100/60");
    assertThat(TenantLimits.of(LIMITS.texts())).isEqualTo(LIMITS);
    assertThat(TenantLimits.of(List.of("recommend=100/60", "recommend=10/s", "x", "train=0/1")))
        .isEqualTo(new TenantLimits(Map.of("recommend", new Limit(100, 60))));
  }

  @Test
  void replaceTheDefaultsOfTheirTypeAlone() {
    assertThat(LIMITS.of(EndpointClass.RECOMMEND)).hasValue(new Limit(100, 60));
    assertThat(LIMITS.of(EndpointClass.INGEST)).isEmpty();
    assertThat(LIMITS.ofKey(EndpointClass.INGEST)).hasValue(new Limit(7, 3600));
    assertThat(LIMITS.ofKey(EndpointClass.RECOMMEND)).isEmpty();
  }

  @Test
  void cannotKeepAnybodyFromChangingThem() {
    assertThat("limits").doesNotMatch(EndpointClass.TYPE_SHAPE);
    assertThat(LIMITS.of(EndpointClass.LIMITS)).isEmpty();
    assertThat(LIMITS.ceiling(EndpointClass.LIMITS)).isEqualTo(EndpointClass.LIMITS.usual());
  }

  @Test
  void stayBelowTheCeilingOfTheirClass() {
    TenantLimits limits =
        TenantLimits.of(List.of("recommend=900/60", TenantLimits.ceilingOf("recommend") + "=7/60"));
    assertThat(limits.of(EndpointClass.RECOMMEND)).hasValue(new Limit(900, 60));
    assertThat(limits.ceiling(EndpointClass.RECOMMEND)).isEqualTo(new Limit(7, 60));
    assertThat(limits.ceiling(EndpointClass.INGEST)).isEqualTo(EndpointClass.INGEST.usual());
    assertThat(EndpointClass.types()).containsExactly("recommend", "ingest", "train", "manage");
    assertThat(EndpointClass.types())
        .allMatch(type -> TenantLimits.usual(type).requests() > 0)
        .noneMatch(type -> TenantLimits.ceilingOf(type).matches(EndpointClass.TYPE_SHAPE));
  }

  @Test
  void areOfPositiveNumbers() {
    assertThatThrownBy(() -> new Limit(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limit(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyPathBelongsToAClass() {
    Map<EndpointClass, List<String>> paths =
        Map.of(
            EndpointClass.RECOMMEND,
            List.of(
                "/api/v1/recommend",
                "/api/v1/recommend/batch",
                "/api/v1/trending",
                "/api/v1/items/i/similar",
                "/api/v1/ml/predict"),
            EndpointClass.INGEST,
            List.of("/api/v1/data/ingest", "/api/v1/items", "/api/v1/items/i"),
            EndpointClass.TRAIN,
            List.of("/api/v1/models/train", "/api/v1/models/train/job"),
            EndpointClass.LIMITS,
            List.of("/api/v1/rate-limits", "/api/v1/rate-limits/id"),
            EndpointClass.MANAGE,
            List.of(
                "/api/v1/models", "/api/v1/models/trainer", "/api/v1/auth/me", "/api/v1/members"));
    paths.forEach(
        (endpoints, all) ->
            all.forEach(path -> assertThat(EndpointClass.of(path)).as(path).isEqualTo(endpoints)));
  }

  @Test
  void everyAdjustableClassHasATypeForTenantsAndKeys() {
    for (EndpointClass each : EndpointClass.values()) {
      if (each.adjustable()) {
        assertThat(each.text()).matches(EndpointClass.TYPE_SHAPE);
        assertThat(each.text() + ":key").matches(EndpointClass.TYPE_SHAPE);
      }
    }
  }
}
