package io.waymark.interactions;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Turns raw values into an interaction, or says everything that is wrong with them. Fields it does
/// not know are not its business: a file may have further columns, a request may not.
public final class InteractionParser {
  public static final String USER_ID = "user_id";
  public static final String ITEM_ID = "item_id";
  public static final String TYPE = "interaction_type";
  public static final String TIMESTAMP = "timestamp";
  public static final String RATING = "rating";
  public static final String VALUE = "value";
  public static final String DURATION_SECONDS = "duration_seconds";
  public static final String EVENT_ID = "event_id";
  public static final String RECOMMENDATION_ID = "recommendation_id";
  public static final String POSITION = "position";

  /// What a source must have.
  public static final List<String> REQUIRED = List.of(USER_ID, ITEM_ID);

  /// Every field there is.
  public static final Set<String> FIELDS =
      Set.of(
          USER_ID,
          ITEM_ID,
          TYPE,
          TIMESTAMP,
          RATING,
          VALUE,
          DURATION_SECONDS,
          EVENT_ID,
          RECOMMENDATION_ID,
          POSITION);

  /// Clocks of devices are wrong, and time zones get lost: by up to a day.
  public static final Duration DEFAULT_AHEAD = Duration.ofHours(24);

  private final Clock clock;
  private final Duration ahead;

  /// @param ahead how far in the future a timestamp may be
  public InteractionParser(Clock clock, Duration ahead) {
    this.clock = clock;
    this.ahead = ahead;
  }

  public InteractionParser(Clock clock) {
    this(clock, DEFAULT_AHEAD);
  }

  /// What it takes now, for whoever reads many rows at once.
  public InteractionBounds bounds() {
    return new InteractionBounds(clock.instant().plus(ahead).toEpochMilli());
  }

  /// What comes in now.
  public ParsedInteraction parse(Fields fields) {
    return parse(fields, clock.instant());
  }

  /// What came in then.
  ///
  /// @param arrivedAt what is in the future follows from it: the same whenever it is asked again
  public ParsedInteraction parse(Fields fields, Instant arrivedAt) {
    List<RejectionReason> reasons = new ArrayList<>(0);
    FieldReader reader = new FieldReader(fields, reasons);
    Optional<UserId> user = reader.id(USER_ID, UserId::new);
    Optional<ItemId> item = reader.id(ITEM_ID, ItemId::new);
    reader.require(USER_ID);
    reader.require(ITEM_ID);
    InteractionType type = reader.type(TYPE).orElse(InteractionType.VIEW);
    Optional<Instant> timestamp = timestamp(fields, arrivedAt, reasons);
    OptionalDouble rating = reader.number(RATING, 0, InteractionBounds.MOST_RATING);
    OptionalDouble value =
        reader.number(VALUE, -InteractionBounds.MOST_VALUE, InteractionBounds.MOST_VALUE);
    OptionalDouble seconds = reader.number(DURATION_SECONDS, 0, InteractionBounds.MOST_SECONDS);
    Optional<EventId> eventId = reader.id(EVENT_ID, EventId::new);
    Optional<String> recommendationId =
        reader.id(RECOMMENDATION_ID, EventId::new).map(EventId::value);
    OptionalInt position = reader.whole(POSITION, InteractionBounds.MOST_POSITION);
    if (!reasons.isEmpty() || user.isEmpty() || item.isEmpty()) {
      return new ParsedInteraction.Rejected(reasons);
    }
    return new ParsedInteraction.Accepted(
        new Interaction(
            user.get(),
            item.get(),
            type,
            timestamp,
            new InteractionDetails(rating, value, seconds, recommendationId, position),
            eventId));
  }

  private Optional<Instant> timestamp(
      Fields fields, Instant arrivedAt, List<RejectionReason> reasons) {
    Cell cell = fields.cell(TIMESTAMP);
    if (cell instanceof Cell.Absent) {
      return Optional.empty();
    }
    Optional<Instant> read = Timestamps.parse(cell);
    if (read.isEmpty()) {
      reasons.add(
          new RejectionReason(
              TIMESTAMP,
              "invalid",
              "must be RFC 3339 with a zone, like 2026-01-31T12:00:00Z, or epoch seconds or"
                  + " milliseconds"));
      return Optional.empty();
    }
    Instant time = read.get();
    if (time.isAfter(arrivedAt.plus(ahead))) {
      reasons.add(
          new RejectionReason(
              TIMESTAMP,
              "in_future",
              "is more than " + ahead.toHours() + " h in the future: " + time));
      return Optional.empty();
    }
    if (time.isBefore(InteractionBounds.EARLIEST)) {
      reasons.add(new RejectionReason(TIMESTAMP, "too_early", "is before 1995: " + time));
      return Optional.empty();
    }
    return Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
  }
}
