package io.waymark.interactions;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One event of a user as the table `histories` keeps it. Its sort key begins with the time, so
/// that the newest events are one descending query. What was only shown to a user stands in a
/// partition of its own, so that a page of impressions never pushes a purchase out of the newest
/// 100.
///
/// @param id the event's own id, or the hash that stands for it
/// @param time when it happened, or was taken in where nobody said
/// @param archived whether its source has written it for training already
/// @param expires when the table may forget it
public record HistoryRow(
    TenantId tenant,
    EventId id,
    Instant time,
    Interaction interaction,
    boolean archived,
    Optional<Instant> expires) {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String SHOWN = "shown";

  public HistoryRow {
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  /// The partition of a user's history.
  public static String partition(TenantId tenant, UserId user) {
    return Keys.user(tenant, user);
  }

  /// The partition of what was only shown to a user.
  public static String shownPartition(TenantId tenant, UserId user) {
    return Keys.join(tenant, user.value(), SHOWN);
  }

  /// `2026-01-31T12:00:00.000Z#<event id>`.
  public String sortKey() {
    return MILLIS.format(time) + "#" + id.value();
  }

  public String partition() {
    return interaction.type().equals(InteractionType.IMPRESSION)
        ? shownPartition(tenant, interaction.user())
        : partition(tenant, interaction.user());
  }

  public Map<String, AttributeValue> toItem() {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(Table.PARTITION_KEY, AttributeValue.fromS(partition()));
    item.put(Table.SORT_KEY, AttributeValue.fromS(sortKey()));
    item.put("tenant", AttributeValue.fromS(tenant.value()));
    item.put("user", AttributeValue.fromS(interaction.user().value()));
    item.put("item", AttributeValue.fromS(interaction.item().value()));
    item.put("type", AttributeValue.fromS(interaction.type().value()));
    InteractionDetails details = interaction.details();
    details.rating().ifPresent(rating -> item.put("rating", number(rating)));
    details.value().ifPresent(value -> item.put("value", number(value)));
    details.durationSeconds().ifPresent(value -> item.put("duration_seconds", number(value)));
    details
        .recommendationId()
        .ifPresent(value -> item.put("recommendation_id", AttributeValue.fromS(value)));
    details
        .position()
        .ifPresent(value -> item.put("position", AttributeValue.fromN(Integer.toString(value))));
    if (interaction.timestamp().isEmpty()) {
      item.put("untimed", AttributeValue.fromBool(true));
    }
    if (archived) {
      item.put("archived", AttributeValue.fromBool(true));
    }
    expires.ifPresent(
        at -> item.put(Table.EXPIRES_AT, AttributeValue.fromN(Long.toString(at.getEpochSecond()))));
    return item;
  }

  /// Reads what [#toItem] wrote.
  ///
  /// @throws IllegalArgumentException for anything else
  public static HistoryRow of(Map<String, AttributeValue> item) {
    String sort = text(item, Table.SORT_KEY);
    int split = sort.indexOf('#');
    if (split < 0) {
      throw new IllegalArgumentException("a history row's sort key has no '#'");
    }
    Instant time = Instant.parse(sort.substring(0, split));
    EventId id = new EventId(sort.substring(split + 1));
    InteractionDetails details =
        new InteractionDetails(
            number(item, "rating"),
            number(item, "value"),
            number(item, "duration_seconds"),
            Optional.ofNullable(item.get("recommendation_id")).map(AttributeValue::s),
            position(item));
    Interaction interaction =
        new Interaction(
            new UserId(text(item, "user")),
            new ItemId(text(item, "item")),
            new InteractionType(text(item, "type")),
            item.containsKey("untimed") ? Optional.empty() : Optional.of(time),
            details,
            Optional.of(id));
    return new HistoryRow(
        new TenantId(text(item, "tenant")),
        id,
        time,
        interaction,
        item.containsKey("archived"),
        Optional.ofNullable(item.get(Table.EXPIRES_AT))
            .map(at -> Instant.ofEpochSecond(Long.parseLong(at.n()))));
  }

  private static AttributeValue number(double value) {
    return AttributeValue.fromN(
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value));
  }

  private static OptionalDouble number(Map<String, AttributeValue> item, String name) {
    @Nullable AttributeValue value = item.get(name);
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(value.n()));
  }

  private static OptionalInt position(Map<String, AttributeValue> item) {
    @Nullable AttributeValue value = item.get("position");
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value.n()));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    @Nullable AttributeValue value = item.get(name);
    if (value == null || value.s() == null) {
      throw new IllegalArgumentException("a history row has no " + name);
    }
    return value.s();
  }
}
