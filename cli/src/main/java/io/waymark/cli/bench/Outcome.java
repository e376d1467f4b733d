package io.waymark.cli.bench;

import java.util.List;

/// What became of one row.
sealed interface Outcome {
  /// Measured.
  ///
  /// @param notes what a reader of the figures must know
  record Measured(List<Figure> figures, List<String> notes) implements Outcome {
    public Measured {
      figures = List.copyOf(figures);
      notes = List.copyOf(notes);
    }
  }

  /// Nobody has written the measurement yet.
  record NotBuilt(String why) implements Outcome {}

  /// It could not be ended.
  record Failed(String why) implements Outcome {}
}
