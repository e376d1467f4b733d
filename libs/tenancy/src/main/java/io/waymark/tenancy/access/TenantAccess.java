package io.waymark.tenancy.access;

import static io.waymark.tenancy.access.ObjectAction.DELETE;
import static io.waymark.tenancy.access.ObjectAction.GET;
import static io.waymark.tenancy.access.ObjectAction.PUT;

import io.waymark.tenancy.Keys;
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
/// @param only of tables of which it uses some of the tenant's rows and no other: what their
///   partition keys are like
public record TenantAccess(
    Map<Table, Set<RowAction>> rows,
    Map<TenantFolder, Set<ObjectAction>> objects,
    Map<Table, String> only) {
  /// What the audit log is told, by whoever tells it.
  public static final String NOTES = Keys.ofAny("audit");

  /// Repeats of an `Idempotency-Key`.
  private static final Set<RowAction> KEPT = Set.of(RowAction.GET, RowAction.PUT, RowAction.DELETE);

  private static final Set<RowAction> QUEUED =
      Set.of(RowAction.GET, RowAction.QUERY, RowAction.PUT, RowAction.DELETE);

  private static final Set<RowAction> CHANGED =
      Set.of(RowAction.GET, RowAction.QUERY, RowAction.PUT, RowAction.UPDATE);

  public TenantAccess {
    rows = inOrder(Table.class, rows);
    objects = inOrder(TenantFolder.class, objects);
    only = inOrder(Table.class, only);
  }

  private TenantAccess(
      Map<Table, Set<RowAction>> rows, Map<TenantFolder, Set<ObjectAction>> objects) {
    this(rows, objects, Map.of());
  }

  private static <K extends Enum<K>, V> Map<K, V> inOrder(Class<K> keys, Map<K, V> map) {
    Map<K, V> ordered = new EnumMap<>(keys);
    ordered.putAll(map);
    return Collections.unmodifiableMap(ordered);
  }

  /// That of a handler; empty where one role serves all tenants.
  public static Optional<TenantAccess> of(Handler handler) {
    return switch (handler) {
      case RECOMMEND_API -> Optional.of(recommend());
      case RECOMMEND_LISTS -> Optional.of(lists());
      case INGEST_API -> Optional.of(ingest());
      case INGEST_UPLOADS -> Optional.of(uploads());
      case INGEST_COLLECT -> Optional.of(collect());
      case INGEST_REMOVAL -> Optional.of(removal());
      case TRAIN_API -> Optional.of(jobs());
      case TRAIN_JOB, TRAIN_DAILY -> Optional.of(train());
      case AUTH_API,
          AUTH_MIGRATIONS,
          AUTH_SWEEP,
          AUTH_USAGE,
          INGEST_STREAM,
          INGEST_ARCHIVER,
          TRAIN_TENANTS ->
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
            Table.UPLOADS, Set.of(RowAction.PUT),
            Table.IDEMPOTENCY, KEPT),
        Map.of(
            TenantFolder.MODELS, Set.of(GET, PUT),
            TenantFolder.HANDED_IN_MODELS, Set.of(GET),
            TenantFolder.ITEM_DATA, Set.of(GET)),
        Map.of(Table.UPLOADS, NOTES));
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
            TenantFolder.LISTS, Set.of(GET, PUT, DELETE)));
  }

  private static TenantAccess ingest() {
    Map<Table, Set<RowAction>> rows = storingEvents();
    rows.put(Table.UPLOADS, CHANGED);
    rows.put(Table.ERASURES, Set.of(RowAction.GET_MANY, RowAction.UPDATE));
    rows.put(Table.USERS, Set.of(RowAction.GET_MANY, RowAction.DELETE));
    rows.put(Table.CATALOGUE, CHANGED);
    rows.put(Table.IDEMPOTENCY, KEPT);
    return new TenantAccess(
        rows,
        Map.of(
            TenantFolder.UPLOADS, Set.of(GET, PUT, DELETE),
            // A letter that was replayed goes.
            TenantFolder.DEAD_LETTERS, Set.of(GET, DELETE),
            TenantFolder.INTERACTIONS, Set.of(DELETE),
            TenantFolder.ITEM_DATA, Set.of(GET, PUT, DELETE),
            // An erased user's lists go too.
            TenantFolder.LISTS, Set.of(GET, DELETE)));
  }

  private static TenantAccess uploads() {
    Map<Table, Set<RowAction>> rows = storingEvents();
    rows.put(Table.UPLOADS, CHANGED);
    rows.put(Table.ERASURES, Set.of(RowAction.GET_MANY, RowAction.QUERY, RowAction.CHECK));
    rows.put(Table.USERS, Set.of(RowAction.GET_MANY, RowAction.PUT, RowAction.DELETE));
    rows.put(Table.CATALOGUE, CHANGED);
    return new TenantAccess(
        rows,
        Map.of(
            TenantFolder.UPLOADS, Set.of(GET, PUT),
            TenantFolder.INTERACTIONS, Set.of(PUT, DELETE),
            TenantFolder.ITEM_DATA, Set.of(GET, PUT, DELETE)));
  }

  private static TenantAccess collect() {
    return new TenantAccess(
        Map.of(
            Table.UPLOADS, Set.of(RowAction.GET),
            Table.CATALOGUE, Set.of(RowAction.GET, RowAction.QUERY)),
        Map.of(
            TenantFolder.INTERACTIONS, Set.of(GET, PUT, DELETE),
            TenantFolder.ITEM_DATA, Set.of(GET),
            TenantFolder.DAYS, Set.of(GET, PUT)));
  }

  /// Rows of a tenant that was deleted, or of its erased users. How it finds them and what it does
  /// with objects are the function's own: the folders of all buckets are more than a session's
  /// policy has room for.
  private static TenantAccess removal() {
    Map<Table, Set<RowAction>> rows = new EnumMap<>(Table.class);
    Table.ofTenants().forEach(table -> rows.put(table, Set.of(RowAction.WRITE_MANY)));
    rows.put(
        Table.ERASURES,
        Set.of(RowAction.GET, RowAction.QUERY, RowAction.PUT, RowAction.WRITE_MANY));
    return new TenantAccess(rows, Map.of());
  }

  private static TenantAccess jobs() {
    return new TenantAccess(
        Map.of(
            Table.JOBS, QUEUED,
            Table.MODELS, Set.of(RowAction.QUERY),
            Table.IDEMPOTENCY, KEPT),
        Map.of());
  }

  private static TenantAccess train() {
    return new TenantAccess(
        Map.of(
            Table.JOBS,
            QUEUED,
            Table.MODELS,
            Set.of(RowAction.GET, RowAction.QUERY, RowAction.PUT),
            Table.CATALOGUE,
            Set.of(RowAction.GET, RowAction.QUERY)),
        Map.of(
            TenantFolder.INTERACTIONS, Set.of(GET),
            TenantFolder.ITEM_DATA, Set.of(GET),
            // The gate reads the manifest of the active version.
            TenantFolder.MODELS, Set.of(GET, PUT),
            // Those of older versions go.
            TenantFolder.USER_VECTORS, Set.of(PUT, DELETE),
            TenantFolder.ITEM_VECTORS, Set.of(PUT, DELETE)));
  }

  /// Whoever stores events removes what it finds of erased users.
  private static Map<Table, Set<RowAction>> storingEvents() {
    Map<Table, Set<RowAction>> rows = new EnumMap<>(Table.class);
    rows.put(Table.HISTORIES, Set.of(RowAction.QUERY, RowAction.PUT, RowAction.WRITE_MANY));
    rows.put(Table.SEEN, Set.of(RowAction.QUERY, RowAction.PUT, RowAction.WRITE_MANY));
    rows.put(Table.MARKERS, Set.of(RowAction.GET_MANY, RowAction.PUT, RowAction.WRITE_MANY));
    return rows;
  }
}
