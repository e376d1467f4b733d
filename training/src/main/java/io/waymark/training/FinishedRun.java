package io.waymark.training;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.tenancy.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A training that came to a result, for a log of trainings.
///
/// @param owner empty where it was trained from a file, for nobody in particular
/// @param name the version; of one that was refused, its job's id or when it began
public record FinishedRun(
    Optional<Owner> owner, String name, Instant begun, Instant ended, Result result) {
  /// Whose model it is.
  public record Owner(TenantId tenant, ModelName name) {}

  /// What came of it.
  public sealed interface Result {
    /// A package.
    ///
    /// @param folder holds it, and nothing else
    /// @param held why it was kept from answering
    record Published(Manifest manifest, Path folder, Optional<String> held) implements Result {}

    /// It did not beat popularity.
    ///
    /// @param fingerprint of the interactions
    record Refused(
        String algorithm,
        SortedMap<String, Double> metrics,
        SortedMap<String, Double> baseline,
        String fingerprint,
        String reason)
        implements Result {
      public Refused {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
      }

      /// Of a training that says so.
      public static Refused of(TrainingOutcome.Refused refused, InteractionMatrix matrix) {
        return new Refused(
            refused.algorithm(),
            refused.metrics().byName(),
            refused.baseline().byName(),
            matrix.fingerprint(),
            refused.reason());
      }
    }
  }
}
