package io.waymark.cli.bench;

import java.util.List;

/// One thing that was measured, and what it is held against.
///
/// @param held empty where it is there to be read only
record Figure(String what, Spread ours, String unit, List<Held> held) {
  Figure {
    held = List.copyOf(held);
  }
}
