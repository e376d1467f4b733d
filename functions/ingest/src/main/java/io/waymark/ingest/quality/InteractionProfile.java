package io.waymark.ingest.quality;

import io.waymark.files.InteractionBlock;
import io.waymark.interactions.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at interactions one by one; what it holds is bounded as [KeyCounts] is.
final class InteractionProfile {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long OLD = Duration.ofDays(3652).toMillis();

  /// A file has a few types; what has more than these has them by mistake.
  private static final int MOST_TYPES = 100;

  private final long received;
  private final TextCounts users = new TextCounts();
  private final TextCounts items;
  private final TextCounts types;
  private final TextCounts categories = new TextCounts();
  private final KeyCounts pairs = new KeyCounts();
  private final KeyCounts minutes = new KeyCounts();
  private final KeyCounts days = new KeyCounts();
  private final Map<String, Long> typeRows = new HashMap<>();
  private final KeySample sampledRows = new KeySample();
  private final NumberColumn ratings = new NumberColumn();
  private final NumberColumn values = new NumberColumn();
  private final NumberColumn durations = new NumberColumn();
  private final Correlation ratingsAndValues = new Correlation();
  private final Correlation ratingsAndDurations = new Correlation();
  private final Correlation valuesAndDurations = new Correlation();
  private final InteractionColumns single = new InteractionColumns();
  private final long[] hashes = new long[InteractionColumns.MOST];
  private long busiestMinute;
  private long busiestDay;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long rows;
  private long named;
  private long ahead;
  private long old;

  /// @param receivedAt when the file came
  InteractionProfile(Instant receivedAt) {
    this(receivedAt, (_, _) -> {}, (_, _) -> {});
  }

  /// @param eachItem told of the items of the rows, before a profile is drawn
  /// @param eachType told of their types
  InteractionProfile(Instant receivedAt, TextCounts.Each eachItem, TextCounts.Each eachType) {
    this.received = receivedAt.toEpochMilli();
    this.items = new TextCounts(eachItem);
    this.types =
        new TextCounts(
            (type, count) -> {
              addType(type, count);
              eachType.add(type, count);
            });
  }

  TextCounts users() {
    return users;
  }

  TextCounts items() {
    return items;
  }

  TextCounts types() {
    return types;
  }

  private void addType(String type, long count) {
    if (typeRows.size() < MOST_TYPES || typeRows.containsKey(type)) {
      typeRows.merge(type, count, Long::sum);
    }
  }

  void add(Interaction row) {
    single.clear();
    single.add(row);
    users.add(row.user().value(), single.user[0], 1);
    items.add(row.item().value(), single.item[0], 1);
    types.add(row.type().value(), single.type[0], 1);
    add(single);
  }

  /// Looks at rows of which [#users], [#items] and [#types] have counted theirs.
  void add(InteractionColumns columns) {
    rows += columns.size();
    addPairs(columns);
    addTimes(columns);
    for (int at = 0; at < columns.size(); at++) {
      sampledRows.add(hash(columns, at));
      if (columns.named[at]) {
        named++;
      }
      double rating = columns.rating[at];
      double value = columns.value[at];
      double seconds = columns.seconds[at];
      ratings.add(rating);
      values.add(value);
      durations.add(seconds);
      ratingsAndValues.add(rating, value);
      ratingsAndDurations.add(rating, seconds);
      valuesAndDurations.add(value, seconds);
    }
  }

  private void addPairs(InteractionColumns columns) {
    for (int at = 0; at < columns.size(); at++) {
      hashes[at] = KeyCounts.hash(31 * columns.user[at] + columns.item[at]);
    }
    pairs.touch(hashes, columns.size());
    for (int at = 0; at < columns.size(); at++) {
      boolean _ = pairs.add(hashes[at]);
    }
  }

  /// Of who did what when. Another export may have further columns, and make up ids.
  private static long hash(InteractionColumns columns, int at) {
    long when = columns.time[at] == InteractionBlock.NO_TIME ? 0 : columns.time[at];
    return KeyCounts.hash(
        31 * (31 * columns.user[at] + columns.item[at])
            + KeyCounts.hash(31 * columns.type[at] + when));
  }

  /// Says of which category the items of some rows are.
  void addCategory(String category, long count) {
    categories.add(category, KeyCounts.hash(category), count);
  }

  private void addTimes(InteractionColumns columns) {
    for (int at = 0; at < columns.size(); at++) {
      hashes[at] = KeyCounts.hash(Math.floorDiv(columns.time[at], MINUTE));
    }
    minutes.touch(hashes, columns.size());
    for (int at = 0; at < columns.size(); at++) {
      if (columns.time[at] != InteractionBlock.NO_TIME) {
        addTime(columns.time[at], hashes[at]);
      }
    }
  }

  private void addTime(long millis, long minute) {
    if (minutes.add(minute)) {
      busiestMinute = millis;
    }
    if (days.add(KeyCounts.hash(Math.floorDiv(millis, DAY)))) {
      busiestDay = millis;
    }
    first = Math.min(first, millis);
    last = Math.max(last, millis);
    if (millis > received) {
      ahead++;
    }
    if (millis < received - OLD) {
      old++;
    }
  }

  /// Has [TextCounts.Each] told of all rows.
  void settle() {
    users.settle();
    items.settle();
    types.settle();
  }

  Profile profile() {
    settle();
    if (rows == 0) {
      return Profile.EMPTY;
    }
    Map<String, Profile.Dimension> dimensions = new TreeMap<>();
    users.dimension().ifPresent(each -> dimensions.put(Profile.USERS, each));
    items.dimension().ifPresent(each -> dimensions.put(Profile.ITEMS, each));
    types.dimension().ifPresent(each -> dimensions.put(Profile.TYPES, each));
    categories.dimension().ifPresent(each -> dimensions.put(Profile.CATEGORIES, each));
    if (days.rows() > 0) {
      String day = Instant.ofEpochMilli(busiestDay).truncatedTo(ChronoUnit.DAYS).toString();
      dimensions.put(Profile.DAYS, Profile.Dimension.of(days, day));
    }
    return new Profile(rows, dimensions, columns(), correlations(), pairs.distinct(), times());
  }

  Portrait portrait() {
    settle();
    Map<String, Double> shares = new TreeMap<>();
    typeRows.forEach((type, count) -> shares.put(type, (double) count / rows));
    return new Portrait(
        rows,
        Map.of(
            Profile.USERS, users.sample(),
            Profile.ITEMS, items.sample(),
            Portrait.ROWS, sampledRows.hashes()),
        shares,
        columns());
  }

  private Map<String, Profile.Column> columns() {
    Map<String, Profile.Column> columns = new TreeMap<>();
    columns.put("timestamp", missing(minutes.rows()));
    columns.put("event_id", missing(named));
    columns.put("rating", ratings.column());
    columns.put("value", values.column());
    columns.put("duration_seconds", durations.column());
    if (categories.rows() > 0) {
      columns.put("category", missing(categories.rows()));
    }
    return columns;
  }

  private Map<String, Profile.Pair> correlations() {
    Map<String, Profile.Pair> all = new TreeMap<>();
    ratingsAndValues.pair().ifPresent(pair -> all.put("rating_value", pair));
    ratingsAndDurations.pair().ifPresent(pair -> all.put("rating_duration_seconds", pair));
    valuesAndDurations.pair().ifPresent(pair -> all.put("value_duration_seconds", pair));
    return all;
  }

  private Profile.Column missing(long present) {
    return new Profile.Column((double) (rows - present) / rows, Optional.empty());
  }

  private Optional<Profile.Times> times() {
    double timed = minutes.rows();
    return timed == 0
        ? Optional.empty()
        : Optional.of(
            new Profile.Times(
                Instant.ofEpochMilli(first),
                Instant.ofEpochMilli(last),
                Instant.ofEpochMilli(busiestMinute).truncatedTo(ChronoUnit.MINUTES),
                minutes.topCount() / timed,
                ahead / timed,
                old / timed));
  }
}
