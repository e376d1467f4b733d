package io.waymark.testing.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// Gives inputs to one reader and holds it to its contract: it answers or throws a refusal that it
/// declares, and leaves nothing behind.
final class Trials implements AutoCloseable {
  private static final int LONGEST_SHOWN = 1 << 16;

  private final FuzzedReader reader;
  private final Path folder;
  private final Leftovers leftovers;

  Trials(FuzzedReader reader) throws IOException {
    this.reader = reader;
    this.folder = Files.createTempDirectory("fuzz-");
    this.leftovers = new Leftovers(folder);
  }

  /// Reads one input.
  ///
  /// @throws AssertionError where the reader does what it may not; it shows the input
  FuzzedReader.Answer read(byte[] input) {
    FuzzedReader.Answer answer;
    try {
      answer = reader.reading().read(input.clone(), folder);
    } catch (Throwable thrown) { // errors are what we are after
      if (reader.refusals().stream().noneMatch(refusal -> refusal.isInstance(thrown))) {
        throw finding(input, "throws what it does not declare: " + thrown, thrown);
      }
      answer = FuzzedReader.Answer.REFUSED;
    }
    if (!reader.files()) {
      return answer;
    }
    try {
      List<String> left = leftovers.afterReading();
      if (!left.isEmpty()) {
        throw finding(input, "leaves behind " + left, new IllegalStateException(left.toString()));
      }
    } catch (IOException e) {
      throw finding(input, "leaves behind what cannot be removed", e);
    }
    return answer;
  }

  /// What to say of an input.
  AssertionError finding(byte[] input, String what, Throwable cause) {
    String shown =
        input.length > LONGEST_SHOWN
            ? input.length + " bytes"
            : Base64.getEncoder().encodeToString(input);
    return new AssertionError(
        "the reader %s %s\ninput: %s".formatted(reader.name(), what, shown), cause);
  }

  @Override
  public void close() throws IOException {
    leftovers.empty();
    Files.delete(folder);
  }
}
