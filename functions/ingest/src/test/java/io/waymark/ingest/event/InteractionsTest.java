package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.ingest.IngestConfig;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionsTest {
  @Test
  void asksAStoreThatIsDownForNoMoreThanIsUnderWay() {
    AtomicInteger asked = new AtomicInteger();
    Interactions interactions =
        new Interactions(
            (tenant, row) -> {
              asked.incrementAndGet();
              throw new StoreUnavailableException("table histories", new IOException("down"));
            },
            IngestConfig.defaults(),
            Clock.systemUTC());
    List<IncomingEvent> events =
        IntStream.range(0, 500)
            .mapToObj(
                at ->
                    new IncomingEvent(
                        Fields.of(
                            Map.of("user_id", Cell.text("u"), "item_id", Cell.text("i" + at))),
                        List.of(),
                        IncomingEvent.derivedId("base", at)))
            .toList();
    assertThatThrownBy(() -> interactions.accept(new TenantId("shop"), events))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(asked.get()).isBetween(1, 8);
  }
}
