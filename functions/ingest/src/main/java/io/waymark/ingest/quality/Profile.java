package io.waymark.ingest.quality;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the accepted rows of a file look like, counted in one pass over them.
///
/// @param rows how many there are; the other figures are empty where there is none
/// @param dimensions of interactions `users`, `items`, `types`, `days` and, where the catalogue
///   tells them, `categories`; of items `categories` and `brands`; those of which no row has a
///   value are left out
/// @param columns the fields that a row need not have; of interactions also the `category` that the
///   catalogue has for their items, where it has any
/// @param correlations of two fields that hold numbers, by their names like `rating_value`; those
///   of which one is constant are left out
/// @param pairs user-item pairs that occur, 0 in a file of items
/// @param times none where no row has a time
@Serdeable
public record Profile(
    long rows,
    Map<String, Dimension> dimensions,
    Map<String, Column> columns,
    Map<String, Pair> correlations,
    long pairs,
    @Schema(nullable = true) Optional<Times> times) {
  public static final String USERS = "users";
  static final String ITEMS = "items";
  static final String TYPES = "types";
  static final String DAYS = "days";
  static final String CATEGORIES = "categories";
  static final String BRANDS = "brands";

  public static final Profile EMPTY =
      new Profile(0, Map.of(), Map.of(), Map.of(), 0, Optional.empty());

  public Profile {
    dimensions = Map.copyOf(dimensions);
    columns = Map.copyOf(columns);
    correlations = Map.copyOf(correlations);
  }

  public Profile with(Map<String, Dimension> next) {
    return new Profile(rows, next, columns, correlations, pairs, times);
  }

  /// How rows are spread over the values of one field.
  ///
  /// @param distinct how many values there are
  /// @param estimated whether there are too many to count: then `distinct`, `entropy` and `gini`
  ///   come from a sample of them, and `top_share` is the least it can be
  /// @param entropy in nats
  /// @param gini 0 where all values are equally frequent, near 1 where one has nearly everything
  /// @param top the most frequent value
  /// @param topShare its share of the rows
  /// @param diversity Heip's evenness, (exp(entropy) − 1) / (distinct − 1): 1 where all values are
  ///   equally frequent, near 0 where few have nearly everything, 0 where there is one
  /// @param collapse how far the most frequent value is above its even share, (top_share − 1/n) /
  ///   (1 − 1/n) with n = distinct: 0 where all are equally frequent, 1 where there is one
  @Serdeable
  public record Dimension(
      long distinct,
      boolean estimated,
      double entropy,
      double gini,
      String top,
      double topShare,
      double diversity,
      double collapse) {

    public Dimension withTop(String next) {
      return new Dimension(distinct, estimated, entropy, gini, next, topShare, diversity, collapse);
    }

    /// @param top what the most frequent value is called
    static Dimension of(KeyCounts counts, String top) {
      long distinct = Math.max(1, counts.distinct());
      double topShare = (double) counts.topCount() / counts.rows();
      double even = 1.0 / distinct;
      return new Dimension(
          distinct,
          counts.estimated(),
          counts.entropy(),
          counts.gini(),
          top,
          topShare,
          distinct == 1 ? 0 : unit(Math.expm1(counts.entropy()) / (distinct - 1)),
          distinct == 1 ? 1 : unit((topShare - even) / (1 - even)));
    }
  }

  /// A field that a row need not have.
  ///
  /// @param missing the share of rows without it
  /// @param range none where it is no number, or no row has it
  @Serdeable
  public record Column(double missing, @Schema(nullable = true) Optional<Range> range) {}

  /// The numbers of a column.
  ///
  /// @param deviation the standard deviation of all of them
  /// @param skewness the third standardized moment: 0 where both sides are alike, about the square
  ///   root of the rows where one of them is far from all others
  @Serdeable
  public record Range(
      double least, double most, double mean, double deviation, double skewness, Spread spread) {
    boolean constant() {
      return least == most;
    }
  }

  /// How the numbers of a column are spread, right to 1 %.
  ///
  /// @param lower the quartile
  /// @param outliers the share more than three widths of the middle half below `lower` or above
  ///   `upper`; 0 where the quartiles are equal
  /// @param top the most frequent
  /// @param topShare its share; a lower bound where there are more than 4,096 different ones
  @Serdeable
  public record Spread(
      double lower, double median, double upper, double outliers, double top, double topShare) {}

  /// How far two columns go together.
  ///
  /// @param rows how many have both
  /// @param r Pearson's coefficient, from −1 to 1
  @Serdeable
  public record Pair(long rows, double r) {}

  /// When it happened.
  ///
  /// @param busiestMinute when the minute with the most rows begins
  /// @param busiestMinuteShare its share of the rows that have a time
  /// @param ahead the share of rows after the file came, as far as that is tolerated
  /// @param old the share of rows more than ten years before the file came
  @Serdeable
  public record Times(
      Instant first,
      Instant last,
      Instant busiestMinute,
      double busiestMinuteShare,
      double ahead,
      double old) {}

  /// Numbers for dashboards; none where there are no rows.
  ///
  /// - `diversity_…`, `collapse_…` of each dimension; `collapse_time` is the share of the busiest
  ///   minute.
  /// - `diversity`: the least of users and items, or of categories in a file of items.
  /// - `collapse`: the most of the same. Types and time stay out: one type, or one day, is usual.
  /// - `users`, `items`: how many there are; `density`: the share of user-item pairs that occur.
  public Map<String, Double> scores() {
    Map<String, Double> scores = new TreeMap<>();
    dimensions.forEach(
        (name, dimension) -> {
          scores.put("diversity_" + name, dimension.diversity());
          scores.put("collapse_" + name, dimension.collapse());
          if (judged().contains(name)) {
            scores.put(name, (double) dimension.distinct());
            scores.merge("diversity", dimension.diversity(), Math::min);
            scores.merge("collapse", dimension.collapse(), Math::max);
          }
        });
    times.ifPresent(when -> scores.put("collapse_time", when.busiestMinuteShare()));
    if (pairs > 0) {
      scores.put("density", unit(pairs / possiblePairs()));
    }
    return scores;
  }

  /// The dimensions that must not collapse.
  private Set<String> judged() {
    return dimensions.containsKey(USERS) ? Set.of(USERS, ITEMS) : Set.of(CATEGORIES);
  }

  private double possiblePairs() {
    return dimensions.entrySet().stream()
        .filter(each -> each.getKey().equals(USERS) || each.getKey().equals(ITEMS))
        .mapToDouble(each -> each.getValue().distinct())
        .reduce(1, (one, other) -> one * other);
  }

  /// The share of rows whose user met the same item before.
  double repeats() {
    return pairs == 0 ? 0 : unit(1 - (double) pairs / rows);
  }

  private static double unit(double value) {
    return Math.clamp(value, 0.0, 1.0);
  }
}
