package io.waymark.ingest.event;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.event.InteractionStore.Appended;
import io.waymark.interactions.Cells;
import io.waymark.interactions.Fields;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.ParsedInteraction;
import io.waymark.interactions.RejectionReason;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Accepts events: parses each, stores what is good, says what became of every one.
@Singleton
public final class Interactions {
  /// Enough to hide the store's latency, too few to be throttled for.
  private static final int WRITES_AT_ONCE = 8;

  private final InteractionStore store;
  private final InteractionParser parser;
  private final Duration historyKept;
  private final Clock clock;

  public Interactions(InteractionStore store, IngestConfig config, Clock clock) {
    this.store = store;
    this.parser = new InteractionParser(clock, config.futureTolerance());
    this.historyKept = config.historyKept();
    this.clock = clock;
  }

  /// Accepts events that came together; they are independent of each other.
  ///
  /// @return an outcome for each, in their order
  /// @throws StoreUnavailableException where not all could be stored; sent again, those that were
  ///   stored are duplicates
  public List<EventOutcome> accept(TenantId tenant, List<IncomingEvent> events) {
    if (events.size() == 1) {
      return List.of(accept(tenant, events.getFirst()));
    }
    Semaphore places = new Semaphore(WRITES_AT_ONCE);
    AtomicReference<@Nullable StoreUnavailableException> down = new AtomicReference<>();
    List<Future<EventOutcome>> running = new ArrayList<>(events.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (IncomingEvent event : events) {
        running.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    // A store that is down for one is not asked for the rest, whose answer is one.
                    @Nullable StoreUnavailableException already = down.get();
                    if (already != null) {
                      throw already;
                    }
                    return accept(tenant, event);
                  } catch (StoreUnavailableException e) {
                    down.set(e);
                    throw e;
                  } finally {
                    places.release();
                  }
                }));
      }
    }
    List<EventOutcome> outcomes = new ArrayList<>(events.size());
    for (Future<EventOutcome> each : running) {
      outcomes.add(result(each));
    }
    return outcomes;
  }

  /// Accepts one event.
  ///
  /// @throws StoreUnavailableException where it could not be stored
  public EventOutcome accept(TenantId tenant, IncomingEvent event) {
    List<Interaction> good = new ArrayList<>();
    for (Fields fields : event.expanded()) {
      switch (parser.parse(fields)) {
        case ParsedInteraction.Accepted(Interaction interaction) -> good.add(interaction);
        case ParsedInteraction.Rejected(List<RejectionReason> reasons) -> {
          return new EventOutcome.Rejected(givenId(event), reasons);
        }
      }
    }
    Instant now = clock.instant();
    boolean written = false;
    for (int at = 0; at < good.size(); at++) {
      Interaction interaction = good.get(at);
      HistoryRow row =
          new HistoryRow(
              tenant,
              event.idAt(interaction.eventId(), at),
              interaction.timestamp().orElse(now),
              happened(interaction, now),
              false,
              Optional.of(now.plus(historyKept)));
      written |= store.append(tenant, row) == Appended.WRITTEN;
    }
    EventId id = good.getFirst().eventId().orElse(event.fallbackId());
    return written ? new EventOutcome.Accepted(id) : new EventOutcome.Duplicate(id);
  }

  /// An event that comes by itself happened when it came, where it does not say.
  private static Interaction happened(Interaction interaction, Instant now) {
    return interaction.timestamp().isPresent()
        ? interaction
        : new Interaction(
            interaction.user(),
            interaction.item(),
            interaction.type(),
            Optional.of(now),
            interaction.details(),
            interaction.eventId());
  }

  private static Optional<String> givenId(IncomingEvent event) {
    return Cells.id(event.fields().cell(InteractionParser.EVENT_ID));
  }

  private static EventOutcome result(Future<EventOutcome> finished) {
    try {
      return finished.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("table histories", e);
    }
  }
}
