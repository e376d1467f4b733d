package io.waymark.model;

import java.util.List;
import java.util.function.Consumer;

/// A model in memory that answers histories with lists. Threads may share it; each call runs on its
/// caller's thread.
public interface Recommender extends AutoCloseable {
  /// More than any request asks for.
  int MAX_COUNT = 10_000;

  int items();

  /// About what the model takes in memory.
  long bytes();

  /// What it would take beside [#bytes] to answer quicker; 0 where nothing would.
  default long packing() {
    return 0;
  }

  /// From now on it may take [#packing], which [#bytes] counts as long as that can be had. Answers
  /// stay the same.
  ///
  /// @param failed is told once, by any thread, where it could not: answers stay as slow as they
  ///   are
  default void pack(Consumer<Throwable> failed) {}

  /// Whether answers depend on how long ago something was, and so on the time of asking.
  boolean takesAges();

  /// The best `count` items for one history, fewer where fewer are allowed; of equal ones those
  /// that come first in the model's index.
  ///
  /// @param allowed of as many items as the model has
  /// @param excluded further items that must not come, any order; [ItemIndex#ABSENT] is passed over
  /// @param count cut to 1–[#MAX_COUNT]
  RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count);

  /// Answers all of a batch, in its order; quicker than one by one where the model can share work
  /// among them.
  default List<RankedItems> recommend(List<Query> batch) {
    return batch.stream()
        .map(each -> recommend(each.history(), each.allowed(), each.excluded(), each.count()))
        .toList();
  }

  /// Frees what it holds. No call may run or follow.
  @Override
  void close();
}
