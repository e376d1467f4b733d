package io.waymark.cli.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// With what a row is measured.
///
/// @param rounds how often each side takes its turn
/// @param threads of those measurements that take more than one
/// @param data a folder with real sets, like `ml-1m/train.csv.gz`; empty: made-up ones
/// @param folder for what a measurement writes; goes when all is done
/// @param notes what is being done, for whoever waits
record Setting(
    Scale scale,
    int rounds,
    int threads,
    Optional<Peers> peers,
    Optional<Path> data,
    Path folder,
    Consumer<String> notes) {
  static final String NO_PEERS = "no peers here: --peers FOLDER";

  void note(String text) {
    notes.accept(text);
  }

  /// How large things are.
  ///
  /// @param divisor of the sizes that the goals name
  /// @param patience how long one round of a quick call is repeated
  record Scale(int divisor, Duration patience) {
    static final Scale FULL = new Scale(1, Duration.ofSeconds(3));

    /// To see that all of it runs; says nothing of speed.
    static final Scale SMALL = new Scale(100, Duration.ofMillis(40));

    int of(int size) {
      return Math.max(20, size / divisor);
    }

    /// Rounds of learning, or what else need not be whole to be seen to run.
    int times(int whole) {
      return isFull() ? whole : Math.min(whole, 2);
    }

    boolean isFull() {
      return divisor == 1;
    }
  }
}
