package io.waymark.ingest.upload;

import io.waymark.files.FileFormat;
import io.waymark.files.Refusal;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Summary;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.List;
import java.util.Map;

/// What reading a file came to.
sealed interface Readout {
  /// The file is none of ours.
  record NoTable(Refusal refusal) implements Readout {}

  /// Every row was looked at.
  record Rows(
      FileFormat format, Map<String, Long> rejectedByReason, Summary summary, Accepted accepted)
      implements Readout {
    public Rows {
      rejectedByReason = Map.copyOf(rejectedByReason);
    }

    Counts counts() {
      return summary.counts();
    }
  }

  /// The rows that were accepted.
  sealed interface Accepted {
    /// In the order of the file.
    record Items(List<CatalogueItem> items) implements Accepted {
      public Items {
        items = List.copyOf(items);
      }
    }

    /// Too many to hold.
    record Interactions(AcceptedLines lines) implements Accepted {}
  }
}
