package io.waymark.edge.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.idempotency.IdempotencyStore.Attempt;
import io.waymark.edge.idempotency.IdempotencyStore.Claim;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every kind of store does.
abstract class IdempotencyStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.500Z");
  private static final TenantId TENANT = new TenantId("mine");

  private final IdempotencyStore store = store();
  private final String row = UUID.randomUUID().toString();
  private final Attempt first = attempt("body", NOW);
  private final Attempt second = attempt("other", NOW);

  abstract IdempotencyStore store();

  @Test
  void oneAttemptRunsAndItsAnswerIsKept() {
    assertThat(store.begin(TENANT, row, first, NOW)).isEqualTo(new Claim.Mine());
    assertThat(store.begin(TENANT, row, second, NOW)).isEqualTo(new Claim.Running());
    store.finish(TENANT, row, first, "answer", NOW.plus(Duration.ofHours(24)));
    Instant later = NOW.plus(Duration.ofHours(23));
    assertThat(store.begin(TENANT, row, second, later))
        .isEqualTo(new Claim.Answered("body", "answer"));
  }

  @Test
  void anAnswerIsForgotten() {
    store.begin(TENANT, row, first, NOW);
    store.finish(TENANT, row, first, "answer", NOW.plus(Duration.ofHours(24)));
    Instant later = NOW.plus(Duration.ofHours(24));
    assertThat(store.begin(TENANT, row, attempt("body", later), later)).isEqualTo(new Claim.Mine());
  }

  @Test
  void aClaimEndsByItselfAndItsOwnerKeepsNothingMore() {
    store.begin(TENANT, row, first, NOW);
    assertThat(store.begin(TENANT, row, second, first.until().minusMillis(1)))
        .isEqualTo(new Claim.Running());
    Instant later = first.until();
    Attempt third = attempt("body", later);
    assertThat(store.begin(TENANT, row, third, later)).isEqualTo(new Claim.Mine());
    store.finish(TENANT, row, first, "late", later.plus(Duration.ofHours(24)));
    store.abandon(TENANT, row, first);
    assertThat(store.begin(TENANT, row, second, later)).isEqualTo(new Claim.Running());
  }

  @Test
  void whatWasGivenUpMayRunAgain() {
    store.begin(TENANT, row, first, NOW);
    store.abandon(TENANT, row, first);
    assertThat(store.begin(TENANT, row, second, NOW)).isEqualTo(new Claim.Mine());
  }

  @Test
  void hidesARequestFromEveryOtherTenant() {
    store.begin(TENANT, row, first, NOW);
    assertThat(store.begin(new TenantId("other"), row, second, NOW)).isEqualTo(new Claim.Mine());
  }

  private static Attempt attempt(String body, Instant at) {
    return new Attempt(UUID.randomUUID().toString(), body, at.plusSeconds(40));
  }
}
