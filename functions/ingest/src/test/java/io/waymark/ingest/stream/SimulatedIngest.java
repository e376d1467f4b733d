package io.waymark.ingest.stream;

import io.micronaut.json.JsonMapper;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.eventsource.Entry;
import io.waymark.eventsource.GivenUp;
import io.waymark.eventsource.KinesisRecord;
import io.waymark.eventsource.MappingConfig;
import io.waymark.eventsource.simulator.Balance;
import io.waymark.eventsource.simulator.Faults;
import io.waymark.eventsource.simulator.Instances;
import io.waymark.eventsource.simulator.Item;
import io.waymark.eventsource.simulator.Ledger;
import io.waymark.eventsource.simulator.SimulatedFunction;
import io.waymark.eventsource.simulator.SimulatedMapping;
import io.waymark.eventsource.simulator.SimulatedStream;
import io.waymark.eventsource.simulator.Simulation;
import io.waymark.eventsource.simulator.Violation;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.SimulatedHandlers;
import io.waymark.ingest.erasure.InMemoryErasures;
import io.waymark.ingest.event.InMemoryInteractionStore;
import io.waymark.ingest.event.IncomingEvent;
import io.waymark.ingest.event.InteractionStore;
import io.waymark.ingest.event.InteractionStore.Appended;
import io.waymark.ingest.event.Interactions;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One run of the stream's handler on the simulator: what is sent, what goes wrong and how the
/// mapping is set follow from the seed.
final class SimulatedIngest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration SENT_WITHIN = Duration.ofSeconds(40);
  private static final List<String> TENANTS = List.of("shop", "rival", "third");
  private static final List<BadRecord> BAD = List.of(BadRecord.values());
  private static final int USERS = 5;
  private static final IngestConfig CONFIG = IngestConfig.defaults();

  private final Simulation simulation;
  private final Ledger ledger = new Ledger();
  private final InMemoryInteractionStore rows = new InMemoryInteractionStore();
  private final InMemoryDeadLetterStore letters = new InMemoryDeadLetterStore();
  private final SimulatedFunction function;
  private final SimulatedStream stream;
  private final SimulatedMapping mapping;

  /// Records that must be quarantined, wherever they do not end on the on-failure destination.
  private final Set<String> bad = new HashSet<>();

  private final Set<String> wrong = new HashSet<>();
  private List<String> trace = List.of();

  SimulatedIngest(long seed, Faults faults) {
    this.simulation = new Simulation(seed, faults, START);
    InteractionStore store =
        InMemoryInteractionStore.oneByOne(
            (tenant, row) ->
                simulation.write(
                    "append " + tenant + " " + row.id(),
                    () -> {
                      Appended appended = rows.append(tenant, row);
                      if (appended == Appended.WRITTEN) {
                        ledger.applied(
                            tenant.value(), row.id().value(), row.interaction().item().value());
                      }
                      return appended;
                    }));
    DeadLetterStore kept =
        (tenant, letter) -> {
          boolean _ =
              simulation.write(
                  "letter " + tenant + " " + letter.eventId(), () -> keep(tenant, letter));
        };
    Interactions interactions =
        new Interactions(store, InMemoryErasures.none(), CONFIG, simulation.clock());
    this.function =
        SimulatedHandlers.stream(
            new StreamRecords(
                interactions, kept, _ -> false, JsonMapper.createDefault(), Measurements.NONE));
    this.stream = new SimulatedStream(simulation, 1 + simulation.below(3), Kept.STREAMED.time());
    MappingConfig config =
        new MappingConfig(
            1 + simulation.below(100),
            simulation.upTo(Duration.ofSeconds(2)),
            simulation.below(6),
            Kept.DELIVERED_WITHIN,
            simulation.below(2) == 0);
    this.mapping =
        new SimulatedMapping(
            simulation,
            stream,
            config,
            new Instances(simulation, Duration.ofSeconds(60), () -> function));
  }

  private boolean keep(TenantId tenant, DeadLetter letter) {
    letters.keep(tenant, letter);
    ledger.quarantined(letter.eventId());
    if (!bad.contains(letter.eventId())) {
      wrong.add("a good record was refused: " + letter);
    }
    return true;
  }

  /// Sends so many records, a tenth of them bad, and runs until all has come to rest.
  List<String> run(int records) {
    for (int at = 0; at < records; at++) {
      send(at);
    }
    trace = simulation.run();
    mapping
        .onFailure()
        .forEach(
            given ->
                given
                    .records()
                    .forEach(each -> ledger.onFailure(given.shard() + ":" + each.sequence())));
    return trace;
  }

  List<String> trace() {
    return trace;
  }

  List<Violation> judge() {
    return ledger.judge(Ledger.Rule.EVERY);
  }

  /// What else is wrong.
  Set<String> wrong() {
    return wrong;
  }

  /// Gives the function what was given up once more, in calm.
  Balance replayGivenUp() throws IOException {
    simulation.calm();
    for (GivenUp<KinesisRecord> given : mapping.onFailure()) {
      for (Entry<KinesisRecord> each : given.records()) {
        String answer = function.invoke(mapping.event(given.shard(), List.of(each)));
        if (!answer.contains("[]")) {
          wrong.add("not taken in calm: " + answer);
        }
      }
    }
    return ledger.balance();
  }

  /// Rows that histories hold.
  long stored() {
    return TENANTS.stream().mapToLong(each -> rows.count(new TenantId(each))).sum();
  }

  long refused() {
    return letters.count();
  }

  private void send(int at) {
    String tenant = TENANTS.get(simulation.below(TENANTS.size()));
    String user = "u" + simulation.below(USERS);
    Duration delay = simulation.upTo(SENT_WITHIN);
    if (simulation.by(.1)) {
      BadRecord kind = BAD.get(simulation.below(BAD.size()));
      sendBad(delay, tenant, user, kind, at);
    } else {
      sendGood(delay, tenant, user, at);
    }
  }

  private void sendBad(Duration delay, String tenant, String user, BadRecord kind, int at) {
    String key = tenant + "#" + user;
    stream.send(
        delay,
        key,
        kind.of(tenant, user),
        accepted -> {
          bad.add(accepted.eventId());
          ledger.accepted(
              new Item(accepted.eventId(), tenant, key, accepted.eventId(), "bad " + at));
        });
  }

  /// Some happened about as far ahead as is allowed, some have no time; some have an id, which
  /// those of other tenants and some of its own have too.
  private void sendGood(Duration delay, String tenant, String user, int at) {
    String key = tenant + "#" + user;
    String id = simulation.by(.7) ? user + "-" + at / 2 : "";
    String item = tenant + "-" + (id.isEmpty() ? Integer.toString(at) : id);
    Optional<Instant> happened = happened();
    StringBuilder json = new StringBuilder("{\"tenant_id\":\"" + tenant + "\"");
    json.append(",\"user_id\":\"")
        .append(user)
        .append("\",\"item_id\":\"")
        .append(item)
        .append('"');
    happened.ifPresent(time -> json.append(",\"timestamp\":\"").append(time).append('"'));
    if (!id.isEmpty()) {
      json.append(",\"event_id\":\"").append(id).append('"');
    }
    json.append('}');
    stream.send(
        delay,
        key,
        json.toString().getBytes(StandardCharsets.UTF_8),
        accepted -> {
          Instant latest = accepted.entry().arrival().plus(CONFIG.futureTolerance());
          if (happened.filter(time -> time.isAfter(latest)).isPresent()) {
            bad.add(accepted.eventId());
          }
          EventId derived = IncomingEvent.derivedId(accepted.eventId(), 0);
          String event = id.isEmpty() ? derived.value() : id;
          ledger.accepted(new Item(accepted.eventId(), tenant, key, event, item));
        });
  }

  private Optional<Instant> happened() {
    return switch (simulation.below(4)) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of(
              START
                  .plus(CONFIG.futureTolerance())
                  .plusSeconds(simulation.below(60))
                  .plusMillis(500));
      default -> Optional.of(START.minus(simulation.upTo(Duration.ofDays(300))));
    };
  }
}
