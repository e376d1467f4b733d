package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A version whose package lies complete in the bucket.
///
/// @param state `ready`; further states come with uploads of own models
/// @param metrics as in its manifest
/// @param prefix of its objects in the bucket `models`, ending in `/`
public record RegisteredModel(
    ModelName name,
    ModelVersion version,
    String state,
    String algorithm,
    SortedMap<String, Double> metrics,
    Instant createdAt,
    String prefix) {
  public static final String READY = "ready";

  public RegisteredModel {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }
}
