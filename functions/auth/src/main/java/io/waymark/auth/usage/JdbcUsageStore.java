package io.waymark.auth.usage;

import io.waymark.auth.database.JsonText;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests in PostgreSQL: a batch is one statement.
@Singleton
final class JdbcUsageStore implements UsageStore {
  private final UsageRepository rows;
  private final TenantTransactions transactions;
  private final JsonText json;

  JdbcUsageStore(UsageRepository rows, TenantTransactions transactions, JsonText json) {
    this.rows = rows;
    this.transactions = transactions;
    this.json = json;
  }

  @Override
  public int add(TenantId tenant, List<CountedRequest> requests) {
    String batch =
        json.write(Map.of("requests", requests.stream().map(JdbcUsageStore::row).toList()));
    return transactions.in(tenant, () -> rows.insert(tenant.value(), batch));
  }

  @Override
  public UsageCounts count(TenantId tenant, Instant from, Instant to, Grouping by) {
    List<UsageRow> found =
        transactions.in(tenant, () -> rows.count(tenant.value(), from, to, by.text()));
    return new UsageCounts(
        found.stream()
            .skip(1)
            .map(row -> new UsageCounts.Group(name(row.name(), by), row.count()))
            .toList(),
        found.getFirst().count());
  }

  private static String name(String stored, Grouping by) {
    return switch (by) {
      case HOUR -> stored + ":00:00Z";
      case DAY, ENDPOINT, KEY -> stored;
    };
  }

  private static Map<String, Object> row(CountedRequest request) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", request.id().toString());
    request.apiKey().ifPresent(key -> row.put("api_key", key.toString()));
    row.put("endpoint", request.route().endpoint());
    row.put("method", request.route().method());
    row.put("status", request.answer().status());
    row.put("latency_ms", request.answer().latencyMs());
    row.put("request_bytes", request.size().request());
    row.put("response_bytes", request.size().response());
    row.put("at", request.at().toString());
    return row;
  }
}
