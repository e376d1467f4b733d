package io.waymark.model;

/// One question of a batch to a [Recommender]. Not a record, because of the array, which callers
/// hand over and leave alone.
public final class Query {
  private final History history;
  private final ItemMask allowed;
  private final int[] excluded;
  private final int count;

  /// A question; the parameters are those of [Recommender#recommend(History, ItemMask, int[],
  /// int)].
  public Query(History history, ItemMask allowed, int[] excluded, int count) {
    this.history = history;
    this.allowed = allowed;
    this.excluded = excluded;
    this.count = count;
  }

  public History history() {
    return history;
  }

  public ItemMask allowed() {
    return allowed;
  }

  public int[] excluded() {
    return excluded;
  }

  public int count() {
    return count;
  }
}
