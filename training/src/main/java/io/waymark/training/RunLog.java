package io.waymark.training;

import java.time.Duration;

/// Where trainings are logged for whoever compares them there. What was trained stands whatever
/// becomes of its log: nothing is thrown.
public interface RunLog {
  /// Nobody asked for one.
  RunLog NONE = (_, _) -> new Logged.Nowhere();

  /// What became of it.
  sealed interface Logged {
    /// Nobody asked for it.
    record Nowhere() implements Logged {}

    /// All of it is there.
    ///
    /// @param where to look at it
    record At(String where) implements Logged {}

    /// There is a run, and something is missing.
    record Partly(String where, String reason) implements Logged {}

    /// Nothing is there that could be relied on.
    record Not(String reason) implements Logged {}

    /// What is to be told of it; empty where nobody asked.
    default String told() {
      return switch (this) {
        case Nowhere _ -> "";
        case At(String where) -> "the run is logged at " + where;
        case Partly(String where, String reason) ->
            "the run is logged at %s, but not all of it: %s".formatted(where, reason);
        case Not(String reason) -> "the run is not logged: " + reason;
      };
    }
  }

  /// Logs a training that ended.
  ///
  /// @param most time to spend
  Logged log(FinishedRun run, Duration most);
}
