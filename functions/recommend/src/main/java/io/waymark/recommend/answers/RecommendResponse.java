package io.waymark.recommend.answers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /api/v1/recommend`.
///
/// @param recommendationId to send back with the events that follow from this list
/// @param model that was there to answer; none where the tenant has none
/// @param degraded dependencies that were left out
@Serdeable
public record RecommendResponse(
    String recommendationId,
    @Nullable String userId,
    @Nullable Model model,
    @Nullable String experiment,
    List<String> degraded,
    List<Item> recommendations,
    @Nullable String nextCursor) {

  /// Which model.
  @Serdeable
  public record Model(String name, String version, String algorithm) {}

  /// One slot.
  ///
  /// @param score in (0, 1], not comparable between answers
  /// @param reason a sentence to show
  /// @param source `model`, `session`, `similar`, `trending`, `latest`, `pinned`, or `given` for a
  ///   candidate of `rerank` of which nothing is known
  /// @param because items that speak for this one
  /// @param fields the attributes asked for
  @Serdeable
  public record Item(
      String itemId,
      double score,
      String reason,
      String source,
      List<String> because,
      @Schema(ref = "#/components/schemas/AttributeValues")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Map<String, Object> fields) {}
}
