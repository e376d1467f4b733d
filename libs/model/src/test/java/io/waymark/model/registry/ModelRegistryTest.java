package io.waymark.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.Signature;
import io.waymark.model.TensorSpec;
import io.waymark.model.TensorType;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/// What every registry promises, on the fake and on the real one.
class ModelRegistryTest {
  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final Examiner EXAMINER = new Examiner("first", NOW.plusSeconds(60));
  private static final Examiner LATER = new Examiner("second", NOW.plusSeconds(120));

  private static final Deed MADE = Deed.ofJob("20260102T030405Z-0000aa", NOW.minusSeconds(30));
  private static final Activating HOW = Activating.ungated(Deed.of("ann", NOW));

  private final TenantId tenant = new TenantId("registry-" + TENANTS.incrementAndGet());

  static List<ModelRegistry> registries() {
    return List.of(
        new InMemoryModelRegistry(),
        new DynamoModelRegistry(
            _ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION, ModelRegistryTest::put));
  }

  @ParameterizedTest
  @MethodSource("registries")
  void listsWhatWasRegistered(ModelRegistry registry) {
    registry.register(tenant, model(1));
    registry.register(tenant, model(2));
    registry.register(
        tenant,
        RegisteredModel.trained(
            new ModelName("alternative"), version(3), "ease", new TreeMap<>(), MADE, "p/"));
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
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(9), HOW))
        .isEqualTo(new Activation.Unknown());
    assertThat(back(registry)).isEqualTo(new Activation.Unknown());
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), HOW))
        .isEqualTo(
            new Activation.Activated(
                new ActiveModel(version(1), NOW, List.of()), Optional.empty(), Optional.empty()));
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), HOW))
        .isInstanceOf(Activation.AlreadyActive.class);
    assertThat(back(registry)).isEqualTo(new Activation.NothingBefore());
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(2), HOW);
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(3), HOW))
        .isEqualTo(
            new Activation.Activated(
                new ActiveModel(version(3), NOW, List.of(version(1), version(2))),
                Optional.of(version(2)),
                Optional.empty()));
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
            .mapToObj(at -> registry.activate(tenant, ModelName.DEFAULT, version(at), HOW))
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
            MADE,
            "p/",
            Optional.empty());
    assertThat(registry.advance(tenant, begun, EXAMINER)).isFalse();
    assertThat(claim(registry, EXAMINER, NOW)).isEmpty();
    registry.register(tenant, begun);
    assertThat(registry.advance(tenant, begun, EXAMINER)).as("not claimed").isFalse();
    assertThat(claim(registry, EXAMINER, NOW)).contains(begun);
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), HOW))
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
    assertThat(registry.activate(tenant, ModelName.DEFAULT, version(1), HOW))
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

  @ParameterizedTest
  @MethodSource("registries")
  void keepsWhoMadeAVersionAndWhoLetItAnswerLast(ModelRegistry registry) {
    registry.register(tenant, model(1));
    registry.register(tenant, model(2));
    assertStands(registry, 1, "ready", Optional.empty());
    assertThat(find(registry, 1).created()).isEqualTo(MADE);
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(1), HOW);
    assertStands(registry, 1, "active", Optional.of(Deed.of("ann", NOW)));
    Deed byBob = Deed.of("bob", NOW.plusSeconds(5));
    Activation _ =
        registry.activate(tenant, ModelName.DEFAULT, version(2), Activating.ungated(byBob));
    assertStands(registry, 1, "retired", Optional.of(Deed.of("ann", NOW)));
    assertStands(registry, 2, "active", Optional.of(byBob));
    Deed byEve = Deed.of("eve", NOW.plusSeconds(9));
    Activation _ = registry.rollback(tenant, ModelName.DEFAULT, byEve, _ -> List.of());
    assertStands(registry, 1, "active", Optional.of(byEve));
    assertStands(registry, 2, "retired", Optional.of(byBob));
    assertThat(find(registry, 2).metrics()).isEqualTo(model(2).metrics());
    assertThat(find(registry, 2).created()).isEqualTo(MADE);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void asksTheGateAboutWhatIsActiveUnlessForced(ModelRegistry registry) {
    registry.register(tenant, model(1));
    registry.register(tenant, model(2));
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(1), HOW);
    ActivationGate gate =
        (of, candidate, active) ->
            Optional.of(of + ": " + candidate.version() + " after " + active.orElseThrow());
    String objection = tenant + ": " + version(2) + " after " + version(1);
    assertThat(activate(registry, 2, gate, false)).isEqualTo(new Activation.Held(objection));
    assertThat(registry.active(tenant, ModelName.DEFAULT).orElseThrow().version())
        .isEqualTo(version(1));
    assertStands(registry, 2, "ready", Optional.empty());
    assertThat(activate(registry, 2, gate, true))
        .isEqualTo(
            new Activation.Activated(
                new ActiveModel(version(2), NOW, List.of(version(1))),
                Optional.of(version(1)),
                Optional.of(objection)));
    assertThat(activate(registry, 2, gate, false)).isInstanceOf(Activation.AlreadyActive.class);
    assertThat(activate(registry, 1, ActivationGate.OPEN, true))
        .isInstanceOfSatisfying(
            Activation.Activated.class, activated -> assertThat(activated.overridden()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("registries")
  void writesAlongWhatIsToBeToldOfAChangeAndOfNothingElse(ModelRegistry registry) {
    registry.register(tenant, model(1));
    registry.register(tenant, model(2));
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(1), telling("first"));
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(1), telling("again"));
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(9), telling("unknown"));
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(2), HOW);
    Activation _ =
        registry.rollback(tenant, ModelName.DEFAULT, Deed.of("eve", NOW), telling("back").along());
    assertThat(told(registry)).containsExactlyInAnyOrder("first", "back");
  }

  /// Rows of deployments that wrote neither are read, and activated.
  @Test
  void readsAVersionOfWhichNobodyWroteDownWhoMadeIt() {
    ModelRegistry registry = registries().getLast();
    RegisteredModel old =
        RegisteredModel.trained(
            ModelName.DEFAULT, version(1), "ials", new TreeMap<>(), Deed.ofSomebody(NOW), "p/");
    registry.register(tenant, old);
    registry.register(tenant, model(2));
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(1), HOW);
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(2), HOW);
    Object _ =
        LocalAws.shared()
            .dynamoDb()
            .updateItem(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.MODELS))
                        .key(
                            Map.of(
                                "pk", AttributeValue.fromS(Keys.join(tenant, "default")),
                                "sk", AttributeValue.fromS("version#" + version(1))))
                        .updateExpression("remove activated_at, activated_by"));
    assertThat(find(registry, 1)).isEqualTo(old);
    assertStands(registry, 1, "retired", Optional.empty());
    Activation _ = registry.activate(tenant, ModelName.DEFAULT, version(1), HOW);
    assertStands(registry, 1, "active", Optional.of(Deed.of("ann", NOW)));
  }

  private RegisteredModel find(ModelRegistry registry, int at) {
    return registry.find(tenant, ModelName.DEFAULT, version(at)).orElseThrow();
  }

  private void assertStands(
      ModelRegistry registry, int at, String state, Optional<Deed> activated) {
    RegisteredModel found = find(registry, at);
    assertThat(found.stateBeside(registry.active(tenant, ModelName.DEFAULT))).isEqualTo(state);
    assertThat(found.activated()).isEqualTo(activated);
  }

  private Activation activate(ModelRegistry registry, int at, ActivationGate gate, boolean forced) {
    return registry.activate(
        tenant,
        ModelName.DEFAULT,
        version(at),
        new Activating(Deed.of("ann", NOW), gate, forced, _ -> List.of()));
  }

  /// Leaves a row of that name.
  private Activating telling(String name) {
    return new Activating(
        Deed.of("ann", NOW), ActivationGate.OPEN, false, _ -> List.of(new Told(name)));
  }

  private record Told(String name) implements Along {}

  private static Put put(TenantId tenant, Along along) {
    return Put.builder()
        .tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
        .item(
            Map.of(
                "pk", AttributeValue.fromS(Keys.join(tenant, "told")),
                "sk", AttributeValue.fromS(((Told) along).name())))
        .build();
  }

  private List<String> told(ModelRegistry registry) {
    return registry instanceof InMemoryModelRegistry fake
        ? fake.along().stream().map(each -> ((Told) each).name()).toList()
        : LocalAws.shared()
            .dynamoDb()
            .query(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                            Map.of(":pk", AttributeValue.fromS(Keys.join(tenant, "told")))))
            .items()
            .stream()
            .map(row -> Objects.requireNonNull(row.get("sk")).s())
            .toList();
  }

  private Activation back(ModelRegistry registry) {
    return registry.rollback(tenant, ModelName.DEFAULT, Deed.of("ann", NOW), _ -> List.of());
  }

  private Optional<RegisteredModel> claim(ModelRegistry registry, Examiner examiner, Instant now) {
    return registry.claim(tenant, ModelName.DEFAULT, version(1), examiner, now);
  }

  private void assertActiveAfterRollback(ModelRegistry registry, int expected) {
    assertThat(back(registry)).isInstanceOf(Activation.Activated.class);
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
        MADE,
        "registry/default/" + version(at) + "/");
  }
}
