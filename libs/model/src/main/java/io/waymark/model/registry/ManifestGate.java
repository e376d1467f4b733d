package io.waymark.model.registry;

import io.waymark.model.ItemIndex;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelVersion;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Judges a version by the manifests of packages, and an uploaded recommender by its items too.
/// What cannot be read or is not there says nothing, and speaks against nothing: whether a package
/// is sound is for its loader to say.
public final class ManifestGate implements ActivationGate {
  /// A version that training measured may be so much worse than the one that it follows. Both were
  /// measured by the same kind of cut, on the rows there were when they were trained, which differ;
  /// a fresh one that loses a tenth more likely learned from something that is wrong.
  static final double LEAST_OF_ACTIVE = 0.9;

  private static final String METRIC = "ndcg@20";

  /// Is the baseline itself, and cannot beat it.
  private static final String POPULARITY = "popularity";

  private final PackageStore packages;
  private final Function<TenantId, Optional<Catalogue>> catalogues;

  /// Reads manifests from `packages`.
  ///
  /// @param catalogues empty where a tenant's is not known
  public ManifestGate(PackageStore packages, Function<TenantId, Optional<Catalogue>> catalogues) {
    this.packages = packages;
    this.catalogues = catalogues;
  }

  @Override
  public Optional<String> objection(
      TenantId tenant, RegisteredModel candidate, Optional<ModelVersion> active) {
    ModelName name = candidate.name();
    Optional<Manifest.About> about = about(tenant, name, candidate.version());
    return about
        .flatMap(ManifestGate::beatenByItsBaseline)
        .or(() -> about.flatMap(own -> worse(own, active, tenant, name)))
        .or(() -> about.flatMap(own -> ofNothingOffered(own, candidate, tenant)));
  }

  private static Optional<String> beatenByItsBaseline(Manifest.About about) {
    Optional<Double> own = Optional.ofNullable(about.metrics().get(METRIC));
    Optional<Double> baseline = Optional.ofNullable(about.baseline().get(METRIC));
    return !about.algorithm().equals(POPULARITY)
            && own.isPresent()
            && baseline.isPresent()
            && own.orElseThrow() <= baseline.orElseThrow()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "its manifest says that it does not beat its baseline (%s %.4f against %.4f)",
                METRIC,
                own.orElseThrow(),
                baseline.orElseThrow()))
        : Optional.empty();
  }

  private Optional<String> worse(
      Manifest.About about, Optional<ModelVersion> active, TenantId tenant, ModelName name) {
    Optional<Double> own = measured(about);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    return active
        .flatMap(version -> about(tenant, name, version))
        .filter(before -> before.training().cut().equals(about.training().cut()))
        .flatMap(ManifestGate::measured)
        .filter(before -> own.orElseThrow() < LEAST_OF_ACTIVE * before)
        .map(
            before ->
                String.format(
                    Locale.ROOT,
                    "it is worse than the active version %s by more than a tenth (%s %.4f against %.4f)",
                    active.orElseThrow(),
                    METRIC,
                    own.orElseThrow(),
                    before));
  }

  /// What training measured; what an uploaded package says of itself is a claim.
  private static Optional<Double> measured(Manifest.About about) {
    return about.isUploaded() ? Optional.empty() : Optional.ofNullable(about.metrics().get(METRIC));
  }

  private Optional<String> ofNothingOffered(
      Manifest.About about, RegisteredModel candidate, TenantId tenant) {
    if (!about.isUploaded() || !about.kind().equals(Manifest.RECOMMENDER)) {
      return Optional.empty();
    }
    return catalogues
        .apply(tenant)
        .filter(catalogue -> catalogue.size() > 0)
        .filter(
            catalogue ->
                read(tenant, candidate, ModelPackage.ITEMS, ManifestGate::items)
                    .filter(items -> !anyOf(items, catalogue))
                    .isPresent())
        .map(
            catalogue ->
                "none of its %d items is among the %d of your catalogue"
                    .formatted(about.training().items(), catalogue.size()));
  }

  private static boolean anyOf(ItemIndex items, Catalogue catalogue) {
    for (int at = 0; at < catalogue.size(); at++) {
      if (items.position(catalogue.item(at).id()) != ItemIndex.ABSENT) {
        return true;
      }
    }
    return false;
  }

  private static ItemIndex items(Path folder) throws IOException {
    return ModelPackage.items(folder, ModelPackage.Limits.DEFAULT);
  }

  private Optional<Manifest.About> about(TenantId tenant, ModelName name, ModelVersion version) {
    return read(
        tenant,
        name,
        version,
        Manifest.FILE,
        folder -> Manifest.parse(Files.readString(folder.resolve(Manifest.FILE))).about());
  }

  /// Reads one file, which lies in a folder of its own.
  private interface Reading<T> {
    T of(Path folder) throws IOException;
  }

  private <T> Optional<T> read(
      TenantId tenant, RegisteredModel model, String file, Reading<T> reading) {
    return read(tenant, model.name(), model.version(), file, reading);
  }

  private <T> Optional<T> read(
      TenantId tenant, ModelName name, ModelVersion version, String file, Reading<T> reading) {
    try {
      Path folder = Files.createTempDirectory("waymark-gate-");
      Path copy = folder.resolve(file);
      try {
        return packages.fetch(tenant, name, version, file, copy)
            ? Optional.of(reading.of(folder))
            : Optional.empty();
      } catch (ModelPackageException | CharacterCodingException malformed) {
        return Optional.empty();
      } finally {
        Files.deleteIfExists(copy);
        Files.delete(folder);
      }
    } catch (IOException disk) {
      throw new UncheckedIOException(disk);
    }
  }
}
