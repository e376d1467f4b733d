package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Several searches that look at the products of the same bytes: at the largest of a group first,
/// at the others where that may be among the best. For one thread.
final class Sweep implements ByteProducts.Listener {
  private final List<Search> searches;
  private final List<ScaledVector> users;
  private final int items;

  /// What the largest product of a group must be above, for each search.
  private final int[] above;

  private int[] most = {};

  Sweep(List<Search> searches, List<ScaledVector> users, int items) {
    this.searches = searches;
    this.users = users;
    this.items = items;
    this.above = new int[searches.size()];
    for (int at = 0; at < above.length; at++) {
      searches.get(at).expect(users.get(at).error());
      above[at] = Integer.MIN_VALUE;
    }
  }

  @Override
  public void look(int begin, int groups, MemorySegment largest, MemorySegment products) {
    int count = above.length;
    if (most.length < groups * count) {
      most = new int[groups * count];
    }
    MemorySegment.copy(largest, ValueLayout.JAVA_INT, 0, most, 0, groups * count);
    if (begin == 0) {
      lookAhead(Math.min(groups, items / ByteProducts.GROUP));
    }
    for (int at = 0; at < count; at++) {
      look(at, begin, groups, products);
    }
  }

  private void look(int at, int begin, int groups, MemorySegment products) {
    int bar = above[at];
    for (int group = 0, place = at; group < groups; group++, place += above.length) {
      if (most[place] > bar) {
        lookCloser(at, begin, group * ByteProducts.GROUP, products);
        bar = above[at];
      }
    }
  }

  private void lookCloser(int at, int begin, int first, MemorySegment products) {
    int end = Math.min(first + ByteProducts.GROUP, items - begin);
    for (int item = first; item < end; item++) {
      int product = products.getAtIndex(ValueLayout.JAVA_INT, (long) item * above.length + at);
      if (product > above[at]) {
        Search search = searches.get(at);
        search.look(begin + item, users.get(at).score(product));
        above[at] = users.get(at).product(search.floor());
      }
    }
  }

  /// So that the first items are not all taken for the best.
  ///
  /// @param groups how many stand here, without one that is filled up
  private void lookAhead(int groups) {
    float[] best = new float[groups];
    for (int at = 0; at < above.length; at++) {
      ScaledVector user = users.get(at);
      for (int group = 0; group < groups; group++) {
        best[group] = user.score(most[group * above.length + at]);
      }
      searches.get(at).lookAhead(best, groups);
      above[at] = user.product(searches.get(at).floor());
    }
  }
}
