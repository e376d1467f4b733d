package io.waymark.testing.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Something that reads bytes of strangers.
///
/// @param name one word, for reports and to ask for it alone
/// @param seeds good inputs, at least one, from which others are made
/// @param words that mean something to it, put in here and there
/// @param refusals the exceptions by which it may refuse an input, as its contract says
/// @param files whether it may open files, and is held to leave none behind
public record FuzzedReader(
    String name,
    List<byte[]> seeds,
    List<String> words,
    Set<Class<? extends Exception>> refusals,
    boolean files,
    Reading reading) {
  public FuzzedReader {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a seed");
    }
    seeds = List.copyOf(seeds);
    words = List.copyOf(words);
    refusals = Set.copyOf(refusals);
  }

  /// One of files.
  public FuzzedReader(
      String name,
      List<byte[]> seeds,
      List<String> words,
      Set<Class<? extends Exception>> refusals,
      Reading reading) {
    this(name, seeds, words, refusals, true, reading);
  }

  /// One of files whose words are in its seeds.
  public FuzzedReader(
      String name, List<byte[]> seeds, Set<Class<? extends Exception>> refusals, Reading reading) {
    this(name, seeds, List.of(), refusals, reading);
  }

  /// One that knows nothing of files; what others of its process leave is not looked at.
  public static FuzzedReader ofText(
      String name,
      List<byte[]> seeds,
      Set<Class<? extends Exception>> refusals,
      ReadingText reading) {
    return new FuzzedReader(
        name, seeds, List.of(), refusals, false, (input, _) -> reading.read(input));
  }

  /// What came of an input that threw nothing.
  public enum Answer {
    READ,
    REFUSED
  }

  /// Reads one input to its end.
  @FunctionalInterface
  public interface Reading {
    /// Reads it.
    ///
    /// @param folder empty, for files; emptied afterwards
    /// @throws Exception a declared refusal; all else is a finding
    Answer read(byte[] input, Path folder) throws Exception;
  }

  /// Reads one input that needs no file.
  @FunctionalInterface
  public interface ReadingText {
    /// Reads it.
    ///
    /// @throws Exception a declared refusal; all else is a finding
    Answer read(byte[] input) throws Exception;
  }

  /// The readers of a module. Its class has a constructor without parameters.
  @FunctionalInterface
  public interface All {
    /// Each of another name.
    List<FuzzedReader> readers();
  }
}
