package io.waymark.auth.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.auth.stores.InMemoryOutboxStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
              outbox.add(tenant, Projection.ofTenant(tenant.value(), "suspended", 2));
              return "changed";
            });
    assertThat(result).isEqualTo("changed");
    assertThat(waiting.pending(tenant, 10)).hasSize(1);

    down[0] = false;
    changes.in(
        tenant,
        () -> {
          outbox.add(tenant, Projection.ofTenant(tenant.value(), "active", 2));
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
    waiting.add(tenant, Projection.ofTenant(tenant.value(), "suspended", 9));
    assertThat(status()).isEqualTo("active");
    Api.open().login("admin@" + tenant + ".test", Api.PASSWORD);
    assertThat(status()).isEqualTo("suspended");
    assertThat(waiting.pending(tenant, 10)).isEmpty();
  }

  private Projection.Pending pending(long id, String status) {
    return new Projection.Pending(id, Projection.ofTenant(tenant.value(), status, 1));
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
