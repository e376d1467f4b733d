package io.waymark.recommend.answers;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/recommend`. Every field may be left out.
///
/// @param userId whose history counts; without one, `session_items` may say what a guest looks at
/// @param tenantId may be left out; else it must be the tenant of the credential
/// @param count 1–100, by default 10; of `rerank` 1–1,000, by default all candidates
/// @param placement `for_you` (default), `similar`, `cart`, `rerank`, `trending`
/// @param seedItems of `similar` and `cart`, 1–100: what the list is to be similar to or go with
/// @param sessionItems of a guest: the items looked at, newest last
/// @param candidateItems of `rerank`, 1–1,000, each once: all of them come back, best first, those
///   that nobody offers last in the order given; filter and exclusions do not go with it
/// @param filter CEL over the item's attributes, like `item.price < 50.0 && item.brand == 'x'`
/// @param excludeItems items to leave out
/// @param excludeInteracted interaction types: items the user met so are left out
/// @param boosts at most 10, of which each multiplies the scores of what its filter matches; all
///   that match an item count; they act before the cut
/// @param pins at most 100, each of which holds a place for one item, as long as it is offered,
///   matches the filter and is not excluded; else the next one takes the place
/// @param diversity 0–1: how much the list is spread over the values of one attribute; 0 (default)
///   changes nothing, with 1 the values take turns
/// @param diversityBy that attribute, by default `category`
/// @param newShare 0–1: of `for_you`, `similar` and `cart` the share of places for items that the
///   model has never seen, by their attributes; 0.1 (default) is every tenth place
/// @param windowDays of `trending`, 1–30: only the newest days of what the model was trained on
///   count, by the day on which each user liked an item last; 30 where `half_life_days` alone is
///   given. With neither, all days count, those of a month before half
/// @param halfLifeDays of `trending`, 0.1–365: days after which a choice counts half; none means
///   that all days of the window count the same
/// @param explain whether each item says how it came to its place
/// @param fields to send along with each item: `name`, `category`, `price`, `brand`, `description`,
///   `tags` and further columns of the catalogue by their names
/// @param cursor the `next_cursor` of the page before, at most 30 minutes old; all other fields as
///   there, but `count`, `fields` and `explain`
/// @param model its name, by default `default`
@Serdeable
@Schema(
    example =
        "{\"user_id\": \"user_001\", \"count\": 5, \"filter\": \"item.price < 50.0\", \"fields\": [\"name\", \"price\"]}")
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
    @Nullable List<@Nullable Boost> boosts,
    @Nullable List<@Nullable Pin> pins,
    @Nullable Double diversity,
    @Nullable String diversityBy,
    @Nullable Double newShare,
    @Nullable Integer windowDays,
    @Nullable Double halfLifeDays,
    @Nullable Boolean explain,
    @Nullable List<String> fields,
    @Nullable String cursor,
    @Nullable String model) {

  /// Raises or lowers what matches.
  ///
  /// @param filter CEL as in `filter`
  /// @param factor 0.01–100; above 1 raises, below 1 lowers
  @Serdeable
  public record Boost(@Nullable String filter, @Nullable Double factor) {}

  /// Holds a place.
  ///
  /// @param position 1–1,000, from 1 over all pages
  @Serdeable
  public record Pin(@Nullable String itemId, @Nullable Integer position) {}

  static RecommendRequest similar(
      String seed,
      @Nullable Integer count,
      @Nullable String filter,
      @Nullable List<String> fields) {
    return of("similar", List.of(seed), count, null, null, filter, fields);
  }

  static RecommendRequest trending(
      @Nullable Integer count,
      @Nullable Integer windowDays,
      @Nullable Double halfLifeDays,
      @Nullable String filter,
      @Nullable List<String> fields) {
    return of("trending", null, count, windowDays, halfLifeDays, filter, fields);
  }

  /// Asks for no user.
  private static RecommendRequest of(
      String placement,
      @Nullable List<String> seedItems,
      @Nullable Integer count,
      @Nullable Integer windowDays,
      @Nullable Double halfLifeDays,
      @Nullable String filter,
      @Nullable List<String> fields) {
    return new RecommendRequest(
        null,
        null,
        count,
        placement,
        seedItems,
        null,
        null,
        filter,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        windowDays,
        halfLifeDays,
        null,
        fields,
        null,
        null);
  }
}
