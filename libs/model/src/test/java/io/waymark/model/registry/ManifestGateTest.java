package io.waymark.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestGateTest {
  private static final TenantId TENANT = new TenantId("gated");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  private final InMemoryCatalogueStore catalogues = new InMemoryCatalogueStore();
  private PackageStore packages = new FolderPackageStore(Path.of(""));
  private ManifestGate gate = gate(packages);
  private int published;

  @BeforeEach
  void begin() {
    packages = new FolderPackageStore(folder.resolve("packages"));
    gate = gate(packages);
  }

  private ManifestGate gate(PackageStore of) {
    return new ManifestGate(of, tenant -> Optional.of(catalogues.load(tenant)));
  }

  @Test
  void objectsToWhatDoesNotBeatItsOwnBaseline() {
    assertThat(objection(trained("ials", 0.2, 0.2), Optional.empty()))
        .contains(
            "its manifest says that it does not beat its baseline (ndcg@20 0.2000 against 0.2000)");
    assertThat(objection(uploaded("mine", 0.1, 0.2, "a"), Optional.empty())).isPresent();
    assertThat(objection(trained("ials", 0.21, 0.2), Optional.empty())).isEmpty();
    assertThat(objection(trained("popularity", 0.2, 0.2), Optional.empty())).isEmpty();
  }

  @Test
  void objectsToWhatIsWorseByMoreThanATenth() {
    ModelVersion active = trained("ials", 0.4, 0.1);
    ModelVersion worse = trained("ease", 0.3599, 0.1);
    assertThat(objection(worse, Optional.of(active)))
        .contains(
            "it is worse than the active version %s by more than a tenth (ndcg@20 0.3599 against 0.4000)"
                .formatted(active));
    assertThat(objection(trained("ease", 0.3601, 0.1), Optional.of(active))).isEmpty();
    assertThat(objection(worse, Optional.empty())).isEmpty();
  }

  @Test
  void comparesNothingMeasuredByAnotherCut() {
    ModelVersion active = publish(about("ials", 0.4, 0.1, 1, "10 % by a hash"), "z");
    assertThat(objection(trained("ials", 0.15, 0.1), Optional.of(active))).isEmpty();
  }

  @Test
  void comparesNoClaimWithWhatWasMeasured() {
    ModelVersion measured = trained("ials", 0.4, 0.1);
    ModelVersion claimed = uploaded("mine", 0.2, 0.1, "a");
    assertThat(objection(claimed, Optional.of(measured))).isEmpty();
    assertThat(objection(trained("ials", 0.1001, 0.1), Optional.of(claimed))).isEmpty();
  }

  @Test
  void objectsToAnUploadedRecommenderOfNothingThatIsOffered() {
    ModelVersion version = uploaded("mine", 0.4, 0.1, "a", "b");
    assertThat(objection(version, Optional.empty())).as("an empty catalogue").isEmpty();
    offer("c", "d", "e");
    assertThat(objection(version, Optional.empty()))
        .contains("none of its 2 items is among the 3 of your catalogue");
    assertThat(objection(trained("ials", 0.4, 0.1), Optional.empty())).isEmpty();
    offer("b");
    assertThat(objection(version, Optional.empty())).isEmpty();
    ManifestGate blind = new ManifestGate(packages, _ -> Optional.<Catalogue>empty());
    assertThat(blind.objection(TENANT, model(version), Optional.empty())).isEmpty();
  }

  @Test
  void saysNothingOfWhatItCannotRead() throws IOException {
    ModelVersion missing = ModelVersion.at(NOW, 77);
    assertThat(objection(missing, Optional.empty())).isEmpty();
    ModelVersion version = trained("ials", 0.1, 0.1);
    ModelVersion good = trained("ials", 0.2, 0.1);
    for (byte[] bytes : List.of(new byte[] {'{'}, new byte[] {(byte) 0xff, (byte) 0xfe})) {
      Files.write(folder.resolve("packages/gated/default/" + version + "/" + Manifest.FILE), bytes);
      assertThat(objection(version, Optional.of(missing))).isEmpty();
      assertThat(objection(good, Optional.of(version))).isEmpty();
    }
    assertThat(objection(good, Optional.of(missing))).isEmpty();
  }

  private Optional<String> objection(ModelVersion candidate, Optional<ModelVersion> active) {
    return gate.objection(TENANT, model(candidate), active);
  }

  private static RegisteredModel model(ModelVersion version) {
    return RegisteredModel.trained(
        ModelName.DEFAULT, version, "any", new TreeMap<>(), Deed.ofSomebody(NOW), "p/");
  }

  private void offer(String... items) {
    catalogues.publish(TENANT, List.of(items).stream().map(ManifestGateTest::item).toList());
  }

  private static CatalogueItem item(String id) {
    return switch (CatalogueItem.parse(Map.of("item_id", id))) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem parsed) -> parsed;
      case CatalogueItem.Parsed.Rejected rejected ->
          throw new IllegalStateException(rejected.toString());
    };
  }

  private ModelVersion trained(String algorithm, double own, double baseline) {
    return publish(about(algorithm, own, baseline, 1), "z");
  }

  private ModelVersion uploaded(String algorithm, double own, double baseline, String... items) {
    return publish(about(algorithm, own, baseline, items.length).tookMemory(1), items);
  }

  private static Manifest.About about(String algorithm, double own, double baseline, int items) {
    return about(algorithm, own, baseline, items, "newest 20 %");
  }

  private static Manifest.About about(
      String algorithm, double own, double baseline, int items, String cut) {
    return new Manifest.About(
        Manifest.RECOMMENDER,
        algorithm,
        new TreeMap<>(),
        new TreeMap<>(Map.of("ndcg@20", own)),
        new TreeMap<>(Map.of("ndcg@20", baseline)),
        new Manifest.Training(1, 1, items, "00", cut));
  }

  private ModelVersion publish(Manifest.About about, String... items) {
    ModelVersion version = ModelVersion.at(NOW, ++published);
    try {
      Path files = Files.createDirectory(folder.resolve("made-" + published));
      Files.write(files.resolve(ModelPackage.MODEL), new byte[] {1});
      Manifest _ =
          ModelPackage.write(
              files, about, version, NOW, List.of(items).stream().map(ItemId::new).toList());
      String _ = packages.upload(TENANT, ModelName.DEFAULT, version, files);
      return version;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
