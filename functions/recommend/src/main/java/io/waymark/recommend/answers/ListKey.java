package io.waymark.recommend.answers;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.tenancy.TenantId;

/// All that a list depends on, but for the time of asking. The history as it was read is part of
/// it, so that a user's newest event is in the next answer; by its fingerprint, since it is by far
/// the largest part and of no other use.
///
/// @param name of the model, which the question need not name: versions are counted by name
/// @param events of the user, empty where the list is not personal
/// @param never what must not come, which more than the question says where the user met it
record ListKey(
    TenantId tenant,
    Question question,
    Seen seen,
    ModelName name,
    ModelVersion model,
    Catalogue.Version catalogue,
    Fingerprint events,
    Fingerprint never)
    implements InferenceCache.Key {
  private static final long OF_AN_ID = 300;
  private static final long OF_THE_REST = 600;

  /// About what it takes in memory.
  long bytes() {
    long ids =
        (long) question.limits().interacted().size()
            + question.taste().size()
            + question.limits().excluded().size()
            + question.limits().candidates().size()
            + question.arrangement().pins().size()
            + seen.marks().size();
    long texts =
        2L * question.limits().filter().length()
            + 2L * question.arrangement().spread().by().length()
            + question.arrangement().boosts().stream()
                .mapToLong(boost -> OF_AN_ID + 2L * boost.filter().length())
                .sum();
    return OF_THE_REST + OF_AN_ID * ids + texts;
  }
}
