package io.waymark.recommend.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.PresignedPut;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.Signature;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.Examiner;
import io.waymark.model.registry.FolderPackageStore;
import io.waymark.model.registry.InMemoryModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.ModelState;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.Standing;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import io.waymark.testing.onnx.PredictorGraphs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// R23
class ExaminationTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final TenantId TENANT = new TenantId("examined");
  private static final ModelName NAME = new ModelName("own");
  private static final ModelVersion VERSION = ModelVersion.at(NOW, 1);
  private static final RegisteredModel BEGUN =
      new RegisteredModel(
          NAME,
          VERSION,
          Standing.of(ModelState.WAITING),
          Signature.UNKNOWN_PREDICTOR,
          "uploaded",
          new TreeMap<>(),
          Deed.ofSomebody(NOW),
          "examined/own/" + VERSION + "/",
          Optional.empty());
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Trials.Bounds BOUNDS =
      new Trials.Bounds(1 << 20, 256 << 20, Duration.ofSeconds(10), LONG, LONG);

  @TempDir Path folder;

  private final MovingClock clock = new MovingClock(NOW);
  private final ModelRegistry registry = new InMemoryModelRegistry();

  @Test
  void leavesTheFilesOfAVersionAloneThatAnotherFoundReadyMeanwhile() throws IOException {
    registry.register(TENANT, BEGUN);
    assertThat(examine(Optional.of(this::isFoundReadyByAnother)))
        .isEqualTo(new Examination.Outcome.Decided(BEGUN.with(Standing.READY)));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void mayBeAskedAgainWhereItCouldNotDecide() throws IOException {
    registry.register(TENANT, BEGUN);
    assertThat(examine(Optional.empty()))
        .isEqualTo(new Examination.Outcome.Awaited(ModelPackage.MODEL));
    assertThat(examine(Optional.of(() -> {})))
        .isInstanceOfSatisfying(
            Examination.Outcome.Decided.class,
            decided -> assertThat(decided.model().standing()).isEqualTo(Standing.READY));
    assertThat(folder).isNotEmptyDirectory();
  }

  @Test
  void refusesNothingWhereTheProcessOfATrialDoesNotComeUp() throws IOException {
    registry.register(TENANT, BEGUN);
    Trials.Bounds noTimeToStart =
        new Trials.Bounds(1 << 20, 256 << 20, Duration.ofSeconds(10), Duration.ZERO, LONG);
    assertThat(examine(Optional.of(() -> {}), noTimeToStart))
        .isEqualTo(new Examination.Outcome.Untried());
    assertThat(examine(Optional.of(() -> {}))).isEqualTo(new Examination.Outcome.Decided(found()));
    assertThat(found().standing()).isEqualTo(Standing.READY);
  }

  @Test
  void refusesItemsThatUnfoldToMoreThanAllFilesMayHave() throws IOException {
    registry.register(TENANT, BEGUN.with(Signature.UNKNOWN_RECOMMENDER));
    String line = "{\"item_id\": \"a\", \"more\": \"%s\"}\n".formatted("x".repeat(1_000));
    assertThat(refused(line.repeat(4_000), BOUNDS))
        .startsWith("items.jsonl.gz: is malformed after line ")
        .contains("2097152");
  }

  @Test
  void refusesMoreItemsThanTheMemoryHasRoomFor() throws IOException {
    registry.register(TENANT, BEGUN.with(Signature.UNKNOWN_RECOMMENDER));
    Trials.Bounds little = new Trials.Bounds(1 << 20, 1_000, LONG, LONG, LONG);
    assertThat(refused("{\"item_id\": \"a\"}\n".repeat(5), little))
        .isEqualTo("items.jsonl.gz: has more than 4 items");
  }

  /// Why a recommender of these items is refused.
  private String refused(String items, Trials.Bounds bounds) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes)) {
      zipped.write(items.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(bytes.size()).isLessThan(100_000);
    Examination.Outcome outcome =
        new Examination(
                registry,
                new Brought(
                    Map.of(
                        ModelPackage.MODEL, new byte[9], ModelPackage.ITEMS, bytes.toByteArray())),
                new FolderPackageStore(folder),
                bounds,
                clock)
            .examine(TENANT, NAME, VERSION, MadeUpInputs::zeros);
    assertThat(outcome).isEqualTo(new Examination.Outcome.Decided(found()));
    return found().standing().reason().orElseThrow();
  }

  /// Files that wait to be examined.
  private record Brought(Map<String, byte[]> files) implements PackageUploadStore {
    @Override
    public PresignedPut presign(
        TenantId tenant, ModelName name, ModelVersion version, Announced file, Duration valid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean fetch(
        TenantId tenant, ModelName name, ModelVersion version, String file, Path to) {
      byte[] content = files.get(file);
      if (content == null) {
        return false;
      }
      try {
        Files.write(to, content);
        return true;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private RegisteredModel found() {
    return registry.find(TENANT, NAME, VERSION).orElseThrow();
  }

  private void isFoundReadyByAnother() {
    clock.pass(Duration.ofMinutes(1));
    Examiner other = new Examiner("other", clock.instant().plusSeconds(60));
    assertThat(registry.claim(TENANT, NAME, VERSION, other, clock.instant())).isPresent();
    assertThat(registry.advance(TENANT, BEGUN.with(Standing.READY), other)).isTrue();
  }

  /// @param fetched what happens once the file was fetched; empty where there is none
  private Examination.Outcome examine(Optional<Runnable> fetched) throws IOException {
    return examine(fetched, BOUNDS);
  }

  private Examination.Outcome examine(Optional<Runnable> fetched, Trials.Bounds bounds)
      throws IOException {
    return new Examination(
            registry, new Waiting(fetched), new FolderPackageStore(folder), bounds, clock)
        .examine(TENANT, NAME, VERSION, MadeUpInputs::zeros);
  }

  /// A file that waits to be examined.
  private record Waiting(Optional<Runnable> fetched) implements PackageUploadStore {
    @Override
    public PresignedPut presign(
        TenantId tenant, ModelName name, ModelVersion version, Announced file, Duration valid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean fetch(
        TenantId tenant, ModelName name, ModelVersion version, String file, Path to) {
      if (fetched.isEmpty() || !file.equals(ModelPackage.MODEL)) {
        return false;
      }
      try {
        Files.write(to, PredictorGraphs.linear(1).build().toByteArray());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      fetched.orElseThrow().run();
      return true;
    }
  }
}
