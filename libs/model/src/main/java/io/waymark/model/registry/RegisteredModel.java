package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Signature;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A version of a model, as far as it is known.
///
/// @param metrics as in its manifest
/// @param created who trained or uploaded it
/// @param prefix of its objects in the bucket `models`, ending in `/`
/// @param activated who let it answer the last time; empty where nobody did, or before that was
///   written down
public record RegisteredModel(
    ModelName name,
    ModelVersion version,
    Standing standing,
    Signature signature,
    String algorithm,
    SortedMap<String, Double> metrics,
    Deed created,
    String prefix,
    Optional<Deed> activated) {
  private static final String ACTIVE = "active";
  private static final String RETIRED = "retired";

  public RegisteredModel {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /// A recommender whose package lies complete in the bucket.
  public static RegisteredModel trained(
      ModelName name,
      ModelVersion version,
      String algorithm,
      SortedMap<String, Double> metrics,
      Deed created,
      String prefix) {
    return new RegisteredModel(
        name,
        version,
        Standing.READY,
        OnnxRecommender.SIGNATURE,
        algorithm,
        metrics,
        created,
        prefix,
        Optional.empty());
  }

  public Instant createdAt() {
    return created.at();
  }

  /// How it stands beside what is active, for whoever looks: `active`, or `retired` where it once
  /// was, or how far it is.
  ///
  /// @param active of its name
  public String stateBeside(Optional<ActiveModel> active) {
    if (active.filter(now -> now.version().equals(version)).isPresent()) {
      return ACTIVE;
    }
    boolean before = active.filter(now -> now.before().contains(version)).isPresent();
    return before || activated.isPresent() ? RETIRED : standing.state().text();
  }

  /// This, that far.
  public RegisteredModel with(Standing reached) {
    return new RegisteredModel(
        name, version, reached, signature, algorithm, metrics, created, prefix, activated);
  }

  /// This, its graph opened.
  public RegisteredModel with(Signature found) {
    return new RegisteredModel(
        name, version, standing, found, algorithm, metrics, created, prefix, activated);
  }

  /// This after it was let answer.
  RegisteredModel activated(Deed last) {
    return new RegisteredModel(
        name, version, standing, signature, algorithm, metrics, created, prefix, Optional.of(last));
  }
}
