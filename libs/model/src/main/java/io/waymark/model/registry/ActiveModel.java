package io.waymark.model.registry;

import io.waymark.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The version that answers, and those that did before.
///
/// @param before versions active earlier, the last one last; at most [#REMEMBERED]
public record ActiveModel(ModelVersion version, Instant activatedAt, List<ModelVersion> before) {
  public static final int REMEMBERED = 20;

  public ActiveModel {
    before = List.copyOf(before);
  }

  /// This after `next` was activated at `now`.
  ActiveModel followedBy(ModelVersion next, Instant now) {
    List<ModelVersion> all =
        java.util.stream.Stream.concat(before.stream(), java.util.stream.Stream.of(version))
            .toList();
    return new ActiveModel(
        next, now, all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
  }

  /// What a rollback at `now` leads to; empty where nothing was active before.
  Optional<ActiveModel> rolledBack(Instant now) {
    return before.isEmpty()
        ? Optional.empty()
        : Optional.of(new ActiveModel(before.getLast(), now, before.subList(0, before.size() - 1)));
  }
}
