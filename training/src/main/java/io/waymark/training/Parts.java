package io.waymark.training;

/// A matrix in three parts: what candidates learn from, what settings are chosen by, and what
/// figures are measured on, which nothing has seen until then. Two cuts, one within the other, so
/// that the part to choose by lies before the part to measure on as that lies before tomorrow.
///
/// @param choosing cuts the part to choose by off what `testing` learns from
/// @param testing cuts the part to measure on off everything
record Parts(Cut choosing, Cut testing) {
  /// Fewer users than this tell nothing apart.
  static final int LEAST_USERS = 5;

  /// So that every part has one of a user's entries.
  static final int LEAST_ENTRIES = 3;

  static Parts of(InteractionMatrix matrix, long seed) {
    Cut testing = Cut.of(matrix, seed, LEAST_ENTRIES);
    // Of another seed: by the same hash nothing would be left to hold out.
    return new Parts(Cut.of(testing.training(), ~seed, LEAST_ENTRIES - 1), testing);
  }

  boolean canChoose() {
    return choosing.askedUsers().length >= LEAST_USERS;
  }

  boolean canMeasure() {
    return testing.askedUsers().length >= LEAST_USERS;
  }

  /// For the manifest.
  String description() {
    return "test: %s (%d users); validation, of the rest: %s (%d users%s)"
        .formatted(
            testing.description(),
            testing.askedUsers().length,
            choosing.description(),
            choosing.askedUsers().length,
            canChoose() ? "" : ", too few to choose by");
  }
}
