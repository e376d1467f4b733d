package io.waymark.cli.transfer;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Whether a row or an object belongs to a tenant, by its key and by all in it that names a tenant
/// or points to objects. What is exported must, so that it can be imported; what is imported must,
/// since a folder says whatever somebody wrote into it.
final class Belonging {
  /// Of an object's key.
  private static final int LONGEST_KEY = 1024;

  /// Stands in the place of an erased user's digest where the tenant itself was deleted.
  private static final String DELETED = "tenant";

  private static final List<String> TENANTS = List.of("tenant", "tenant_id");

  private final TenantId tenant;
  private final Map<Bucket, List<String>> prefixes;

  Belonging(TenantId tenant) {
    this.tenant = tenant;
    this.prefixes = Moving.prefixes(tenant);
  }

  /// What is wrong with a row; empty where it is the tenant's.
  Optional<String> wrong(Table table, Map<String, AttributeValue> row) {
    @Nullable String partition = text(row, Table.PARTITION_KEY);
    if (partition == null || (table.sorted() && text(row, Table.SORT_KEY) == null)) {
      return Optional.of("lacks a key of the table");
    }
    String own = Keys.tenant(tenant);
    if (!partition.equals(own) && !partition.startsWith(own + "#")) {
      return Optional.of("has the key " + partition + ", which is not of the tenant " + tenant);
    }
    if (Moving.stays(table, row, tenant)) {
      return Optional.of("is for an audit log, and so would tell what nobody did there");
    }
    for (String name : TENANTS) {
      if (row.containsKey(name) && !tenant.value().equals(text(row, name))) {
        return Optional.of("names another tenant as its " + name);
      }
    }
    return switch (table) {
      case HISTORIES -> wrongHistory(row);
      case CATALOGUE -> elsewhere(row, TenantFolder.ITEM_DATA, "key", "previous");
      case MODELS -> elsewhere(row, TenantFolder.MODELS, "prefix");
      case ERASURES ->
          DELETED.equals(text(row, Table.SORT_KEY))
              ? Optional.of("says that the tenant was deleted")
              : Optional.empty();
      case UPLOADS -> wrongFile(row);
      case USERS, MARKERS, SEEN, JOBS -> Optional.empty();
      case ACCESS, IDEMPOTENCY, HEARTBEATS -> Optional.of("is of a table that is not moved");
    };
  }

  /// The file stands in the folder of its upload.
  private static Optional<String> wrongFile(Map<String, AttributeValue> row) {
    @Nullable String file = text(row, "file");
    return file != null && (file.contains("/") || wanders(file))
        ? Optional.of("points to the file " + file + ", which is not in the folder of its upload")
        : Optional.empty();
  }

  /// The archiver goes by what the row says and not by its key.
  private static Optional<String> wrongHistory(Map<String, AttributeValue> row) {
    HistoryRow read;
    try {
      read = HistoryRow.of(row);
    } catch (RuntimeException none) {
      return Optional.of("is no event: " + none.getMessage());
    }
    return read.partition().equals(text(row, Table.PARTITION_KEY))
            && read.sortKey().equals(text(row, Table.SORT_KEY))
        ? Optional.empty()
        : Optional.of("tells of another event than its key");
  }

  private Optional<String> elsewhere(
      Map<String, AttributeValue> row, TenantFolder folder, String... names) {
    for (String name : names) {
      if (row.containsKey(name)) {
        @Nullable String place = text(row, name);
        if (place == null || !place.startsWith(folder.prefix(tenant)) || wanders(place)) {
          return Optional.of("points to " + place + ", which is not of the tenant " + tenant);
        }
      }
    }
    return Optional.empty();
  }

  /// What is wrong with an object's key; empty where it is the tenant's.
  Optional<String> wrong(Bucket bucket, String key) {
    if (prefixes.getOrDefault(bucket, List.of()).stream().noneMatch(key::startsWith)) {
      return Optional.of("has the key " + key + ", which is not of the tenant " + tenant);
    }
    return wanders(key)
            || key.endsWith("/")
            || !RowLimits.isText(key)
            || key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY
        ? Optional.of("has the key " + key + ", which no object of Waymark's has")
        : Optional.empty();
  }

  /// Whether some reader of it might end elsewhere.
  private static boolean wanders(String place) {
    return ("/" + place + "/").contains("/../")
        || ("/" + place).contains("//")
        || ("/" + place + "/").contains("/./")
        || place.chars().anyMatch(each -> Character.isISOControl(each) || each == '\\');
  }

  private static @Nullable String text(Map<String, AttributeValue> row, String name) {
    @Nullable AttributeValue value = row.get(name);
    return value == null ? null : value.s();
  }
}
