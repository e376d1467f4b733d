package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.Instance;
import io.waymark.ingest.upload.UploadClaims;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class DynamoInteractionStoreTest extends InteractionStoreContract {
  private static final DynamoDbClient DYNAMO = LocalAws.shared().dynamoDb();
  private static final UploadClaims CLAIMS = Instance.shared().bean(UploadClaims.class);

  @Override
  InteractionStore store() {
    return new DynamoInteractionStore(
        _ -> DYNAMO, CLAIMS, LocalAws.INSTALLATION, IngestConfig.defaults(), Clock.systemUTC());
  }

  @Override
  List<HistoryRow> history(TenantId tenant, UserId user) {
    return DynamoHistories.of(tenant, user);
  }

  @Test
  void remembersAPurchaseForGood() {
    TenantId tenant = new TenantId("good-" + UUID.randomUUID());
    store().append(tenant, List.of(row(tenant, "e1", "u1", "i1", NOON)));
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
    InteractionStore broken =
        new DynamoInteractionStore(
            _ -> DYNAMO, CLAIMS, missing, IngestConfig.defaults(), Clock.systemUTC());
    HistoryRow row = row(tenant, "e1", "u1", "i1", NOON);
    assertThatThrownBy(() -> broken.append(tenant, List.of(row)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store().append(tenant, List.of(row)))
        .containsExactly(InteractionStore.Appended.WRITTEN);
  }

  @Test
  void aRowThatTheTableCallsWrongIsAFaultOfOursAndNotAStoreThatIsDown() {
    TenantId tenant = new TenantId("wrong-" + UUID.randomUUID());
    HistoryRow good = row(tenant, "e1", "u1", "i1", NOON);
    Interaction tiny =
        new Interaction(
            good.interaction().user(),
            good.interaction().item(),
            good.interaction().type(),
            good.interaction().timestamp(),
            new InteractionDetails(
                OptionalDouble.empty(),
                OptionalDouble.of(1e-200),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.empty()),
            good.interaction().eventId());
    HistoryRow wrong =
        new HistoryRow(tenant, good.id(), good.time(), tiny, false, Optional.empty());
    assertThatThrownBy(() -> store().append(tenant, List.of(wrong)))
        .isInstanceOf(DynamoDbException.class);
  }

  @Test
  void aStoreThatIsDownIsAskedForNoMoreThanIsUnderWay() {
    AtomicInteger asked = new AtomicInteger();
    InteractionStore down =
        new DynamoInteractionStore(
            _ -> {
              asked.incrementAndGet();
              throw SdkClientException.create("down");
            },
            CLAIMS,
            LocalAws.INSTALLATION,
            IngestConfig.defaults(),
            Clock.systemUTC());
    TenantId tenant = new TenantId("down-" + UUID.randomUUID());
    List<HistoryRow> rows =
        IntStream.range(0, 2_000)
            .mapToObj(at -> row(tenant, "e" + at, "u1", "i" + at, NOON.plusSeconds(at)))
            .toList();
    assertThatThrownBy(() -> down.append(tenant, rows))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(asked.get()).isBetween(1, 8);
  }

  @Test
  void whatSeveralEventsRememberAlikeIsNoConflict() {
    TenantId tenant = new TenantId("alike-" + UUID.randomUUID());
    List<HistoryRow> rows =
        List.of(
            row(tenant, "e1", "u1", "i1", NOON),
            row(tenant, "e2", "u1", "i1", NOON.plusSeconds(1)));
    assertThat(store().append(tenant, rows)).containsOnly(InteractionStore.Appended.WRITTEN);
    assertThat(history(tenant, new UserId("u1"))).hasSize(2);
  }
}
