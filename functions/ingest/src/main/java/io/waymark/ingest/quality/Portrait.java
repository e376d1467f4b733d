package io.waymark.ingest.quality;

import io.micronaut.serde.annotation.Serdeable;
import io.waymark.tenancy.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is kept of an upload that was stored, or of a day, so that later ones can be compared with
/// it.
///
/// @param rows how many it had
/// @param samples of its `users`, `items` and `rows`, as [KeySample] keeps them
/// @param types the share of each type of interaction
/// @param columns as in its profile
@Serdeable
public record Portrait(
    long rows,
    Map<String, List<Long>> samples,
    Map<String, Double> types,
    Map<String, Profile.Column> columns) {
  static final String ROWS = "rows";

  static final Portrait EMPTY = new Portrait(0, Map.of(), Map.of(), Map.of());

  public Portrait {
    samples = Map.copyOf(samples);
    types = Map.copyOf(types);
    columns = Map.copyOf(columns);
  }

  /// The hashes of rows stay: they say nothing to who does not have the row.
  public Portrait without(UserId user) {
    List<Long> users = samples.getOrDefault(Profile.USERS, List.of());
    long hash = KeyCounts.hash(user.value());
    if (!users.contains(hash)) {
      return this;
    }
    Map<String, List<Long>> left = new HashMap<>(samples);
    left.put(Profile.USERS, users.stream().filter(each -> each != hash).toList());
    return new Portrait(rows, left, types, columns);
  }

  KeySample sample(String name) {
    return new KeySample(KeySample.MOST, samples.getOrDefault(name, List.of()));
  }

  /// How far the mix of types is from that of `other`: the share of rows that would have to be of
  /// another type (total variation distance, ½ Σ |p − q|).
  double distance(Portrait other) {
    double sum = 0;
    for (Map.Entry<String, Double> each : types.entrySet()) {
      sum += Math.abs(each.getValue() - other.types.getOrDefault(each.getKey(), 0.0));
    }
    for (Map.Entry<String, Double> each : other.types.entrySet()) {
      if (!types.containsKey(each.getKey())) {
        sum += each.getValue();
      }
    }
    return sum / 2;
  }

  /// By how many standard deviations of `before` the mean of a column moved; none where one of both
  /// has no numbers, or `before` has one number only.
  static Optional<Double> shift(Profile.Column now, Profile.Column before) {
    return before
        .range()
        .filter(range -> range.deviation() > 0)
        .flatMap(then -> now.range().map(range -> (range.mean() - then.mean()) / then.deviation()));
  }
}
