package io.waymark.training;

import java.time.Duration;
import java.util.Arrays;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;

/// A matrix cut in two: what a model may learn from, and what it must find.
///
/// By time where times exist and users come back: each user's newest fifth is held out. Per user
/// rather than at one moment for all, so that every user with enough entries is asked about; the
/// price is that popularity learned from some users can lie after what others are asked, which
/// helps every candidate and the baseline alike.
///
/// Where most users stay for less than a day, the order within a visit is that of the pages they
/// were shown, and what was chosen by it predicts worse, the last event too (MovieLens 100k: a
/// visit of 49 minutes is the median). There, as without times, each entry is held out by a seeded
/// hash of its ids.
///
/// Asked for is what users chose to have to do with, a low rating too, as `waymark evaluate` asks
/// for every row of its holdout; a refusal is nothing to find.
///
/// @param training the part to learn from, over the same users and items
/// @param held what is to be found, one row per user
/// @param random whether chance and not time decided
/// @param description how it was chosen, in words
public record Cut(InteractionMatrix training, Csr held, boolean random, String description) {
  static final double SHARE = 0.2;

  /// What is held out at random of a user: less, so that candidates learn from nearly as much as
  /// the model that is trained in the end. With two fifths gone, strong regularisation wins that
  /// later costs quality.
  static final double RANDOM_SHARE = 0.1;

  /// A user who is seen for longer came back.
  private static final long VISIT_MILLIS = Duration.ofDays(1).toMillis();

  /// Cuts by time where times exist and users come back.
  ///
  /// @param least below this many entries a user is only learned from
  public static Cut of(InteractionMatrix matrix, long seed, int least) {
    if (!matrix.timed()) {
      return byHash(matrix, seed, least, "for want of times");
    }
    return usersComeBack(matrix, least)
        ? byTime(matrix, seed, least)
        : byHash(matrix, seed, least, "as most users stay for less than a day");
  }

  /// Each user's newest fifth, whatever users do.
  static Cut newest(InteractionMatrix matrix, long seed, int least) {
    return byTime(matrix, seed, least);
  }

  /// A part of each user's entries by a hash, whatever users do.
  static Cut scattered(InteractionMatrix matrix, long seed, int least) {
    return byHash(matrix, seed, least, "to ask for what else belongs to a user");
  }

  /// Whether at least half of the users that may be asked about do.
  private static boolean usersComeBack(InteractionMatrix matrix, int least) {
    Csr entries = matrix.entries();
    int asked = 0;
    int back = 0;
    for (int user = 0; user < entries.rowCount(); user++) {
      if (entries.end(user) - entries.start(user) < least) {
        continue;
      }
      LongSummaryStatistics seen =
          IntStream.range(entries.start(user), entries.end(user))
              .mapToLong(matrix::time)
              .filter(time -> time != InteractionMatrix.NO_TIME)
              .summaryStatistics();
      asked++;
      back += seen.getCount() > 0 && seen.getMax() - seen.getMin() >= VISIT_MILLIS ? 1 : 0;
    }
    return 2 * back >= asked;
  }

  private static Cut byTime(InteractionMatrix matrix, long seed, int least) {
    Csr entries = matrix.entries();
    boolean[] held = new boolean[entries.size()];
    for (int user = 0; user < entries.rowCount(); user++) {
      int count = entries.end(user) - entries.start(user);
      if (count < least) {
        continue;
      }
      long mixed = seed * 31 + matrix.users().get(user).hashCode();
      int[] newestFirst =
          IntStream.range(entries.start(user), entries.end(user))
              .boxed()
              .sorted(
                  (left, right) -> {
                    int byTime = Long.compare(matrix.time(right), matrix.time(left));
                    // Among equal times the order of items must not decide.
                    return byTime != 0
                        ? byTime
                        : Long.compare(
                            hash(mixed, entries.column(left)), hash(mixed, entries.column(right)));
                  })
              .mapToInt(Integer::intValue)
              .toArray();
      int share = Math.max(1, (int) (count * SHARE));
      for (int at = 0; at < share; at++) {
        held[newestFirst[at]] = true;
      }
    }
    return of(matrix, held, false, "each user's newest 20 %");
  }

  private static Cut byHash(InteractionMatrix matrix, long seed, int least, String reason) {
    Csr entries = matrix.entries();
    boolean[] held = new boolean[entries.size()];
    int[] itemHashes = matrix.items().stream().mapToInt(String::hashCode).toArray();
    for (int user = 0; user < entries.rowCount(); user++) {
      if (entries.end(user) - entries.start(user) < least) {
        continue;
      }
      long mixed = seed * 31 + matrix.users().get(user).hashCode();
      for (int at = entries.start(user); at < entries.end(user); at++) {
        held[at] = (hash(mixed, itemHashes[entries.column(at)]) >>> 11) * 0x1p-53 < RANDOM_SHARE;
      }
    }
    return of(matrix, held, true, "10 % by a hash of user and item, " + reason);
  }

  /// A cut that was chosen elsewhere.
  ///
  /// @param held of each entry, whether it is left out of the training part
  /// @param random whether another seed would hold others
  static Cut of(InteractionMatrix matrix, boolean[] held, boolean random, String description) {
    Csr entries = matrix.entries();
    Csr truth = entries.mapped((row, at) -> held[at] && matrix.chosen(at) ? 1 : Csr.Choice.DROP);
    return new Cut(matrix.keeping(at -> !held[at]), truth, random, description);
  }

  /// Users that are asked about.
  int[] askedUsers() {
    return IntStream.range(0, held.rowCount())
        .filter(user -> held.end(user) > held.start(user))
        .toArray();
  }

  /// At most `count` of them, chosen by the seed.
  int[] askedUsers(int count, long seed) {
    int[] all = askedUsers();
    if (all.length <= count) {
      return all;
    }
    int[] chosen =
        IntStream.of(all)
            .boxed()
            .sorted((left, right) -> Long.compare(hash(seed, left), hash(seed, right)))
            .limit(count)
            .mapToInt(Integer::intValue)
            .toArray();
    Arrays.sort(chosen);
    return chosen;
  }

  /// SplitMix64's finisher.
  static long hash(long seed, int value) {
    long mixed = (seed ^ 0x9E3779B97F4A7C15L) + value * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
