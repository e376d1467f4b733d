package io.waymark.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.SourceAddress;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.InMemoryModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.recommend.experiments.Experiments.Author;
import io.waymark.recommend.experiments.Experiments.Change;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExperimentsADayTest {
  private static final TenantId SHOP = new TenantId("shop");
  private static final Author AUTHOR =
      new Author(
          new Principal.ApiKey(SHOP, "key", Set.of(Scope.MODELS_WRITE)), SourceAddress.UNKNOWN);

  private final MovingClock clock = new MovingClock(Instant.parse("2026-05-01T23:00:00Z"));
  private final InMemoryExperimentStore store = new InMemoryExperimentStore();
  private final Experiments experiments =
      new Experiments(
          store, registry(), new RunningExperiments(store, clock, Duration.ZERO), clock);

  private static InMemoryModelRegistry registry() {
    InMemoryModelRegistry registry = new InMemoryModelRegistry();
    ModelVersion version = new ModelVersion("20260102T030405Z-f0e1d2");
    Deed deed = Deed.ofSomebody(Instant.EPOCH);
    registry.register(
        SHOP,
        RegisteredModel.trained(ModelName.DEFAULT, version, "ials", new TreeMap<>(), deed, "p/"));
    Activation _ = registry.activate(SHOP, ModelName.DEFAULT, version, Activating.ungated(deed));
    return registry;
  }

  private Change set(Optional<Plan> plan) {
    return experiments.set(AUTHOR, plan, OptionalLong.empty());
  }

  private static Optional<Plan> plan(String name, double share) {
    return Optional.of(
        new Plan(
            name,
            List.of(
                new Arm("one", ModelName.DEFAULT, share),
                new Arm("two", ModelName.DEFAULT, 1 - share))));
  }

  @Test
  void noMoreBeginThanHaveCodesOfTheirOwn() {
    for (int at = 0; at < Experiments.MOST_IN_A_DAY; at++) {
      assertThat(set(plan("trial-" + at, 0.5))).isInstanceOf(Change.Done.class);
    }
    assertThat(set(plan("further", 0.5))).isEqualTo(new Change.TooMany());
    assertThat(set(plan("trial-14", 0.25))).as("other shares").isInstanceOf(Change.Done.class);
    assertThat(set(Optional.empty())).as("its end").isInstanceOf(Change.Done.class);
    assertThat(set(plan("trial-14", 0.5))).isEqualTo(new Change.TooMany());
    clock.pass(Duration.ofHours(1));
    assertThat(set(plan("further", 0.5))).isInstanceOf(Change.Done.class);
    assertThat(2 * Experiments.MOST_IN_A_DAY)
        .as("of two days and a minute, beside the one before them")
        .isLessThan(ArmCodes.ROUND);
  }
}
