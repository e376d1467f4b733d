package io.waymark.recommend.answers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /api/v1/recommend`.
///
/// @param recommendationId to send back with the events that follow from this list
/// @param model that was there to answer; none where the tenant has none
/// @param experiment of which this answer counts for one arm; none where the tenant has no
///   experiment, the request none of its users, or another model had to answer
/// @param degraded dependencies that were left out
@Serdeable
public record RecommendResponse(
    String recommendationId,
    @Nullable String userId,
    @Nullable Model model,
    @Nullable Experiment experiment,
    List<String> degraded,
    List<Item> recommendations,
    @Nullable String nextCursor) {

  /// Which model.
  @Serdeable
  public record Model(String name, String version, String algorithm) {}

  /// What a user is part of.
  ///
  /// @param name of the experiment
  /// @param arm that the user has in it
  @Serdeable
  public record Experiment(String name, String arm) {}

  /// One slot.
  ///
  /// @param score in (0, 1], not comparable between answers
  /// @param reason a sentence to show
  /// @param source `model`, `session`, `similar`, `trending`, `latest`, `pinned`, `new` for what
  ///   the model has never seen and ranks by its attributes, or `given` for a candidate of `rerank`
  ///   of which nothing is known
  /// @param because items that speak for this one
  /// @param fields the attributes asked for
  /// @param explanation how it came to its place, where asked for
  @Serdeable
  public record Item(
      String itemId,
      double score,
      String reason,
      String source,
      List<String> because,
      @Schema(ref = "#/components/schemas/AttributeValues")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Map<String, Object> fields,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Explanation explanation) {}

  /// How an item came to its place.
  ///
  /// @param source as of the item
  /// @param scoreParts what the score is made of
  /// @param seeds the items that speak for it and their shares, which together make 1: of a page's
  ///   20 most telling and newest
  /// @param rules boosts, diversity and pins that hit
  /// @param model where a model put it there
  /// @param arm of an experiment; none outside of one
  @Serdeable
  public record Explanation(
      String source,
      ScoreParts scoreParts,
      List<Seed> seeds,
      List<Rule> rules,
      @Nullable Model model,
      @Nullable String arm) {}

  /// What a score is made of.
  ///
  /// @param model the model's own score, any number; none where it did not rank the item
  /// @param base in (0, 1], before boosts; none of a pinned item
  /// @param boost the product of the boosts' factors
  /// @param score the final one
  @Serdeable
  public record ScoreParts(
      @Nullable Double model, @Nullable Double base, double boost, double score) {
    static ScoreParts of(io.waymark.recommend.answers.Explanation explanation, double score) {
      return new ScoreParts(
          orNull(explanation.modelScore()),
          orNull(explanation.layerScore()),
          explanation.boosts().stream()
              .mapToDouble(Question.Boost::factor)
              .reduce(1, (a, b) -> a * b),
          score);
    }

    private static @Nullable Double orNull(OptionalDouble score) {
      return score.isPresent() ? (Double) score.getAsDouble() : null;
    }
  }

  /// An item that speaks for another.
  ///
  /// @param share 0–1: what the model's score loses without this item, against all such losses
  @Serdeable
  public record Seed(String itemId, double share) {}

  /// A rule of the request that hit.
  ///
  /// @param rule `boost`, `diversity` or `pin`
  /// @param filter of a boost
  /// @param factor of a boost
  /// @param position of a pin
  @Serdeable
  public record Rule(
      String rule,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String filter,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double factor,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer position) {
    static final Rule DIVERSITY = new Rule("diversity", null, null, null);

    static Rule of(Question.Boost boost) {
      return new Rule("boost", boost.filter(), boost.factor(), null);
    }

    static Rule pinnedAt(int position) {
      return new Rule("pin", null, null, position);
    }
  }
}
