package io.waymark.cli.replay;

/// The functions that read the streams, wherever they run.
@FunctionalInterface
interface StreamFunctions {
  /// What a function answered.
  ///
  /// @param failed whether it threw, which its text then tells
  record Answer(boolean failed, String text) {}

  /// Invokes one and waits for it.
  Answer invoke(String functionArn, String event);
}
