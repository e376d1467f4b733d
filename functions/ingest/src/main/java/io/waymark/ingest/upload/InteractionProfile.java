package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
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
  private final KeyCounts<String> users = new KeyCounts<>();
  private final KeyCounts<String> items = new KeyCounts<>();
  private final KeyCounts<String> categories = new KeyCounts<>();
  private final KeyCounts<String> types = new KeyCounts<>();
  private final KeyCounts<String> pairs = new KeyCounts<>();
  private final KeyCounts<Long> minutes = new KeyCounts<>();
  private final KeyCounts<Long> days = new KeyCounts<>();
  private final Map<String, Long> typeRows = new HashMap<>();
  private final KeySample sampledUsers = new KeySample();
  private final KeySample sampledItems = new KeySample();
  private final KeySample sampledRows = new KeySample();
  private final NumberColumn ratings = new NumberColumn();
  private final NumberColumn values = new NumberColumn();
  private final NumberColumn durations = new NumberColumn();
  private final Correlation ratingsAndValues = new Correlation();
  private final Correlation ratingsAndDurations = new Correlation();
  private final Correlation valuesAndDurations = new Correlation();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long rows;
  private long named;
  private long ahead;
  private long old;

  /// @param receivedAt when the file came
  InteractionProfile(Instant receivedAt) {
    this.received = receivedAt.toEpochMilli();
  }

  /// One row in parts. Hashes are [KeyCounts]'.
  ///
  /// @param time milliseconds since 1970, or [InteractionBlock#NO_TIME]
  /// @param rating NaN where the row has none, as the others
  record Parts(
      String user,
      long userHash,
      String item,
      long itemHash,
      String type,
      long typeHash,
      long time,
      double rating,
      double value,
      double seconds,
      boolean named) {
    static Parts of(Interaction row) {
      InteractionDetails details = row.details();
      return new Parts(
          row.user().value(),
          KeyCounts.hash(row.user().value()),
          row.item().value(),
          KeyCounts.hash(row.item().value()),
          row.type().value(),
          KeyCounts.hash(row.type().value()),
          row.timestamp().map(Instant::toEpochMilli).orElse(InteractionBlock.NO_TIME),
          details.rating().orElse(Double.NaN),
          details.value().orElse(Double.NaN),
          details.durationSeconds().orElse(Double.NaN),
          row.eventId().isPresent());
    }

    /// Of who did what when. Another export may have further columns, and make up ids.
    long hash() {
      long when = time == InteractionBlock.NO_TIME ? 0 : time;
      return KeyCounts.hash(31 * (31 * userHash + itemHash) + KeyCounts.hash(31 * typeHash + when));
    }
  }

  void add(Interaction row) {
    add(Parts.of(row));
  }

  void add(Parts row) {
    rows++;
    users.add(row.userHash(), row.user());
    items.add(row.itemHash(), row.item());
    pairs.add(KeyCounts.hash(31 * row.userHash() + row.itemHash()), row.item());
    types.add(row.typeHash(), row.type());
    if (typeRows.size() < MOST_TYPES || typeRows.containsKey(row.type())) {
      typeRows.merge(row.type(), 1L, Long::sum);
    }
    sampledUsers.add(row.userHash());
    sampledItems.add(row.itemHash());
    sampledRows.add(row.hash());
    if (row.time() != InteractionBlock.NO_TIME) {
      addTime(row.time());
    }
    ratings.add(row.rating());
    values.add(row.value());
    durations.add(row.seconds());
    ratingsAndValues.add(row.rating(), row.value());
    ratingsAndDurations.add(row.rating(), row.seconds());
    valuesAndDurations.add(row.value(), row.seconds());
    if (row.named()) {
      named++;
    }
  }

  /// Says of which category the item of the row just added is.
  void addCategory(String category) {
    categories.add(KeyCounts.hash(category), category);
  }

  private void addTime(long millis) {
    minutes.add(KeyCounts.hash(Math.floorDiv(millis, MINUTE)), millis);
    days.add(KeyCounts.hash(Math.floorDiv(millis, DAY)), millis);
    first = Math.min(first, millis);
    last = Math.max(last, millis);
    if (millis > received) {
      ahead++;
    }
    if (millis < received - OLD) {
      old++;
    }
  }

  Profile profile() {
    if (rows == 0) {
      return Profile.EMPTY;
    }
    Map<String, Profile.Dimension> dimensions = new TreeMap<>();
    users.top().ifPresent(top -> dimensions.put(Profile.USERS, Profile.Dimension.of(users, top)));
    items.top().ifPresent(top -> dimensions.put(Profile.ITEMS, Profile.Dimension.of(items, top)));
    categories
        .top()
        .ifPresent(
            top -> dimensions.put(Profile.CATEGORIES, Profile.Dimension.of(categories, top)));
    types.top().ifPresent(top -> dimensions.put(Profile.TYPES, Profile.Dimension.of(types, top)));
    days.top()
        .map(top -> Instant.ofEpochMilli(top).truncatedTo(ChronoUnit.DAYS).toString())
        .ifPresent(top -> dimensions.put(Profile.DAYS, Profile.Dimension.of(days, top)));
    return new Profile(rows, dimensions, columns(), correlations(), pairs.distinct(), times());
  }

  Portrait portrait() {
    Map<String, Double> shares = new TreeMap<>();
    typeRows.forEach((type, count) -> shares.put(type, (double) count / rows));
    return new Portrait(
        rows,
        Map.of(
            Profile.USERS, sampledUsers.hashes(),
            Profile.ITEMS, sampledItems.hashes(),
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
    return minutes
        .top()
        .map(
            top ->
                new Profile.Times(
                    Instant.ofEpochMilli(first),
                    Instant.ofEpochMilli(last),
                    Instant.ofEpochMilli(top).truncatedTo(ChronoUnit.MINUTES),
                    minutes.topCount() / timed,
                    ahead / timed,
                    old / timed));
  }
}
