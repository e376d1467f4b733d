package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.erasure.InMemoryErasures;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InteractionsTest {
  private static final TenantId SHOP = new TenantId("shop");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  @Test
  void i16_refusesAnErasedUserAndRemovesWhatAnAttemptThatDiedLeft() {
    InMemoryErasures erased = new InMemoryErasures();
    InMemoryInteractionStore store = new InMemoryInteractionStore();
    erased.erasures().erase(SHOP, ANN);
    erased.data().add(left(ANN));
    erased.data().add(left(BOB));
    assertThat(interactions(store, erased).accept(SHOP, List.of(event(ANN, 1), event(BOB, 2))))
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo(new EventOutcome.Erased(Optional.empty())),
            outcome -> assertThat(outcome).isInstanceOf(EventOutcome.Accepted.class));
    assertThat(store.history(SHOP, ANN)).isEmpty();
    assertThat(store.history(SHOP, BOB)).hasSize(1);
    assertThat(erased.data().read(SHOP, ANN, 10).history()).isEmpty();
    assertThat(erased.data().read(SHOP, BOB, 10).history()).hasSize(1);
  }

  @Test
  void i16_anErasureWhileTheEventIsStoredIsNotMissed() {
    InMemoryErasures erased = new InMemoryErasures();
    InteractionStore slow =
        InMemoryInteractionStore.oneByOne(
            (tenant, row) -> {
              if (row.interaction().user().equals(ANN)) {
                erased.erasures().erase(tenant, ANN);
              }
              erased.data().add(row);
              return InteractionStore.Appended.WRITTEN;
            });
    assertThat(interactions(slow, erased).accept(SHOP, List.of(event(ANN, 1), event(BOB, 2))))
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo(new EventOutcome.Erased(Optional.empty())),
            outcome -> assertThat(outcome).isInstanceOf(EventOutcome.Accepted.class));
    assertThat(erased.data().read(SHOP, ANN, 10).history()).isEmpty();
    assertThat(erased.data().read(SHOP, BOB, 10).history()).hasSize(1);
  }

  private static Interactions interactions(InteractionStore store, InMemoryErasures erased) {
    return new Interactions(store, erased.erasures(), IngestConfig.defaults(), Clock.systemUTC());
  }

  private static IncomingEvent event(UserId user, int at) {
    return new IncomingEvent(
        Fields.of(Map.of("user_id", Cell.text(user.value()), "item_id", Cell.text("i"))),
        List.of(),
        IncomingEvent.derivedId("base", at));
  }

  private static HistoryRow left(UserId user) {
    return InteractionStoreContract.row(SHOP, "left", user.value(), "i", Instant.EPOCH);
  }
}
