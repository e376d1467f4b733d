package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Several searches that look at the products of the same bytes. The largest product of a group
/// says what its items score at most; where that may be among the best, they are scored exactly:
/// the likeliest groups first, so that for most others there is no need. For one thread.
final class Sweep implements ByteProducts.Listener {
  private static final int GROUP = ByteProducts.GROUP;

  /// So many groups are held against each other to find the likeliest.
  private static final int TOPS = 512;

  /// So many groups are scored at a time: memory brings several vectors at once.
  private static final int TOGETHER = 8;

  private final int items;
  private final List<Seeker> seekers;

  Sweep(List<Search> searches, List<ScaledVector> users, int items) {
    this.items = items;
    this.seekers =
        IntStream.range(0, users.size())
            .mapToObj(at -> new Seeker(searches.get(at), users.get(at)))
            .toList();
  }

  @Override
  public void look(int vector, int begin, int groups, int[] largest) {
    seekers.get(vector).look(begin, groups, largest);
  }

  /// One search.
  private final class Seeker {
    private final Search search;
    private final ScaledVector user;
    private final Addition addition;
    private final SparseScores some;
    private final double error;

    /// The next of those to which more is added than the base.
    private int next;

    /// Items to score, and how many.
    private int[] closer = new int[TOGETHER * GROUP];

    private int waiting;

    Seeker(Search search, ScaledVector user) {
      this.search = search;
      this.user = user;
      this.addition = search.scoring().addition();
      this.some = addition.some();
      this.error = user.error() + addition.error();
      search.expectExact();
      search.lookAhead(some);
    }

    /// What a product must be above, of an item to which nothing but the base is added.
    private int above() {
      return user.product(search.floor() - error, addition.base());
    }

    /// Looks at the groups of a slab.
    void look(int begin, int groups, int[] largest) {
      int[] tops = tops(groups, largest);
      int likely = search.isFull() ? Integer.MAX_VALUE : likely(tops);
      for (int group = 0; group < tops.length && likely < Integer.MAX_VALUE; group++) {
        for (int at = group; tops[group] >= likely && at < groups; at += tops.length) {
          if (largest[at] >= likely) {
            take(begin + at * GROUP);
          }
        }
      }
      score();
      lookAtSome(begin, Math.min(items, begin + groups * GROUP), largest);
      for (long each : others(groups, largest, tops, likely)) {
        int product = (int) (each >> 32);
        if (product <= above()) {
          break;
        }
        int first = begin + (int) ~each * GROUP;
        double most = user.score(product, addition.base()) + addition.error();
        if (most + user.error(first / GROUP) > search.floor()) {
          take(first);
        }
        if (waiting == closer.length) {
          score();
        }
      }
      score();
    }

    /// The largest of those that stand so far from each other, side by side.
    private static int[] tops(int groups, int[] largest) {
      int[] tops = Arrays.copyOf(largest, Math.min(groups, TOPS));
      for (int from = tops.length; from < groups; from += tops.length) {
        raise(tops, largest, from, Math.min(tops.length, groups - from));
      }
      return tops;
    }

    private static void raise(int[] tops, int[] largest, int from, int count) {
      for (int at = 0; at < count; at++) {
        tops[at] = Math.max(tops[at], largest[from + at]);
      }
    }

    /// Of as many groups as items are wanted, or all, the product is no less.
    private int likely(int[] tops) {
      int[] most = Arrays.copyOf(tops, Math.min(tops.length, search.wanted()));
      Arrays.sort(most);
      for (int at = most.length; at < tops.length; at++) {
        if (tops[at] > most[0]) {
          insert(most, tops[at]);
        }
      }
      return most[0];
    }

    /// In place of the first and least of those that rise.
    private static void insert(int[] rising, int product) {
      int place = 0;
      while (place + 1 < rising.length && rising[place + 1] < product) {
        rising[place] = rising[place + 1];
        place++;
      }
      rising[place] = product;
    }

    /// Those that may be among the best, and are less than `likely`: the product in the upper half,
    /// by which they fall, and in the lower one the group, as the number that `~` makes of it.
    private long[] others(int groups, int[] largest, int[] tops, int likely) {
      int above = above();
      long[] found = new long[64];
      int size = 0;
      for (int top = 0; top < tops.length; top++) {
        for (int group = top; tops[top] > above && group < groups; group += tops.length) {
          int product = largest[group];
          if (product > above && product < likely) {
            if (size == found.length) {
              found = Arrays.copyOf(found, 2 * size);
            }
            found[size++] = -key(product, group);
          }
        }
      }
      Arrays.sort(found, 0, size);
      long[] falling = Arrays.copyOf(found, size);
      for (int at = 0; at < size; at++) {
        falling[at] = -falling[at];
      }
      return falling;
    }

    private static long key(int product, int group) {
      return ((long) product << 32) | (~group & 0xffffffffL);
    }

    /// The items to which more is added.
    private void lookAtSome(int begin, int end, int[] largest) {
      for (; next < some.size() && some.item(next) < end; next++) {
        int most = largest[(some.item(next) - begin) / GROUP];
        double all = addition.base() + some.score(next) * addition.factor();
        if (user.score(most, all) + error > search.floor()) {
          remember(some.item(next));
          if (waiting == closer.length) {
            score();
          }
        }
      }
      score();
    }

    /// All of a group to which nothing but the base is added.
    private void take(int first) {
      int end = Math.min(first + GROUP, items);
      for (int item = first; item < end; item++) {
        if (some.size() == 0 || some.of(item) == 0) {
          remember(item);
        }
      }
    }

    private void remember(int item) {
      if (search.allows(item)) {
        if (waiting == closer.length) {
          closer = Arrays.copyOf(closer, 2 * waiting);
        }
        closer[waiting++] = item;
      }
    }

    private void score() {
      int[] of = Arrays.copyOf(closer, waiting);
      waiting = 0;
      float[] exact = search.scoring().exact(of);
      for (int at = 0; at < of.length; at++) {
        search.look(of[at], exact[at]);
      }
    }
  }
}
