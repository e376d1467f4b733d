package io.waymark.testing.fuzz;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where Jazzer gives its inputs: to the reader that `waymark.fuzz.reader` names, of the class
/// [FuzzedReader.All] that `waymark.fuzz.readers` names. Jazzer finds the methods by their names.
public final class JazzerEntry {
  static final String READERS = "waymark.fuzz.readers";

  private static @Nullable Trials trials;

  private JazzerEntry() {}

  /// Called once, before the first input.
  public static void fuzzerInitialize() throws IOException, ReflectiveOperationException {
    FuzzedReader.All all =
        Class.forName(System.getProperty(READERS, ""))
            .asSubclass(FuzzedReader.All.class)
            .getDeclaredConstructor()
            .newInstance();
    String name = System.getProperty(Fuzz.READER, "");
    trials =
        new Trials(
            all.readers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reader " + name)));
  }

  /// Called for each input.
  ///
  /// @throws AssertionError where it is a finding
  public static void fuzzerTestOneInput(byte[] input) {
    FuzzedReader.Answer _ = Optional.ofNullable(trials).orElseThrow().read(input);
  }
}
