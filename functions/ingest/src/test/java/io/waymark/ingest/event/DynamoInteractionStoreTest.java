package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoInteractionStoreTest extends InteractionStoreContract {
  private static final DynamoDbClient DYNAMO = LocalAws.shared().dynamoDb();

  @Override
  InteractionStore store() {
    return new DynamoInteractionStore(DYNAMO, LocalAws.INSTALLATION, Clock.systemUTC());
  }

  @Override
  List<HistoryRow> history(TenantId tenant, UserId user) {
    return DynamoHistories.of(tenant, user);
  }

  @Test
  void remembersAPurchaseForGood() {
    TenantId tenant = new TenantId("good-" + UUID.randomUUID());
    store().append(tenant, row(tenant, "e1", "u1", "i1", NOON));
    assertThat(
            DYNAMO
                .getItem(
                    request ->
                        request
                            .tableName(LocalAws.INSTALLATION.name(Table.SEEN))
                            .key(
                                Map.of(
                                    "pk",
                                    AttributeValue.fromS(Keys.user(tenant, new UserId("u1"))),
                                    "sk",
                                    AttributeValue.fromS("8:purchase#2:i1"))))
                .hasItem())
        .isTrue();
  }

  @Test
  void i1_aFailingStoreSaysSoAndLeavesNothingBehind() {
    TenantId tenant = new TenantId("fails-" + UUID.randomUUID());
    Installation missing = new Installation("missing", "000000000000", "eu-central-1");
    InteractionStore broken = new DynamoInteractionStore(DYNAMO, missing, Clock.systemUTC());
    HistoryRow row = row(tenant, "e1", "u1", "i1", NOON);
    assertThatThrownBy(() -> broken.append(tenant, row))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store().append(tenant, row)).isEqualTo(InteractionStore.Appended.WRITTEN);
  }
}
