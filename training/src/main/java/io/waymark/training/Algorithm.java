package io.waymark.training;

import java.util.List;

/// A way to learn a recommender. Issue by issue more of them: a new one implements this and is
/// named in [Algorithms].
public interface Algorithm {
  /// As in manifests and after `--algorithm`.
  String name();

  /// What a search tries on `matrix`, at least one; `fixed` holds in all of them.
  ///
  /// @throws IllegalArgumentException naming a setting of `fixed` that is unknown or wrong
  List<Settings> candidates(InteractionMatrix matrix, Settings fixed);

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
