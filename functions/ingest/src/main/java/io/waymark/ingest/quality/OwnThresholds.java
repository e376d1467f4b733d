package io.waymark.ingest.quality;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The thresholds that a tenant set for itself; all others are the installation's.
///
/// @param values none of which [#wrong] names
public record OwnThresholds(Map<Threshold, Double> values) {
  private static final double PLACES = 1e9;

  /// What holds an upload, and from where on the same is worth a warning.
  static final Map<Threshold, Threshold> WARNING_OF =
      Map.of(
          Threshold.DOMINANT_HELD, Threshold.DOMINANT_WARNING,
          Threshold.REJECTED_HELD, Threshold.REJECTED_WARNING);

  /// After [#WARNING_OF], which the constructor reads.
  public static final OwnThresholds NONE = new OwnThresholds(Map.of());

  public OwnThresholds {
    Map<Threshold, Double> ordered = new EnumMap<>(Threshold.class);
    ordered.putAll(values);
    Map<Threshold, String> wrong = wrong(ordered);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(wrong.toString());
    }
    values = Collections.unmodifiableMap(ordered);
  }

  /// With values as they are kept, to nine decimal places: a table takes no number as small as
  /// those that a request may hold, and no share that small is one.
  static OwnThresholds rounded(Map<Threshold, Double> values) {
    Map<Threshold, Double> rounded = new EnumMap<>(Threshold.class);
    values.forEach(
        (threshold, value) -> rounded.put(threshold, Math.rint(value * PLACES) / PLACES));
    return new OwnThresholds(rounded);
  }

  /// What is wrong with each value; empty where they can be set.
  static Map<Threshold, String> wrong(Map<Threshold, Double> values) {
    Map<Threshold, String> wrong = new EnumMap<>(Threshold.class);
    values.forEach(
        (threshold, value) -> threshold.wrong(value).ifPresent(why -> wrong.put(threshold, why)));
    WARNING_OF.forEach(
        (held, warning) -> {
          double least = values.getOrDefault(warning, Double.NEGATIVE_INFINITY);
          if (values.getOrDefault(held, Double.POSITIVE_INFINITY) < least) {
            wrong.putIfAbsent(held, "must not be below " + warning.text());
          }
        });
    return wrong;
  }
}
