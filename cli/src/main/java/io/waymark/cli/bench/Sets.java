package io.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// The sets that training is measured on, and how its figures stand beside a peer's.
final class Sets {
  /// Before the name of a figure that is the peer's.
  static final String THEIR = "their ";

  /// The peers' script that tiles a set reads the one of this name.
  private static final String MOVIES = "ml-1m";

  /// The peers' script ranks a hundred for each user.
  private static final int LEAST_ITEMS = 120;

  private final Setting setting;

  Sets(Setting setting) {
    this.setting = setting;
  }

  /// As many users, items and rows as MovieLens 1M has, or that itself.
  Dataset movies() throws IOException {
    return setting.data().isPresent()
        ? Dataset.read(setting.data().get(), MOVIES)
        : made(MOVIES, 6_000, 3_000, 800_000);
  }

  /// About as many items as asked for.
  Dataset made(String name, int users, int items, int rows) throws IOException {
    Setting.Scale scale = setting.scale();
    return Dataset.write(
        Files.createTempDirectory(setting.folder(), "sets"),
        name,
        new MadeInteractions(
            scale.of(users), Math.max(LEAST_ITEMS, scale.of(items)), scale.of(rows), 7));
  }

  String origin() {
    return setting.data().isPresent()
        ? "on " + MOVIES + " of --data"
        : "on a made-up set as large as MovieLens 1M; --data FOLDER takes the real one";
  }

  /// Of the process that a peer's script runs in.
  ///
  /// @param blas threads of OpenBLAS
  static Map<String, String> variables(Setting setting, Dataset data, int blas) {
    return Map.of(
        "DATA", data.root().toString(),
        "T", Integer.toString(setting.threads()),
        "OPENBLAS_NUM_THREADS", Integer.toString(blas),
        "OMP_NUM_THREADS", Integer.toString(blas));
  }

  static Figure figure(
      Map<String, Spread> measured,
      String what,
      String unit,
      String name,
      String peer,
      Bound bound) {
    Spread theirs = measured.get(THEIR + name);
    return new Figure(
        what,
        Spread.of(measured, name),
        unit,
        List.of(
            theirs == null
                ? new Held.Absent(peer, Setting.NO_PEERS, bound)
                : new Held.Beside(peer, theirs, bound)));
  }
}
