package io.waymark.training;

/// Is told how far a training is; called from the thread that drives it.
public interface Progress {
  Progress NONE = (stage, done) -> {};

  /// Says where a training is.
  ///
  /// @param stage like `search`
  /// @param done of the whole training, 0 to 1, never falling
  void at(String stage, double done);
}
