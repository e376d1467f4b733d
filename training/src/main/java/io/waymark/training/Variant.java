package io.waymark.training;

import java.util.List;
import java.util.Optional;

/// An algorithm under a name of its own, with some of its settings given once and for all.
///
/// @param of what learns
/// @param given what nobody can set
/// @param settings what can still be set
record Variant(String name, Algorithm of, Settings given, List<String> settings)
    implements Algorithm {
  Variant {
    settings = List.copyOf(settings);
  }

  /// Item neighbours by BM25 alone.
  static Variant bm25() {
    return new Variant(
        "bm25",
        new Neighbours(),
        Settings.NONE.with(Neighbours.MEASURE, Neighbours.Measure.BM25.text()),
        List.of(Neighbours.COUNT, Weights.NAME));
  }

  @Override
  public void check(Settings set) {
    set.allow(name, settings);
    of.check(whole(set));
  }

  private Settings whole(Settings set) {
    return set.and(given);
  }

  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    return of.candidates(matrix, whole(fixed));
  }

  @Override
  public List<Settings> near(Settings best, Settings fixed) {
    return of.near(best, whole(fixed));
  }

  @Override
  public Optional<String> refusal(InteractionMatrix matrix, Settings set) {
    return of.refusal(matrix, whole(set));
  }

  @Override
  public double unbrokenWork(InteractionMatrix matrix) {
    return of.unbrokenWork(matrix);
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings set, long seed, Workers workers) {
    return of.begin(matrix, whole(set), seed, workers);
  }

  @Override
  public int rounds(Settings set) {
    return of.rounds(whole(set));
  }
}
