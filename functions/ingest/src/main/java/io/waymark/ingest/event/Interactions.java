package io.waymark.ingest.event;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.erasure.Erasures;
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
import io.waymark.tenancy.UserId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Accepts events: parses each, stores what is good, says what became of every one.
@Singleton
public final class Interactions {
  private final InteractionStore store;
  private final Erasures erasures;
  private final InteractionParser parser;
  private final Duration historyKept;
  private final Clock clock;

  public Interactions(InteractionStore store, Erasures erasures, IngestConfig config, Clock clock) {
    this.store = store;
    this.erasures = erasures;
    this.parser = new InteractionParser(clock, config.futureTolerance());
    this.historyKept = config.historyKept();
    this.clock = clock;
  }

  /// Accepts events that come together just now; they are independent of each other.
  ///
  /// @return an outcome for each, in their order
  /// @throws StoreUnavailableException where not all could be stored; sent again, those that were
  ///   stored are duplicates
  public List<EventOutcome> accept(TenantId tenant, List<IncomingEvent> events) {
    return accept(tenant, events, Came.at(clock.instant()));
  }

  /// When events came.
  ///
  /// @param arrived what is in the future, and how long it is kept, follow from it
  /// @param happened when one happened that does not say
  private record Came(Instant arrived, Instant happened) {
    static Came at(Instant arrived) {
      return new Came(arrived, arrived);
    }
  }

  private List<EventOutcome> accept(TenantId tenant, List<IncomingEvent> events, Came came) {
    List<Parsed> parsed = events.stream().map(event -> parse(event, came)).toList();
    Set<UserId> users = users(parsed);
    Set<UserId> before = erasures.sweep(tenant, users);
    List<EventOutcome> outcomes = store(tenant, parsed, before, came.arrived());
    Set<UserId> between = new HashSet<>(users);
    between.removeAll(before);
    return withoutErased(parsed, outcomes, erasures.sweep(tenant, between));
  }

  /// Accepts one event.
  ///
  /// @param arrivedAt when it came, the same whenever it is delivered again: what is in the future,
  ///   when an event without a time happened and how long it is kept follow from it
  /// @throws StoreUnavailableException where it could not be stored
  public EventOutcome accept(TenantId tenant, IncomingEvent event, Instant arrivedAt) {
    return accept(tenant, List.of(event), Came.at(arrivedAt)).getFirst();
  }

  /// Accepts one event that came before and was not stored then: it arrives anew, so that what was
  /// in the future may not be so now, and happened when it first came where it does not say.
  ///
  /// @throws StoreUnavailableException where it could not be stored
  public EventOutcome again(TenantId tenant, IncomingEvent event, Instant firstCame) {
    return accept(tenant, List.of(event), new Came(clock.instant(), firstCame)).getFirst();
  }

  /// An event, and the interactions it stands for or why it stands for none.
  ///
  /// @param good all of the same user, each with the time when it happened
  private record Parsed(
      IncomingEvent event, List<Interaction> good, List<RejectionReason> reasons) {
    Optional<UserId> user() {
      return reasons.isEmpty() ? Optional.of(good.getFirst().user()) : Optional.empty();
    }

    boolean isOfUserNotIn(Set<UserId> erased) {
      return user().isPresent() && !erased.contains(user().get());
    }

    EventOutcome.Erased erased() {
      return new EventOutcome.Erased(givenId(event));
    }
  }

  private Parsed parse(IncomingEvent event, Came came) {
    List<Interaction> good = new ArrayList<>();
    for (Fields fields : event.expanded()) {
      switch (parser.parse(fields, came.arrived())) {
        case ParsedInteraction.Accepted(Interaction interaction) ->
            good.add(happened(interaction, came.happened()));
        case ParsedInteraction.Rejected(List<RejectionReason> reasons) -> {
          return new Parsed(event, List.of(), reasons);
        }
      }
    }
    return new Parsed(event, good, List.of());
  }

  private static Set<UserId> users(List<Parsed> parsed) {
    return parsed.stream().flatMap(each -> each.user().stream()).collect(Collectors.toSet());
  }

  private static List<EventOutcome> withoutErased(
      List<Parsed> parsed, List<EventOutcome> outcomes, Set<UserId> erased) {
    if (erased.isEmpty()) {
      return outcomes;
    }
    List<EventOutcome> left = new ArrayList<>(outcomes.size());
    for (int at = 0; at < outcomes.size(); at++) {
      Parsed each = parsed.get(at);
      left.add(each.user().filter(erased::contains).isPresent() ? each.erased() : outcomes.get(at));
    }
    return left;
  }

  private List<EventOutcome> store(
      TenantId tenant, List<Parsed> events, Set<UserId> erased, Instant arrivedAt) {
    List<HistoryRow> rows = new ArrayList<>();
    for (Parsed event : events) {
      if (event.isOfUserNotIn(erased)) {
        rows.addAll(rows(tenant, event, arrivedAt.plus(historyKept)));
      }
    }
    Iterator<Appended> appended = store.append(tenant, rows).iterator();
    List<EventOutcome> outcomes = new ArrayList<>(events.size());
    for (Parsed event : events) {
      if (event.isOfUserNotIn(erased)) {
        outcomes.add(outcome(event, appended));
      } else {
        outcomes.add(
            event.user().isPresent()
                ? event.erased()
                : new EventOutcome.Rejected(givenId(event.event()), event.reasons()));
      }
    }
    return outcomes;
  }

  private static List<HistoryRow> rows(TenantId tenant, Parsed event, Instant expires) {
    List<HistoryRow> rows = new ArrayList<>(event.good().size());
    for (Interaction each : event.good()) {
      rows.add(
          new HistoryRow(
              tenant,
              event.event().idAt(each.eventId(), rows.size()),
              each.timestamp().orElseThrow(),
              each,
              false,
              Optional.of(expires)));
    }
    return rows;
  }

  /// @param appended what became of its rows, and of those behind them
  private static EventOutcome outcome(Parsed event, Iterator<Appended> appended) {
    boolean written = false;
    for (Interaction _ : event.good()) {
      written |= appended.next() == Appended.WRITTEN;
    }
    EventId id = event.good().getFirst().eventId().orElse(event.event().fallbackId());
    return written ? new EventOutcome.Accepted(id) : new EventOutcome.Duplicate(id);
  }

  /// An event that comes by itself happened when it came, where it does not say.
  private static Interaction happened(Interaction interaction, Instant came) {
    return interaction.timestamp().isPresent()
        ? interaction
        : new Interaction(
            interaction.user(),
            interaction.item(),
            interaction.type(),
            Optional.of(came),
            interaction.details(),
            interaction.eventId());
  }

  private static Optional<String> givenId(IncomingEvent event) {
    return Cells.id(event.fields().cell(InteractionParser.EVENT_ID));
  }
}
