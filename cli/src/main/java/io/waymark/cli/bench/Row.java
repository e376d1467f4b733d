package io.waymark.cli.bench;

import java.io.IOException;

/// One row of the table of goals.
interface Row {
  /// Short, for `--only`.
  String name();

  /// What is asked of the engine, in words.
  String goal();

  Outcome measure(Setting setting) throws IOException;

  /// A row whose measurement is not there yet.
  record Unbuilt(String name, String goal, String why) implements Row {
    @Override
    public Outcome measure(Setting setting) {
      return new Outcome.NotBuilt(why);
    }
  }
}
