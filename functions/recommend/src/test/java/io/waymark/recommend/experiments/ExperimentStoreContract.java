package io.waymark.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.notes.AuditNote;
import io.waymark.model.ModelName;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every store of experiments does.
abstract class ExperimentStoreContract {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123Z");

  private final TenantId shop = new TenantId("shop-" + UUID.randomUUID());
  private final TenantId rival = new TenantId("rival-" + UUID.randomUUID());

  abstract ExperimentStore store();

  abstract List<AuditNote> notes(TenantId tenant);

  static ExperimentState state(long revision) {
    List<Arm> arms =
        List.of(
            new Arm("control", ModelName.DEFAULT, 0.25),
            new Arm("other", new ModelName("other"), 0.75));
    return new ExperimentState(
        Optional.of(
            new Experiment(
                3, new Plan("trial", arms), Split.parse("250000:0 1000000:1"), NOON, "ann")),
        3,
        revision);
  }

  static AuditNote note(String after) {
    return new AuditNote(
        UUID.randomUUID(),
        NOON,
        "ann",
        "127.0.0.1",
        "experiment.changed",
        "experiment",
        Map.of(),
        Map.of("name", after));
  }

  @Test
  void givesBackWhatWasPut() {
    assertThat(store().find(shop)).isEqualTo(ExperimentState.NONE);
    assertThat(store().replace(shop, state(1), note("trial"))).isTrue();
    assertThat(store().find(shop)).isEqualTo(state(1));
    ExperimentState ended = new ExperimentState(Optional.empty(), 3, 2);
    assertThat(store().replace(shop, ended, note("none"))).isTrue();
    assertThat(store().find(shop)).isEqualTo(ended);
    assertThat(notes(shop))
        .extracting(each -> each.after().getOrDefault("name", ""))
        .containsExactlyInAnyOrder("trial", "none");
  }

  @Test
  void keepsWhatBeganAfterItsEnd() {
    assertThat(store().begun(shop)).isEmpty();
    Experiment third = state(1).running().orElseThrow();
    Experiment twelfth =
        new Experiment(12, third.plan(), third.split(), NOON.plusSeconds(9), "ann");
    List<ExperimentState> states =
        List.of(
            new ExperimentState(Optional.of(third), 3, 1),
            new ExperimentState(Optional.of(third), 3, 2), // with other shares
            new ExperimentState(Optional.of(twelfth), 12, 3),
            new ExperimentState(Optional.empty(), 12, 4));
    for (ExperimentState each : states) {
      assertThat(store().replace(shop, each, note("trial"))).isTrue();
    }
    assertThat(store().replace(shop, state(2), note("late"))).isFalse();
    assertThat(store().begun(shop))
        .containsExactly(BegunExperiment.of(third), BegunExperiment.of(twelfth));
    assertThat(store().begun(rival)).isEmpty();
  }

  @Test
  void keepsTenantsApart() {
    assertThat(store().replace(shop, state(1), note("trial"))).isTrue();
    assertThat(store().find(rival)).isEqualTo(ExperimentState.NONE);
    assertThat(notes(rival)).isEmpty();
  }

  @Test
  void refusesWhoeverDidNotSeeTheLastStateAndKeepsNoNote() {
    assertThat(store().replace(shop, state(2), note("too early"))).isFalse();
    assertThat(store().replace(shop, state(1), note("first"))).isTrue();
    assertThat(store().replace(shop, state(1), note("late"))).isFalse();
    assertThat(store().replace(shop, state(2), note("second"))).isTrue();
    assertThat(notes(shop))
        .extracting(each -> each.after().getOrDefault("name", ""))
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void letsOneOfManyWritersThrough() throws Exception {
    List<Future<Boolean>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 8; writer++) {
        all.add(threads.submit(() -> store().replace(shop, state(1), note("one"))));
      }
    }
    int through = 0;
    for (Future<Boolean> each : all) {
      through += each.get() ? 1 : 0;
    }
    assertThat(through).isEqualTo(1);
    assertThat(notes(shop)).hasSize(1);
  }
}
