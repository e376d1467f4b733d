package io.waymark.cli.bench;

import io.waymark.cli.Failures;
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
  record Failed(String why) implements Outcome {
    /// What threads say of a failure is only that there was one; the first cause is told too.
    static Failed of(Throwable failure) {
      Throwable first = failure;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      String why = Failures.text(failure);
      String because = first instanceof OutOfMemoryError ? MORE : Failures.text(first);
      return new Failed(why.contains(because) ? why : why + ": " + because);
    }

    private static final String MORE = "not enough memory; WAYMARK_HEAP=6g gives more of it";
  }
}
