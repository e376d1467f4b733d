package io.waymark.eventsource.simulator;

import io.waymark.eventsource.MappingConfig;
import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A stream, a handler that is right but for one mistake, and its store.
final class ToyStream {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private static final List<String> TENANTS = List.of("shop", "rival", "third");
  private static final Duration SENT_WITHIN = Duration.ofSeconds(40);

  private final Simulation simulation;
  private final Mistake mistake;
  private final Ledger ledger = new Ledger();
  private final SimulatedStream stream;
  private final SimulatedMapping mapping;
  private final Set<String> markers = new HashSet<>();

  ToyStream(long seed, Faults faults, Mistake mistake) {
    this(new Simulation(seed, faults, START), mistake);
  }

  private ToyStream(Simulation simulation, Mistake mistake) {
    this(
        simulation,
        mistake,
        new MappingConfig(
            1 + simulation.below(20),
            simulation.upTo(Duration.ofSeconds(5)),
            simulation.below(4),
            Duration.ofHours(23),
            simulation.below(2) == 0),
        Duration.ofHours(24));
  }

  ToyStream(Simulation simulation, Mistake mistake, MappingConfig config, Duration kept) {
    this.simulation = simulation;
    this.mistake = mistake;
    this.stream = new SimulatedStream(simulation, 1 + simulation.below(3), kept);
    this.mapping =
        new SimulatedMapping(
            simulation,
            stream,
            config,
            new Instances(simulation, Duration.ofSeconds(30), Handler::new));
  }

  SimulatedStream stream() {
    return stream;
  }

  SimulatedMapping mapping() {
    return mapping;
  }

  /// Sends so many records within a minute, among them some that are bad, and runs to the end.
  List<String> run(int records) {
    for (int at = 0; at < records; at++) {
      String tenant = TENANTS.get(simulation.below(TENANTS.size()));
      String payloadTenant =
          simulation.by(.05) ? TENANTS.get(simulation.below(TENANTS.size())) : tenant;
      send(at, tenant, payloadTenant);
    }
    List<String> trace = simulation.run();
    mapping
        .onFailure()
        .forEach(
            given ->
                given
                    .records()
                    .forEach(each -> ledger.onFailure(given.shard() + ":" + each.sequence())));
    return trace;
  }

  private void send(int at, String tenant, String payloadTenant) {
    Duration delay = simulation.upTo(SENT_WITHIN);
    String key = tenant + "#u" + simulation.below(3);
    String event = "e" + at / TENANTS.size(); // the same of several tenants, now and then
    String content = "c" + at;
    Instant time =
        START
            .plus(simulation.upTo(SENT_WITHIN))
            .plus(simulation.by(.3) ? ToyRecord.AHEAD : Duration.ZERO);
    stream.send(
        delay,
        key,
        ToyRecord.payload(payloadTenant, event + "." + key, content, time),
        accepted ->
            ledger.accepted(new Item(accepted.eventId(), tenant, key, event + "." + key, content)));
  }

  Ledger ledger() {
    return ledger;
  }

  List<Violation> judge() {
    return ledger.judge(Ledger.Rule.EVERY);
  }

  private final class Handler implements SimulatedFunction {
    private final Set<String> remembered = new HashSet<>();
    private final List<ToyRecord> left = new ArrayList<>();

    @Override
    public String invoke(String event) throws IOException {
      List<ToyRecord> batch = new ArrayList<>(ToyRecord.of(event));
      if (mistake == Mistake.SORTS_BY_TIME) {
        batch.sort(Comparator.comparing(ToyRecord::at));
      }
      String lease = batch.getFirst().id();
      if (mistake == Mistake.LEAVES_ITS_LEASE) {
        write("lease " + lease, () -> ledger.leased(lease));
      }
      List<String> failed = take(batch);
      if (mistake == Mistake.LEAVES_ITS_LEASE) {
        ledger.released(lease);
      }
      return "{\"batchItemFailures\":["
          + String.join(",", failed.stream().map("{\"itemIdentifier\":\"%s\"}"::formatted).toList())
          + "]}";
    }

    private List<String> take(List<ToyRecord> batch) {
      List<String> failed = new ArrayList<>();
      for (ToyRecord record : batch) {
        try {
          take(record);
        } catch (StoreUnavailableException down) {
          if (mistake == Mistake.ACKNOWLEDGES_ERRORS) {
            continue;
          }
          if (mistake == Mistake.LAST_FAILED_AS_CHECKPOINT) {
            return List.of(batch.getLast().sequence());
          }
          failed.add(record.sequence());
          if (mistake != Mistake.GOES_ON_BEHIND_A_FAILURE) {
            return failed;
          }
        }
      }
      return failed;
    }

    private void take(ToyRecord record) {
      String tenant =
          mistake == Mistake.TENANT_FROM_PAYLOAD ? record.tenant() : record.keysTenant();
      Instant now =
          mistake == Mistake.JUDGES_BY_ITS_OWN_CLOCK
              ? simulation.clock().instant()
              : record.arrival();
      boolean good =
          record.isGood(now)
              || (mistake == Mistake.TENANT_FROM_PAYLOAD && !record.at().isAfter(now));
      if (!good) {
        if (mistake != Mistake.DROPS_WHAT_IS_BAD) {
          String id = mistake == Mistake.QUARANTINES_WITHOUT_ITS_ID ? record.event() : record.id();
          write("quarantine " + record.id(), () -> ledger.quarantined(id));
        }
      } else if (mistake == Mistake.STATE_SHARED_BETWEEN_BATCHES) {
        left.add(record);
        left.forEach(each -> apply(tenant, each));
        left.clear();
      } else {
        apply(tenant, record);
      }
    }

    private void apply(String tenant, ToyRecord record) {
      String event = mistake == Mistake.MAKES_UP_IDS ? record.id() : record.event();
      String marker =
          mistake == Mistake.MARKER_WITHOUT_TENANT
              ? event.substring(0, event.indexOf('.'))
              : tenant + " " + event;
      Runnable effect = () -> ledger.applied(tenant, event, record.content());
      String what = "apply " + tenant + " " + event;
      switch (mistake) {
        case NO_MARKER -> write(what, effect);
        case MARKER_BEFORE_EFFECT -> {
          if (simulation.write("mark " + marker, () -> markers.add(marker))) {
            write(what, effect);
          }
        }
        case EFFECT_BEFORE_MARKER -> {
          if (!markers.contains(marker)) {
            write(what, effect);
            write("mark " + marker, () -> markers.add(marker));
          }
        }
        case MARKER_IN_MEMORY -> {
          if (!remembered.contains(marker)) {
            write(what, effect);
            remembered.add(marker);
          }
        }
        default ->
            write(
                what,
                () -> {
                  if (markers.add(marker)) {
                    effect.run();
                  }
                });
      }
    }

    private void write(String what, Runnable effect) {
      boolean _ =
          simulation.write(
              what,
              () -> {
                effect.run();
                return true;
              });
    }
  }
}
