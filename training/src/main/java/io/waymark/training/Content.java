package io.waymark.training;

import io.waymark.model.content.ContentModel;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was learned of attributes, for items that no user had to do with.
///
/// @param model empty where it is not worth asking, or nothing could be learned
/// @param described as the manifest's parameter `new_items`
/// @param metrics on items held out of the learning, like `new_items.ndcg@10`; empty where not
///   measured
/// @param baseline the same of the popularity of the attributes, the same list for everyone
public record Content(
    Optional<ContentModel> model,
    String described,
    SortedMap<String, Double> metrics,
    SortedMap<String, Double> baseline) {
  /// Of a catalogue that is not there.
  public static final Content NONE = none("there is no catalogue");

  public Content {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
  }

  /// Nothing was learned, for a reason.
  public static Content none(String reason) {
    return new Content(Optional.empty(), reason, new TreeMap<>(), new TreeMap<>());
  }
}
