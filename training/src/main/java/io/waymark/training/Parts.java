package io.waymark.training;

/// A matrix in three parts: what candidates learn from, what settings are chosen by, and what
/// figures are measured on, which nothing has seen until then. Two cuts, one within the other, so
/// that the part to choose by lies before the part to measure on as that lies before tomorrow.
///
/// @param choosing cuts, more than once where users are few, the part to choose by off what
///   `testing` learns from
/// @param testing cuts the part to measure on off everything
record Parts(Cuts choosing, Cut testing) {
  /// Fewer users than this tell nothing apart.
  static final int LEAST_USERS = 5;

  /// So that every part has one of a user's entries.
  static final int LEAST_ENTRIES = 3;

  static Parts of(InteractionMatrix matrix, long seed) {
    Cut testing = Cut.of(matrix, seed, LEAST_ENTRIES);
    // Of another seed: by the same hash nothing would be left to hold out.
    return new Parts(Cuts.of(testing.training(), ~seed, LEAST_ENTRIES - 1), testing);
  }

  boolean canChoose() {
    return choosing.first().askedUsers().length >= LEAST_USERS;
  }

  boolean canMeasure() {
    return testing.askedUsers().length >= LEAST_USERS;
  }

  /// For the manifest.
  String description() {
    return "test: %s (%d users); validation, of the rest: %s (%d users%s%s)"
        .formatted(
            testing.description(),
            testing.askedUsers().length,
            choosing.first().description(),
            choosing.first().askedUsers().length,
            choosing.each().size() == 1 ? "" : ", cut " + choosing.each().size() + " times",
            canChoose() ? "" : ", too few to choose by");
  }
}
