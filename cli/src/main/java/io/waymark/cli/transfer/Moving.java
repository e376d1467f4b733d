package io.waymark.cli.transfer;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What of a tenant is moved.
final class Moving {
  /// In the order in which they are put: the registry and the catalogue point to objects, so they
  /// come last.
  static final List<Table> TABLES =
      List.of(
          Table.ERASURES,
          Table.USERS,
          Table.MARKERS,
          Table.SEEN,
          Table.HISTORIES,
          Table.UPLOADS,
          Table.JOBS,
          Table.CATALOGUE,
          Table.MODELS);

  private Moving() {}

  /// By bucket, what the keys of the tenant's objects begin with; none within another.
  static SequencedMap<Bucket, List<String>> prefixes(TenantId tenant) {
    SequencedMap<Bucket, List<String>> prefixes = new LinkedHashMap<>();
    for (TenantFolder each : TenantFolder.values()) {
      prefixes.computeIfAbsent(each.bucket(), _ -> new ArrayList<>()).add(each.prefix(tenant));
    }
    prefixes.replaceAll(
        (_, all) ->
            all.stream()
                .filter(
                    one ->
                        all.stream()
                            .noneMatch(other -> !other.equals(one) && one.startsWith(other)))
                .distinct()
                .toList());
    return prefixes;
  }

  /// All rows of the tenant, by scanning the table: not all can be listed by tenant. A key says
  /// first how long the tenant's id is, so what begins so is this tenant's.
  static Iterable<Map<String, AttributeValue>> rows(Place place, Table table, TenantId tenant) {
    return place
        .dynamo()
        .scanPaginator(
            scan ->
                scan.tableName(place.installation().name(table))
                    .consistentRead(true)
                    .filterExpression("begins_with(pk, :tenant)")
                    .expressionAttributeValues(
                        Map.of(":tenant", AttributeValue.fromS(Keys.tenant(tenant)))))
        .items();
  }

  /// Whether a row stays where it is: what an audit log is still to be told of is not another's.
  static boolean stays(Table table, Map<String, AttributeValue> row, TenantId tenant) {
    return table == Table.UPLOADS
        && AttributeValue.fromS(Keys.join(tenant, "audit")).equals(row.get(Table.PARTITION_KEY));
  }

  static String named(Table table) {
    return "table " + table.purpose();
  }

  static String named(Bucket bucket) {
    return "bucket " + bucket.purpose();
  }
}
