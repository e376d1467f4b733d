package io.waymark.ingest.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.GivenUp;
import io.waymark.eventsource.KinesisRecord;
import io.waymark.eventsource.MappingConfig;
import io.waymark.eventsource.simulator.Faults;
import io.waymark.eventsource.simulator.Instances;
import io.waymark.eventsource.simulator.SimulatedFunction;
import io.waymark.eventsource.simulator.SimulatedMapping;
import io.waymark.eventsource.simulator.SimulatedStream;
import io.waymark.eventsource.simulator.Simulation;
import io.waymark.ingest.SimulatedHandlers;
import io.waymark.interactions.HistoryRow;
import io.waymark.model.answers.Placement;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.outcomes.InMemoryOutcomeStore;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.ListOutcome;
import io.waymark.model.outcomes.Outcome;
import io.waymark.model.outcomes.OutcomeCounts;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The archiver's handler on the simulator, with all faults: windows that come again, in halves,
/// amid crashes, and once more by hand after they were given up. As many seeds as one likes with
/// `-Dwaymark.seeds=1000`, one again with `-Dwaymark.seed=<seed>`.
class WindowsSimulationTest {
  private static final int SEEDS = Integer.getInteger("waymark.seeds", 6);
  private static final int ROWS = Integer.getInteger("waymark.records", 250);
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final List<TenantId> TENANTS =
      List.of(new TenantId("shop"), new TenantId("rival"));

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  /// Of a transaction, so that a window is several.
  private static final int AT_ONCE = 7;

  @Test
  @DisplayName("I28: whatever goes wrong, each event counts once")
  void countsEachEventOnce() throws IOException {
    long[] seeds =
        Long.getLong("waymark.seed") == null
            ? LongStream.range(0, SEEDS).toArray()
            : new long[] {Long.getLong("waymark.seed")};
    for (long seed : seeds) {
      Windows windows = new Windows(seed);
      windows.run();
      for (TenantId tenant : TENANTS) {
        assertThat(windows.store.between(tenant, DAY, DAY))
            .as("again: -Dwaymark.seed=" + seed)
            .isEqualTo(windows.expected.get(tenant));
      }
    }
  }

  /// One run; what is sent, what goes wrong and how the mapping is set follow from the seed.
  private static final class Windows {
    private final RecommendationIds names = new RecommendationIds(new byte[32]);
    private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();
    private final Map<TenantId, Map<ListGroup, OutcomeCounts>> expected = new HashMap<>();
    private final List<HistoryRow> rows = new ArrayList<>();
    private final Simulation simulation;
    private final SimulatedFunction function;
    private final SimulatedMapping mapping;

    Windows(long seed) {
      simulation = new Simulation(seed, Faults.all(), START);
      function =
          SimulatedHandlers.archiver(
              new ListOutcomes(new StoppedAmidWindows(), () -> names),
              at -> rows.get(Integer.parseInt(at)));
      SimulatedStream stream =
          new SimulatedStream(simulation, 1 + simulation.below(3), Kept.STREAMED.time());
      MappingConfig config =
          new MappingConfig(
              1 + simulation.below(100),
              simulation.upTo(Duration.ofSeconds(2)),
              simulation.below(6),
              Kept.DELIVERED_WITHIN,
              simulation.below(3) > 0);
      mapping =
          new SimulatedMapping(
              simulation,
              stream,
              config,
              new Instances(simulation, Duration.ofSeconds(60), () -> function));
      for (int at = 0; at < ROWS; at++) {
        send(stream, at);
      }
    }

    /// A window is several transactions, between which anything may happen.
    private final class StoppedAmidWindows implements OutcomeStore {
      @Override
      public int count(TenantId tenant, Collection<ListOutcome> outcomes) {
        List<ListOutcome> all = List.copyOf(outcomes);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
          List<ListOutcome> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
          boolean _ =
              simulation.write(
                  "count " + some.size() + " of " + tenant,
                  () -> {
                    int _ = store.count(tenant, some);
                    return true;
                  });
        }
        return 0;
      }

      @Override
      public Map<ListGroup, OutcomeCounts> between(TenantId tenant, LocalDate from, LocalDate to) {
        return store.between(tenant, from, to);
      }
    }

    private void send(SimulatedStream stream, int at) {
      TenantId tenant = TENANTS.get(simulation.below(TENANTS.size()));
      Outcome outcome = OUTCOMES.get(simulation.below(OUTCOMES.size()));
      ListGroup group = new ListGroup(DAY, Placement.FOR_YOU, simulation.below(3));
      String name = ToldRow.name(names, tenant, group.placement(), group.arm(), START);
      rows.add(new ToldRow(tenant, "event-" + at, outcome.text(), name, START).row());
      OutcomeCounts _ =
          expected
              .computeIfAbsent(tenant, _ -> new HashMap<>())
              .merge(group, OutcomeCounts.of(outcome), OutcomeCounts::plus);
      stream.send(
          simulation.upTo(Duration.ofSeconds(40)),
          "user-" + simulation.below(20),
          Integer.toString(at).getBytes(StandardCharsets.UTF_8),
          _ -> {});
    }

    void run() throws IOException {
      List<String> _ = simulation.run();
      simulation.calm();
      for (GivenUp<KinesisRecord> given : mapping.onFailure()) {
        for (Entry<KinesisRecord> each : given.records()) {
          assertThat(function.invoke(mapping.event(given.shard(), List.of(each)))).contains("[]");
        }
      }
    }
  }
}
