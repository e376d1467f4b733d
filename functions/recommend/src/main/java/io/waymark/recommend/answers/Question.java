package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelName;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a caller asks.
///
/// @param user whose history counts; empty for a guest
/// @param taste the items the question itself names: seeds of `similar` and `cart`, a session
/// @param limits what must not come
public record Question(
    Placement placement,
    int count,
    Optional<UserId> user,
    List<ItemId> taste,
    Limits limits,
    ModelName model) {
  public static final int DEFAULT_COUNT = 10;
  public static final int MAX_COUNT = 100;
  public static final int MAX_CANDIDATES = 1_000;

  public Question {
    if (count < 1 || count > MAX_CANDIDATES) {
      throw new IllegalArgumentException("count must be 1-" + MAX_CANDIDATES);
    }
    taste = List.copyOf(taste);
  }

  /// Bounds of an answer.
  ///
  /// @param filter over the catalogue's attributes; empty for none
  /// @param interacted ways in which the user must not have met an item
  /// @param candidates of `rerank`: these alone come, each of them once
  public record Limits(
      String filter,
      Set<ItemId> excluded,
      Set<InteractionType> interacted,
      List<ItemId> candidates) {
    public Limits {
      excluded = Set.copyOf(excluded);
      interacted = Set.copyOf(interacted);
      candidates = List.copyOf(candidates);
    }
  }
}
