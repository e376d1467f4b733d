package io.waymark.ingest.upload;

import io.waymark.files.FileFormat;
import io.waymark.files.Refusal;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What reading a file came to.
sealed interface Readout {
  /// The file is none of ours.
  record NoTable(Refusal refusal) implements Readout {}

  /// Every row was looked at.
  ///
  /// @param counts before anything was compared with what came in by other ways
  /// @param noted what was noted of accepted rows, where of any
  /// @param portrait what later uploads are compared with
  /// @param items the accepted items of a file of items, in its order
  record Rows(
      FileFormat format,
      Counts counts,
      Map<String, Long> rejectedByReason,
      Map<Note, Tally> noted,
      Profile profile,
      Portrait portrait,
      List<CatalogueItem> items)
      implements Readout {
    public Rows {
      rejectedByReason = Map.copyOf(rejectedByReason);
      noted = Collections.unmodifiableMap(new TreeMap<>(noted));
      items = List.copyOf(items);
    }
  }
}
