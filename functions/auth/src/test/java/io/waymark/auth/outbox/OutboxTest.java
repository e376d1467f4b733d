package io.waymark.auth.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.auth.stores.InMemoryOutboxStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OutboxTest {
  private final TenantId tenant = new TenantId(Api.fresh("outbox"));

  /// A10
  @Test
  void whatCannotBeWrittenFailsNoChangeAndWaits() {
    List<String> written = new ArrayList<>();
    boolean[] down = {true};
    OutboxStore waiting = new InMemoryOutboxStore();
    Outbox outbox =
        new Outbox(
            waiting,
            (owner, pending) -> {
              if (down[0]) {
                throw new StoreUnavailableException("table access", new IllegalStateException());
              }
              written.add(pending.projection().key());
            });
    Changes changes = new Changes(new Directly(), outbox);
    String result =
        changes.in(
            tenant,
            () -> {
              outbox.add(tenant, Projection.ofTenant(tenant.value(), "suspended", 2, List.of()));
              return "changed";
            });
    assertThat(result).isEqualTo("changed");
    assertThat(waiting.pending(tenant, 10)).hasSize(1);

    down[0] = false;
    changes.in(
        tenant,
        () -> {
          outbox.add(tenant, Projection.ofTenant(tenant.value(), "active", 2, List.of()));
          return "changed";
        });
    assertThat(written).hasSize(2);
    assertThat(waiting.pending(tenant, 10)).isEmpty();
  }

  /// A11
  @Test
  void anOlderProjectionNeverReplacesANewerOne() {
    ProjectionStore access = AuthUnderTest.shared().bean(ProjectionStore.class);
    access.write(tenant, pending(7, "suspended"));
    access.write(tenant, pending(6, "active"));
    access.write(tenant, pending(7, "suspended"));
    assertThat(status()).isEqualTo("suspended");
    access.write(tenant, pending(8, "active"));
    assertThat(status()).isEqualTo("active");
  }

  /// A10: with whatever the tenant changes next.
  @Test
  void aProjectionReachesTheTableWithTheNextChange() {
    OutboxStore waiting = AuthUnderTest.shared().bean(OutboxStore.class);
    Api.adminOf(tenant.value());
    waiting.add(tenant, Projection.ofTenant(tenant.value(), "suspended", 9, List.of()));
    assertThat(status()).isEqualTo("active");
    Api.open().login("admin@" + tenant + ".test", Api.PASSWORD);
    assertThat(status()).isEqualTo("suspended");
    assertThat(waiting.pending(tenant, 10)).isEmpty();
  }

  /// A20
  @Test
  void aRevocationThatIsNotInEffectSaysSo() {
    boolean[] down = {true};
    OutboxStore waiting = new InMemoryOutboxStore();
    Outbox outbox =
        new Outbox(
            waiting,
            (owner, pending) -> {
              if (down[0]) {
                throw new StoreUnavailableException("table access", new IllegalStateException());
              }
            });
    Changes changes = new Changes(new Directly(), outbox);
    Supplier<String> revocation =
        () -> {
          outbox.add(tenant, Projection.ofTenant(tenant.value(), "suspended", 2, List.of()));
          return "revoked";
        };
    assertThatThrownBy(() -> changes.inEffect(tenant, "revoked"::equals, revocation))
        .isInstanceOf(PendingEffectException.class);
    assertThat(changes.inEffect(tenant, "revoked"::equals, () -> "refused")).isEqualTo("refused");
    assertThatThrownBy(() -> changes.inEffect(tenant, "revoked"::equals, () -> "revoked"))
        .as("asked again")
        .isInstanceOf(PendingEffectException.class);
    down[0] = false;
    assertThat(changes.inEffect(tenant, "revoked"::equals, () -> "revoked")).isEqualTo("revoked");
    assertThat(waiting.pending(tenant, 10)).isEmpty();
  }

  /// A20: however many sessions a member has.
  @Test
  void aChangeIsInEffectWhenAllThatFollowsFromItIsWritten() {
    List<String> written = new ArrayList<>();
    OutboxStore waiting = new InMemoryOutboxStore();
    Outbox outbox =
        new Outbox(waiting, (owner, pending) -> written.add(pending.projection().key()));
    new Changes(new Directly(), outbox)
        .inEffect(
            tenant,
            _ -> true,
            () -> {
              for (int session = 0; session < 120; session++) {
                outbox.add(tenant, Projection.ofEndedSession("s" + session, Instant.EPOCH));
              }
              return "ended";
            });
    assertThat(written).hasSize(120).doesNotHaveDuplicates();
  }

  /// A21
  @Test
  void aSweepBringsWhatWaitsForEveryTenant() {
    OutboxStore waiting = AuthUnderTest.shared().bean(OutboxStore.class);
    TenantId other = new TenantId(Api.fresh("outbox"));
    Api.adminOf(tenant.value());
    Api.adminOf(other.value());
    for (TenantId each : List.of(tenant, other)) {
      waiting.add(each, Projection.ofTenant(each.value(), "suspended", 9, List.of()));
    }
    Sweep.Swept swept = AuthUnderTest.shared().bean(Sweep.class).run(Duration.ofSeconds(30));
    assertThat(swept.written()).isGreaterThanOrEqualTo(2);
    assertThat(status()).isEqualTo("suspended");
    assertThat(waiting.tenantsWaiting(1000)).doesNotContain(tenant, other);
  }

  /// A21
  @Test
  void aSweepGoesPastATenantThatFailsAndGivesUpWhereAllDo() {
    OutboxStore waiting = new InMemoryOutboxStore();
    List<TenantId> tenants = new ArrayList<>();
    for (int at = 0; at < 6; at++) {
      tenants.add(new TenantId(Api.fresh("swept")));
      waiting.add(tenants.get(at), Projection.ofTenant("t", "active", 1, List.of()));
    }
    List<TenantId> tried = new ArrayList<>();
    Set<TenantId> failing = new HashSet<>(tenants);
    Sweep sweep =
        new Sweep(
            waiting,
            new Outbox(
                waiting,
                (owner, pending) -> {
                  tried.add(owner);
                  if (failing.contains(owner)) {
                    throw new StoreUnavailableException("table access", new IOException("down"));
                  }
                }),
            Clock.systemUTC());
    assertThat(sweep.run(Duration.ofMinutes(1))).isEqualTo(new Sweep.Swept(0, false));
    assertThat(tried).containsExactlyElementsOf(tenants.subList(0, 3));
    failing.retainAll(Set.of(tenants.getFirst()));
    assertThat(sweep.run(Duration.ofMinutes(1))).isEqualTo(new Sweep.Swept(5, false));
    assertThat(sweep.run(Duration.ofMinutes(-1))).isEqualTo(new Sweep.Swept(0, false));
    failing.clear();
    assertThat(sweep.run(Duration.ofMinutes(1))).isEqualTo(new Sweep.Swept(1, true));
  }

  private Projection.Pending pending(long id, String status) {
    return new Projection.Pending(id, Projection.ofTenant(tenant.value(), status, 1, List.of()));
  }

  private String status() {
    Map<String, AttributeValue> row =
        LocalAws.shared()
            .dynamoDb()
            .getItem(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                        .key(Map.of(Table.PARTITION_KEY, AttributeValue.fromS("tenant#" + tenant))))
            .item();
    return Objects.requireNonNull(row.get("status")).s();
  }

  /// Transactions where there is nothing to undo.
  private static final class Directly implements TenantTransactions {
    @Override
    public <T> T in(TenantId owner, Supplier<T> work) {
      return work.get();
    }
  }
}
