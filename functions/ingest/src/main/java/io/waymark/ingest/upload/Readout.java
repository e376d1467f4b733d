package io.waymark.ingest.upload;

import io.waymark.files.FileFormat;
import io.waymark.files.Refusal;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.List;
import java.util.Map;

/// What reading a file came to.
sealed interface Readout {
  /// The file is none of ours.
  record NoTable(Refusal refusal) implements Readout {}

  /// Every row was looked at.
  ///
  /// @param counts before anything was compared with what came in by other ways
  /// @param items the accepted items of a file of items, in its order
  record Rows(
      FileFormat format,
      Counts counts,
      Map<String, Long> rejectedByReason,
      List<Finding> findings,
      Profile profile,
      List<CatalogueItem> items)
      implements Readout {
    public Rows {
      rejectedByReason = Map.copyOf(rejectedByReason);
      findings = List.copyOf(findings);
      items = List.copyOf(items);
    }
  }
}
