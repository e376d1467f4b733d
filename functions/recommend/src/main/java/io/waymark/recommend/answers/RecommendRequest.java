package io.waymark.recommend.answers;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/recommend`. Every field may be left out.
///
/// @param userId whose history counts; without one, `session_items` may say what a guest looks at
/// @param tenantId only to be checked against the credential
/// @param count 1–100, by default 10
/// @param placement `for_you` (default), `similar`, `trending`
/// @param seedItems of `similar`
/// @param filter CEL over `item.<attribute>`
/// @param excludeInteracted interaction types: items the user met so are left out
/// @param fields attributes of the catalogue to send along with each item
@Serdeable
public record RecommendRequest(
    @Nullable String userId,
    @Nullable String tenantId,
    @Nullable Integer count,
    @Nullable String placement,
    @Nullable List<String> seedItems,
    @Nullable List<String> sessionItems,
    @Nullable List<String> candidateItems,
    @Nullable String filter,
    @Nullable List<String> excludeItems,
    @Nullable List<String> excludeInteracted,
    @Nullable List<Boost> boosts,
    @Nullable List<Pin> pins,
    @Nullable Double diversity,
    @Nullable Boolean explain,
    @Nullable List<String> fields,
    @Nullable String cursor,
    @Nullable String model) {

  /// Raises what matches; not available yet.
  @Serdeable
  public record Boost(@Nullable String filter, @Nullable Double factor) {}

  /// Holds a place; not available yet.
  @Serdeable
  public record Pin(@Nullable String itemId, @Nullable Integer position) {}

  static RecommendRequest of(
      String placement,
      List<String> seeds,
      @Nullable Integer count,
      @Nullable String filter,
      @Nullable List<String> fields) {
    return new RecommendRequest(
        null, null, count, placement, seeds, null, null, filter, null, null, null, null, null, null,
        fields, null, null);
  }
}
