package io.waymark.edge.idempotency;

import io.micronaut.context.annotation.Replaces;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers kept in memory.
@Singleton
@Replaces(DynamoIdempotencyStore.class)
final class InMemoryIdempotencyStore implements IdempotencyStore {
  private record Row(Attempt attempt, Optional<String> answer, Instant expiresAt) {}

  private final Map<String, Row> rows = new HashMap<>();

  @Override
  public synchronized Claim begin(TenantId tenant, String row, Attempt attempt, Instant now) {
    @Nullable Row known = rows.get(tenant + "#" + row);
    if (known == null || !known.expiresAt().isAfter(now)) {
      rows.put(tenant + "#" + row, new Row(attempt, Optional.empty(), attempt.until()));
      return new Claim.Mine();
    }
    return known
        .answer()
        .<Claim>map(answer -> new Claim.Answered(known.attempt().body(), answer))
        .orElseGet(Claim.Running::new);
  }

  @Override
  public synchronized void finish(
      TenantId tenant, String row, Attempt attempt, String answer, Instant expiresAt) {
    rows.computeIfPresent(
        tenant + "#" + row,
        (_, known) ->
            known.attempt().equals(attempt)
                ? new Row(attempt, Optional.of(answer), expiresAt)
                : known);
  }

  @Override
  public synchronized void abandon(TenantId tenant, String row, Attempt attempt) {
    rows.computeIfPresent(
        tenant + "#" + row, (_, known) -> known.attempt().equals(attempt) ? null : known);
  }
}
