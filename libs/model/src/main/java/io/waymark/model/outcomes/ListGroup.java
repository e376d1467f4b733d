package io.waymark.model.outcomes;

import io.waymark.model.answers.Placement;
import java.time.LocalDate;

/// Lists whose outcomes are counted together.
///
/// @param day in UTC, on which they were given
/// @param arm the code of an experiment's arm, as it stands in their names; 0 outside of one
public record ListGroup(LocalDate day, Placement placement, int arm) {
  private static final int LARGEST_CODE = 255;

  public ListGroup {
    if (arm < 0 || arm > LARGEST_CODE) {
      throw new IllegalArgumentException("the code of an arm is 0-255, not " + arm);
    }
  }
}
