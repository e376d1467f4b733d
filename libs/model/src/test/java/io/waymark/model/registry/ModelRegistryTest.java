package io.waymark.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.Signature;
import io.waymark.model.TensorSpec;
import io.waymark.model.TensorType;
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

  private static final Examiner EXAMINER = new Examiner("first", NOW.plusSeconds(60));
  private static final Examiner LATER = new Examiner("second", NOW.plusSeconds(120));

  private final TenantId tenant = new TenantId("registry-" + TENANTS.incrementAndGet());

  static List<ModelRegistry> registries() {
    return List.of(
        new InMemoryModelRegistry(),
        new DynamoModelRegistry(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION));
  }

  @ParameterizedTest
  @MethodSource("registries")
  void listsWhatWasRegistered(ModelRegistry registry) {
    registry.register(tenant, model(1));
    registry.register(tenant, model(2));
    registry.register(
        tenant,
        RegisteredModel.trained(
            new ModelName("alternative"), version(3), "ease", new TreeMap<>(), NOW, "p/"));
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

  @ParameterizedTest
  @MethodSource("registries")
  void movesAVersionOnUntilItIsReady(ModelRegistry registry) {
    RegisteredModel begun =
        new RegisteredModel(
            ModelName.DEFAULT,
            version(1),
            Standing.of(ModelState.WAITING),
            Signature.UNKNOWN_PREDICTOR,
            "uploaded",
            new TreeMap<>(),
            NOW,
            "p/");
    assertThat(registry.advance(tenant, begun, EXAMINER)).isFalse();
    assertThat(claim(registry, EXAMINER, NOW)).isEmpty();
    registry.register(tenant, begun);
    assertThat(registry.advance(tenant, begun, EXAMINER)).as("not claimed").isFalse();
    assertThat(claim(registry, EXAMINER, NOW)).contains(begun);
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), NOW))
        .isEqualTo(new Activation.NotReady(Standing.of(ModelState.WAITING)));
    RegisteredModel opened =
        begun
            .with(
                new Signature(
                    Manifest.PREDICTOR,
                    List.of(new TensorSpec("x", TensorType.FLOAT32, List.of(-1L, 4L))),
                    List.of(new TensorSpec("label", TensorType.STRING, List.of()))))
            .with(Standing.of(ModelState.VALIDATED));
    assertThat(registry.advance(tenant, opened, EXAMINER)).isTrue();
    assertThat(registry.find(tenant, ModelName.DEFAULT, version(1))).contains(opened);
    assertThat(registry.advance(tenant, opened.with(Standing.READY), EXAMINER)).isTrue();
    assertThat(registry.advance(tenant, opened, EXAMINER)).isFalse();
    assertThat(claim(registry, LATER, LATER.until())).as("for good").isEmpty();
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), NOW))
        .isInstanceOf(Activation.Activated.class);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void keepsWhyAVersionWasRefused(ModelRegistry registry) {
    RegisteredModel begun = model(1).with(Standing.of(ModelState.UPLOADED));
    registry.register(tenant, begun);
    assertThat(claim(registry, EXAMINER, NOW)).contains(begun);
    RegisteredModel refused = begun.with(Standing.refused("its node 'n' is wrong"));
    assertThat(registry.advance(tenant, refused, EXAMINER)).isTrue();
    assertThat(registry.find(tenant, ModelName.DEFAULT, version(1))).contains(refused);
    assertThat(registry.advance(tenant, begun, EXAMINER)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("registries")
  void letsOneAloneExamineAVersion(ModelRegistry registry) {
    RegisteredModel begun = model(1).with(Standing.of(ModelState.WAITING));
    registry.register(tenant, begun);
    assertThat(claim(registry, EXAMINER, NOW)).contains(begun);
    assertThat(claim(registry, LATER, NOW)).isEmpty();
    assertThat(registry.advance(tenant, begun, LATER)).isFalse();
    registry.release(tenant, ModelName.DEFAULT, version(1), LATER);
    assertThat(claim(registry, LATER, NOW)).as("released by one who has it not").isEmpty();

    RegisteredModel uploaded = begun.with(Standing.of(ModelState.UPLOADED));
    assertThat(registry.advance(tenant, uploaded, EXAMINER)).isTrue();
    registry.release(tenant, ModelName.DEFAULT, version(1), EXAMINER);
    assertThat(registry.advance(tenant, begun, EXAMINER)).as("after its release").isFalse();
    assertThat(claim(registry, LATER, NOW)).contains(uploaded);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void letsAnotherTakeOverAnExaminationThatNeverEnded(ModelRegistry registry) {
    RegisteredModel begun = model(1).with(Standing.of(ModelState.UPLOADED));
    registry.register(tenant, begun);
    assertThat(claim(registry, EXAMINER, NOW)).contains(begun);
    assertThat(claim(registry, LATER, EXAMINER.until().minusMillis(1))).isEmpty();
    assertThat(claim(registry, LATER, EXAMINER.until())).contains(begun);
    assertThat(registry.advance(tenant, begun.with(Standing.READY), EXAMINER)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("registries")
  void letsOneWinWhereManyWouldExamineAtOnce(ModelRegistry registry) {
    registry.register(tenant, model(1).with(Standing.of(ModelState.WAITING)));
    assertThat(
            IntStream.rangeClosed(1, 8)
                .parallel()
                .filter(
                    at ->
                        claim(registry, new Examiner("e" + at, NOW.plusSeconds(60)), NOW)
                            .isPresent())
                .count())
        .isEqualTo(1);
  }

  private Optional<RegisteredModel> claim(ModelRegistry registry, Examiner examiner, Instant now) {
    return registry.claim(tenant, ModelName.DEFAULT, version(1), examiner, now);
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
    return RegisteredModel.trained(
        ModelName.DEFAULT,
        version(at),
        "ials",
        new TreeMap<>(Map.of("ndcg@20", 0.125 * at)),
        NOW,
        "registry/default/" + version(at) + "/");
  }
}
