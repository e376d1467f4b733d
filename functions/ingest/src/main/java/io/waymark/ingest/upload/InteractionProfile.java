package io.waymark.ingest.upload;

import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Looks at interactions one by one; what it holds is bounded as [KeyCounts] is.
final class InteractionProfile {
  private static final Duration OLD = Duration.ofDays(3652);

  /// A file has a few types; what has more than these has them by mistake.
  private static final int MOST_TYPES = 100;

  private final Instant receivedAt;
  private final KeyCounts<String> users = new KeyCounts<>();
  private final KeyCounts<String> items = new KeyCounts<>();
  private final KeyCounts<String> categories = new KeyCounts<>();
  private final KeyCounts<String> types = new KeyCounts<>();
  private final KeyCounts<String> pairs = new KeyCounts<>();
  private final KeyCounts<Instant> minutes = new KeyCounts<>();
  private final KeyCounts<Instant> days = new KeyCounts<>();
  private final Map<String, Long> typeRows = new TreeMap<>();
  private final KeySample sampledUsers = new KeySample();
  private final KeySample sampledItems = new KeySample();
  private final KeySample sampledRows = new KeySample();
  private final NumberColumn ratings = new NumberColumn();
  private final NumberColumn values = new NumberColumn();
  private final NumberColumn durations = new NumberColumn();
  private final Correlation ratingsAndValues = new Correlation();
  private final Correlation ratingsAndDurations = new Correlation();
  private final Correlation valuesAndDurations = new Correlation();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;
  private long rows;
  private long named;
  private long ahead;
  private long old;

  /// @param receivedAt when the file came
  InteractionProfile(Instant receivedAt) {
    this.receivedAt = receivedAt;
  }

  void add(Interaction row) {
    rows++;
    String user = row.user().value();
    String item = row.item().value();
    long userHash = KeyCounts.hash(user);
    long itemHash = KeyCounts.hash(item);
    users.add(userHash, user);
    items.add(itemHash, item);
    pairs.add(KeyCounts.hash(31 * userHash + itemHash), item);
    String type = row.type().value();
    types.add(KeyCounts.hash(type), type);
    if (typeRows.size() < MOST_TYPES || typeRows.containsKey(type)) {
      typeRows.merge(type, 1L, Long::sum);
    }
    sampledUsers.add(userHash);
    sampledItems.add(itemHash);
    sampledRows.add(hash(row, userHash, itemHash));
    row.timestamp().ifPresent(this::addTime);
    InteractionDetails details = row.details();
    add(ratings, details.rating());
    add(values, details.value());
    add(durations, details.durationSeconds());
    ratingsAndValues.add(details.rating(), details.value());
    ratingsAndDurations.add(details.rating(), details.durationSeconds());
    valuesAndDurations.add(details.value(), details.durationSeconds());
    if (row.eventId().isPresent()) {
      named++;
    }
  }

  /// Of who did what when. Another export may have further columns, and make up ids.
  private static long hash(Interaction row, long userHash, long itemHash) {
    long what = KeyCounts.hash(row.type().value());
    long when = row.timestamp().map(Instant::toEpochMilli).orElse(0L);
    return KeyCounts.hash(31 * (31 * userHash + itemHash) + KeyCounts.hash(31 * what + when));
  }

  /// Says of which category the item of the row just added is.
  void addCategory(String category) {
    categories.add(KeyCounts.hash(category), category);
  }

  private static void add(NumberColumn column, OptionalDouble value) {
    if (value.isPresent()) {
      column.add(value.getAsDouble());
    } else {
      column.addMissing();
    }
  }

  private void addTime(Instant time) {
    long seconds = time.getEpochSecond();
    minutes.add(KeyCounts.hash(Math.floorDiv(seconds, 60L)), time);
    days.add(KeyCounts.hash(Math.floorDiv(seconds, 86_400L)), time);
    if (time.isBefore(first)) {
      first = time;
    }
    if (time.isAfter(last)) {
      last = time;
    }
    if (time.isAfter(receivedAt)) {
      ahead++;
    }
    if (time.isBefore(receivedAt.minus(OLD))) {
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
        .map(top -> top.truncatedTo(ChronoUnit.DAYS).toString())
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
                    first,
                    last,
                    top.truncatedTo(ChronoUnit.MINUTES),
                    minutes.topCount() / timed,
                    ahead / timed,
                    old / timed));
  }
}
