package io.waymark.tenancy.access;

import static io.waymark.tenancy.access.ObjectAction.DELETE;
import static io.waymark.tenancy.access.ObjectAction.GET;
import static io.waymark.tenancy.access.ObjectAction.PUT;

import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Table;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a function does for the tenant it acts for. The role `…-tenant` of the function allows it
/// for any tenant, a session's policy for one. Who has objects of a folder may list it too.
///
/// @param rows by table
/// @param objects by folder
public record TenantAccess(
    Map<Table, Set<RowAction>> rows, Map<TenantFolder, Set<ObjectAction>> objects) {
  public TenantAccess {
    rows = Collections.unmodifiableMap(new EnumMap<>(rows));
    objects = Collections.unmodifiableMap(new EnumMap<>(objects));
  }

  /// That of a handler; empty where one role serves all tenants.
  public static Optional<TenantAccess> of(Handler handler) {
    return switch (handler) {
      case RECOMMEND_API -> Optional.of(recommend());
      case RECOMMEND_LISTS -> Optional.of(lists());
      case AUTH_API,
          AUTH_MIGRATIONS,
          AUTH_SWEEP,
          AUTH_USAGE,
          INGEST_API,
          INGEST_UPLOADS,
          INGEST_STREAM,
          INGEST_ARCHIVER,
          INGEST_COLLECT,
          TRAIN_API,
          TRAIN_JOB,
          TRAIN_TENANTS,
          TRAIN_DAILY ->
          Optional.empty();
    };
  }

  private static TenantAccess recommend() {
    return new TenantAccess(
        Map.of(
            Table.HISTORIES, Set.of(RowAction.QUERY),
            Table.SEEN, Set.of(RowAction.QUERY),
            Table.CATALOGUE, Set.of(RowAction.GET, RowAction.QUERY),
            Table.MODELS, Set.of(RowAction.GET, RowAction.QUERY, RowAction.PUT),
            Table.IDEMPOTENCY, Set.of(RowAction.GET, RowAction.PUT, RowAction.DELETE)),
        Map.of(
            TenantFolder.MODELS, Set.of(GET, PUT),
            TenantFolder.HANDED_IN_MODELS, Set.of(GET),
            TenantFolder.ITEM_DATA, Set.of(GET)));
  }

  private static TenantAccess lists() {
    return new TenantAccess(
        Map.of(
            Table.HISTORIES, Set.of(RowAction.QUERY),
            Table.SEEN, Set.of(RowAction.QUERY),
            Table.CATALOGUE, Set.of(RowAction.GET, RowAction.QUERY),
            Table.MODELS, Set.of(RowAction.GET, RowAction.QUERY),
            Table.USERS, Set.of(RowAction.QUERY)),
        Map.of(
            TenantFolder.MODELS, Set.of(GET),
            TenantFolder.ITEM_DATA, Set.of(GET),
            TenantFolder.LISTS, Set.of(PUT, DELETE)));
  }
}
