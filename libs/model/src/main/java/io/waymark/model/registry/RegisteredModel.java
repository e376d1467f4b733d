package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Signature;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A version of a model, as far as it is known.
///
/// @param metrics as in its manifest
/// @param prefix of its objects in the bucket `models`, ending in `/`
public record RegisteredModel(
    ModelName name,
    ModelVersion version,
    Standing standing,
    Signature signature,
    String algorithm,
    SortedMap<String, Double> metrics,
    Instant createdAt,
    String prefix) {
  public RegisteredModel {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /// A recommender whose package lies complete in the bucket.
  public static RegisteredModel trained(
      ModelName name,
      ModelVersion version,
      String algorithm,
      SortedMap<String, Double> metrics,
      Instant createdAt,
      String prefix) {
    return new RegisteredModel(
        name,
        version,
        Standing.READY,
        OnnxRecommender.SIGNATURE,
        algorithm,
        metrics,
        createdAt,
        prefix);
  }

  /// This, that far.
  public RegisteredModel with(Standing reached) {
    return new RegisteredModel(
        name, version, reached, signature, algorithm, metrics, createdAt, prefix);
  }

  /// This, its graph opened.
  public RegisteredModel with(Signature found) {
    return new RegisteredModel(
        name, version, standing, found, algorithm, metrics, createdAt, prefix);
  }
}
