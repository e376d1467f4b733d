package io.waymark.ingest.removal;

import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.ingest.erasure.TombstoneStore;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.interactions.UserRows;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Removes what a table that was restored has of erased users. A tombstone tells of a user that it
/// is given and of nobody else, so the keys of all the tenant's rows are held against all its
/// tombstones.
@Singleton
public final class RestoredRows {
  /// Those that name users; the markers of their events expire.
  private static final List<Table> TABLES = List.of(Table.HISTORIES, Table.SEEN, Table.USERS);

  private static final String BETWEEN = "\n";

  private final TombstoneStore tombstones;
  private final List<NamedTable> tables;

  RestoredRows(
      TombstoneStore tombstones,
      DynamoDbClient dynamo,
      TenantScoped<DynamoDbClient> tenants,
      Installation installation) {
    DynamoWrites writes = new DynamoWrites(tenants);
    this.tombstones = tombstones;
    this.tables =
        TABLES.stream()
            .map(
                table ->
                    new NamedTable(table, new DynamoTableRows(dynamo, writes, table, installation)))
            .toList();
  }

  private record NamedTable(Table table, DynamoTableRows rows) {}

  /// What a call removed.
  ///
  /// @param rows by table
  /// @param next what the next call is to begin after; empty where all was gone through
  public record Removed(Map<String, Long> rows, Optional<String> next) {
    public Removed {
      rows = Map.copyOf(rows);
    }
  }

  /// Goes on until all keys were looked at or no time is left; one part is looked at in any case.
  ///
  /// @param after what the call before said
  /// @throws IllegalArgumentException where it said no such thing
  public Removed remove(TenantId tenant, Optional<String> after, Supplier<Duration> left) {
    ErasedUsers erased = tombstones.all(tenant);
    Map<String, Long> removed = new TreeMap<>();
    int at = after.map(this::table).orElse(0);
    Optional<String> within =
        after.map(text -> text.substring(text.indexOf(BETWEEN) + 1)).filter(key -> !key.isEmpty());
    while (at < tables.size()) {
      NamedTable here = tables.get(at);
      Place.Part part =
          here.rows.remove(tenant, within, key -> isErased(tenant, here.table, key, erased));
      removed.merge(here.table.purpose(), part.removed(), Long::sum);
      within = part.next();
      at += within.isPresent() ? 0 : 1;
      if (at < tables.size() && !left.get().isPositive()) {
        String next = tables.get(at).table.purpose() + BETWEEN + within.orElse("");
        return new Removed(removed, Optional.of(next));
      }
    }
    return new Removed(removed, Optional.empty());
  }

  private int table(String after) {
    for (int at = 0; at < tables.size(); at++) {
      if (after.startsWith(tables.get(at).table.purpose() + BETWEEN)) {
        return at;
      }
    }
    throw new IllegalArgumentException("after is not what a call before said");
  }

  /// Whether a row is an erased user's.
  private static boolean isErased(
      TenantId tenant, Table table, Map<String, AttributeValue> key, ErasedUsers erased) {
    try {
      UserId user =
          table == Table.USERS
              ? UserRows.user(key)
              : new UserId(
                  Keys.second(tenant, Objects.requireNonNull(key.get(Table.PARTITION_KEY)).s()));
      return erased.contains(user);
    } catch (IllegalArgumentException none) {
      return false; // no user's
    }
  }
}
