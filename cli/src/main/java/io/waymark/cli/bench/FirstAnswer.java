package io.waymark.cli.bench;

import io.waymark.model.ModelPackage;
import io.waymark.model.Recommender;
import io.waymark.model.scan.Recommenders;
import java.io.IOException;
import java.nio.file.Path;

/// A process of its own that reads a package, answers one history, and says so: what [StartRow]
/// starts.
public final class FirstAnswer {
  private FirstAnswer() {}

  /// Prints how many items it was answered with.
  ///
  /// @param arguments the package's folder
  public static void main(String[] arguments) throws IOException {
    ModelPackage files = ModelPackage.read(Path.of(arguments[0]), ModelPackage.Limits.DEFAULT);
    try (Recommender recommender = Recommenders.load(files)) {
      System.out.println(new Asked(recommender).ask().size());
    }
  }
}
