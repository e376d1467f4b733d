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
/// @param taste the items the question itself names: seeds of `similar`, a guest's session
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

  public Question {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count must be 1-100");
    }
    taste = List.copyOf(taste);
  }

  /// Bounds of an answer.
  ///
  /// @param filter over the catalogue's attributes; empty for none
  /// @param interacted ways in which the user must not have met an item
  public record Limits(String filter, Set<ItemId> excluded, Set<InteractionType> interacted) {
    public static final Limits NONE = new Limits("", Set.of(), Set.of());

    public Limits {
      excluded = Set.copyOf(excluded);
      interacted = Set.copyOf(interacted);
    }
  }
}
