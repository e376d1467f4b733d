package io.waymark.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.LocalAws;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every registry promises, on the fake and on the real one.
class ModelRegistryTest {
  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final TenantId tenant = new TenantId("registry-" + TENANTS.incrementAndGet());

  static List<ModelRegistry> registries() {
    return List.of(
        new InMemoryModelRegistry(),
        new DynamoModelRegistry(LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION));
  }

  @ParameterizedTest
  @MethodSource("registries")
  void listsWhatWasRegistered(ModelRegistry registry) {
    registry.register(tenant, model(1));
    registry.register(tenant, model(2));
    registry.register(
        tenant,
        new RegisteredModel(
            new ModelName("alternative"),
            version(3),
            RegisteredModel.READY,
            "ease",
            new TreeMap<>(),
            NOW,
            "p/"));
    assertThat(registry.names(tenant))
        .containsExactly(new ModelName("alternative"), ModelName.DEFAULT);
    assertThat(registry.versions(tenant, ModelName.DEFAULT)).containsExactly(model(2), model(1));
    assertThat(registry.find(tenant, ModelName.DEFAULT, version(1))).contains(model(1));
    assertThat(registry.find(tenant, ModelName.DEFAULT, version(3))).isEmpty();
    assertThat(registry.active(tenant, ModelName.DEFAULT)).isEmpty();
    TenantId other = new TenantId("somebody-else");
    assertThat(registry.names(other)).isEmpty();
    assertThat(registry.find(other, ModelName.DEFAULT, version(1))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("registries")
  void activatesAndGoesBackStepByStep(ModelRegistry registry) {
    IntStream.rangeClosed(1, 3).forEach(at -> registry.register(tenant, model(at)));
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(9), NOW))
        .isEqualTo(new Activation.Unknown());
    assertThat(registry.rollback(tenant, ModelName.DEFAULT, NOW))
        .isEqualTo(new Activation.Unknown());
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), NOW))
        .isEqualTo(
            new Activation.Activated(
                new ActiveModel(version(1), NOW, List.of()), Optional.empty()));
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), NOW))
        .isInstanceOf(Activation.AlreadyActive.class);
    assertThat(registry.rollback(tenant, ModelName.DEFAULT, NOW))
        .isEqualTo(new Activation.NothingBefore());
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(2), NOW);
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(3), NOW))
        .isEqualTo(
            new Activation.Activated(
                new ActiveModel(version(3), NOW, List.of(version(1), version(2))),
                Optional.of(version(2))));
    assertActiveAfterRollback(registry, 2);
    assertActiveAfterRollback(registry, 1);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void letsOneWinWhereManyActivateAtOnce(ModelRegistry registry) {
    IntStream.rangeClosed(1, 8).forEach(at -> registry.register(tenant, model(at)));
    List<Activation> outcomes =
        IntStream.rangeClosed(1, 8)
            .parallel()
            .mapToObj(at -> registry.activate(tenant, ModelName.DEFAULT, version(at), NOW))
            .toList();
    ActiveModel active = registry.active(tenant, ModelName.DEFAULT).orElseThrow();
    long won = outcomes.stream().filter(outcome -> outcome instanceof Activation.Activated).count();
    assertThat(active.before()).hasSize((int) won - 1).doesNotHaveDuplicates();
  }

  private void assertActiveAfterRollback(ModelRegistry registry, int expected) {
    assertThat(registry.rollback(tenant, ModelName.DEFAULT, NOW))
        .isInstanceOf(Activation.Activated.class);
    assertThat(registry.active(tenant, ModelName.DEFAULT).orElseThrow().version())
        .isEqualTo(version(expected));
  }

  private static ModelVersion version(int at) {
    return ModelVersion.at(NOW.plusSeconds(at), at);
  }

  private static RegisteredModel model(int at) {
    return new RegisteredModel(
        ModelName.DEFAULT,
        version(at),
        RegisteredModel.READY,
        "ials",
        new TreeMap<>(Map.of("ndcg@20", 0.125 * at)),
        NOW,
        "registry/default/" + version(at) + "/");
  }
}
