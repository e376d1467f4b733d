package io.waymark.cli;

import io.waymark.interactions.Interaction;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.Progress;
import io.waymark.training.TrainingOutcome;
import java.io.IOException;

/// What makes a model of interactions.
interface Learning extends AutoCloseable {
  /// Is shown each interaction that counts, before [#learn].
  default void see(Interaction interaction) {}

  TrainingOutcome learn(InteractionMatrix matrix, Progress progress) throws IOException;

  @Override
  default void close() throws IOException {}
}
