package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/// Several searches that look at the products of the same bytes: at items to whose products more is
/// added than to others', then at the largest of a group, and at the others where that may be among
/// the best. For one thread.
final class Sweep implements ByteProducts.Listener {
  private final int items;

  private final List<Seeker> seekers;

  /// Of the groups of a block, the largest product for each search.
  private int[] most = {};

  Sweep(List<Search> searches, List<ScaledVector> users, int items) {
    this.items = items;
    this.seekers =
        IntStream.range(0, users.size())
            .mapToObj(at -> new Seeker(searches.get(at), users.get(at), at, users.size()))
            .toList();
  }

  @Override
  public void look(int begin, int groups, MemorySegment largest, MemorySegment products) {
    int count = seekers.size();
    if (most.length < groups * count) {
      most = new int[groups * count];
    }
    MemorySegment.copy(largest, ValueLayout.JAVA_INT, 0, most, 0, groups * count);
    int end = Math.min(items, begin + groups * ByteProducts.GROUP);
    for (Seeker seeker : seekers) {
      if (begin == 0) {
        // Without a group that is filled up.
        seeker.lookAhead(Math.min(groups, items / ByteProducts.GROUP));
      }
      seeker.lookAtSome(begin, end, products);
      seeker.look(begin, end, groups, products);
    }
  }

  /// One search.
  private final class Seeker {
    private final Search search;
    private final ScaledVector user;
    private final Addition addition;
    private final SparseScores some;

    /// Its place among as many.
    private final int at;

    private final int count;

    /// What a product must be above, of an item to which nothing but the base is added.
    private int above;

    /// The next of those to which more is.
    private int next;

    Seeker(Search search, ScaledVector user, int at, int count) {
      this.search = search;
      this.user = user;
      this.addition = search.scoring().addition();
      this.some = addition.some();
      this.at = at;
      this.count = count;
      search.expect((float) ((user.error() + addition.error()) * (1 + 0x1p-23)));
      search.lookAhead(some);
      raise();
    }

    private void raise() {
      above = user.product(search.floor(), addition.base());
    }

    /// So that the first items are not all taken for the best: the largest products of as many
    /// groups are of as many items.
    void lookAhead(int groups) {
      int enough = search.enough();
      if (enough <= groups) {
        Best ofGroups = new Best(enough, 0);
        for (int group = 0, place = at; group < groups; group++, place += count) {
          ofGroups.look(group, most[place], _ -> true);
        }
        // Of so many digits a product may have been rounded up.
        int least = (int) Math.nextDown(ofGroups.floor());
        search.assume(user.score(least, addition.base()));
        raise();
      }
    }

    /// The items to which more is added.
    void lookAtSome(int begin, int end, MemorySegment products) {
      float floor = search.floor();
      for (; next < some.size() && some.item(next) < end; next++) {
        int row = some.item(next) - begin;
        double all = addition.base() + some.score(next) * addition.factor();
        // The largest of its group is nearer than its own.
        if (user.score(most[row / ByteProducts.GROUP * count + at], all) > floor) {
          float score = user.score(product(products, row), all);
          if (score > floor) {
            search.look(some.item(next), score);
            floor = search.floor();
          }
        }
      }
      raise();
    }

    void look(int begin, int end, int groups, MemorySegment products) {
      for (int group = 0, place = at; group < groups; group++, place += count) {
        if (most[place] > above) {
          lookCloser(begin, end, begin + group * ByteProducts.GROUP, products);
        }
      }
    }

    private void lookCloser(int begin, int end, int first, MemorySegment products) {
      int last = Math.min(first + ByteProducts.GROUP, end);
      for (int item = first; item < last; item++) {
        int product = product(products, item - begin);
        if (product > above && some.of(item) == 0) {
          search.look(item, user.score(product, addition.base()));
          raise();
        }
      }
    }

    private int product(MemorySegment products, int row) {
      return products.getAtIndex(ValueLayout.JAVA_INT, (long) row * count + at);
    }
  }
}
