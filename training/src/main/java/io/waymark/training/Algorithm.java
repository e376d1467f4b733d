package io.waymark.training;

import java.util.List;
import java.util.Optional;

/// A way to learn a recommender. A new one implements this and is named in [Algorithms].
public interface Algorithm {
  /// As in manifests and after `--algorithm`.
  String name();

  /// The settings it has.
  List<String> settings();

  /// Refuses settings that it does not have or that make no model.
  ///
  /// @throws IllegalArgumentException naming the setting, and what it may be
  void check(Settings settings);

  /// What a search tries on `matrix`, at least one; `fixed`, which was checked, holds in all of
  /// them.
  List<Settings> candidates(InteractionMatrix matrix, Settings fixed);

  /// What is worth trying next where `best` has been best so far, most promising first: steps to
  /// either side. A search goes on from the first step that helps until none does.
  default List<Settings> near(Settings best, Settings fixed) {
    return List.of();
  }

  /// The name of the algorithm whose place it takes where that one cannot learn; `auto` tries it
  /// only there.
  default Optional<String> insteadOf() {
    return Optional.empty();
  }

  /// Why it cannot learn from `matrix` on this machine; empty where it can.
  default Optional<String> refusal(InteractionMatrix matrix, Settings settings) {
    return Optional.empty();
  }

  /// Multiplications, about, that one fit makes and that nothing can stop in between; 0 where
  /// rounds are short.
  default double unbrokenWork(InteractionMatrix matrix) {
    return 0;
  }

  /// A learner at round 0.
  Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers);

  /// Most rounds that are worth making; 1 where one pass gives the answer.
  int rounds(Settings settings);

  /// Learning under way. One thread drives it; it uses the workers it was given.
  interface Learner {
    int round();

    void step();

    /// This state, to be continued with other settings of the same shape.
    Learner continuedWith(Settings settings);

    /// The model after this round; later steps do not change it.
    Model model();
  }
}
