package io.waymark.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a Parquet file that stands for files that came in on a day, and for which. Readers
/// pass over those: the one PUT of such a file takes their rows over. A big day has several.
///
/// The name sorts behind those of all other files, so that a listing in several pages, which no
/// longer shows a file that was removed meanwhile, shows what stands for it. The names of the files
/// are in the footer, separated by line breaks.
///
/// @param day in UTC, on which the files came
/// @param newest when the newest of them came
/// @param sources how many came in, themselves or in files of days
/// @param digest tells their names from those of any others, in hexadecimal
public record DayFile(LocalDate day, Instant newest, int sources, String digest) {
  private static final String PREFIX = "whole-day-";
  private static final String REPLACED = "waymark.replaced";

  /// Enough for a thousand names.
  private static final int USUAL_FOOTER = 1 << 16;

  /// Beyond this the length is none.
  private static final int LARGEST_FOOTER = 1 << 28;

  /// The footer's length and a word that says it is Parquet.
  private static final int FOOTER_END = 8;

  /// That word at a file's beginning. DuckDB wants as many bytes before a footer.
  private static final int FILE_BEGIN = 4;

  private static final Pattern NAME =
      Pattern.compile(
          PREFIX + "(\\d{4}-\\d\\d-\\d\\d)-(\\d{1,15})-(\\d{1,9})-([0-9a-f]{16})\\.parquet");

  public DayFile {
    newest = Instant.ofEpochMilli(newest.toEpochMilli());
  }

  /// The file that stands for `replaced`. Other files of days among them are none that came in.
  public static DayFile of(LocalDate day, Instant newest, Collection<String> replaced) {
    long sources = Set.copyOf(replaced).stream().filter(name -> named(name).isEmpty()).count();
    return new DayFile(day, newest, Math.toIntExact(sources), digest(text(replaced)));
  }

  /// Reads a name; empty for that of any other file.
  public static Optional<DayFile> named(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DayFile(
              LocalDate.parse(parts.group(1)),
              Instant.ofEpochMilli(Long.parseLong(parts.group(2))),
              Integer.parseInt(parts.group(3)),
              parts.group(4)));
    } catch (DateTimeParseException noDay) {
      return Optional.empty();
    }
  }

  public String name() {
    return "%s%s-%d-%d-%s.parquet".formatted(PREFIX, day, newest.toEpochMilli(), sources, digest);
  }

  /// Begins the file itself.
  ///
  /// @param replaced for which files it stands; read when it is closed, so that it may grow until
  ///   then
  public static ParquetWriter writer(
      Path file, List<ParquetColumn> columns, Collection<String> replaced) {
    return ParquetWriter.create(
        file, columns, () -> Optional.of(new ParquetNote(REPLACED, text(replaced))));
  }

  /// Gets a file by its name.
  public interface Fetch {
    Path fetch(String name) throws IOException;
  }

  /// Fetches those of a folder's files that readers read, and of the others none.
  ///
  /// @param names all that stand in the folder
  /// @return the files in the order of their names
  public static List<Path> fetch(Collection<String> names, Fetch fetch) throws IOException {
    Deque<Path> files = new ArrayDeque<>();
    Set<String> replaced = new HashSet<>();
    for (String name : new TreeSet<>(names).descendingSet()) {
      if (!replaced.contains(name)) {
        Path file = fetch.fetch(name);
        files.addFirst(file);
        if (named(name).isPresent()) {
          replaced.addAll(replacedBy(file));
        }
      }
    }
    return List.copyOf(files);
  }

  /// The names of the files for which `file` stands; none where it is any other Parquet file.
  ///
  /// @throws java.io.UncheckedIOException where it cannot be read
  public static Set<String> replacedBy(Path file) {
    return ParquetNote.read(file, REPLACED)
        .map(text -> Set.copyOf(text.lines().toList()))
        .orElse(Set.of());
  }

  /// Gets the end of a file.
  @FunctionalInterface
  public interface End {
    /// The last `bytes` of it, or all of a shorter one; empty where it is gone.
    Optional<byte[]> last(int bytes) throws IOException;
  }

  /// The same, for a file elsewhere of which no more is read than its footer; none where it is
  /// gone.
  public static Set<String> replacedBy(End end) throws IOException {
    Optional<byte[]> last = end.last(USUAL_FOOTER);
    int needed = last.map(DayFile::footer).orElse(0);
    if (needed > USUAL_FOOTER) {
      last = end.last(needed);
    }
    if (last.isEmpty()) {
      return Set.of();
    }
    Path copy = Files.createTempFile("waymark-footer", ".parquet");
    try {
      return replacedBy(Files.write(copy, last.get()));
    } finally {
      Files.delete(copy);
    }
  }

  /// With how many of its last bytes the footer of a Parquet file can be read, as the last eight
  /// say; 0 of what is none.
  private static int footer(byte[] last) {
    if (last.length < FOOTER_END) {
      return 0;
    }
    int length =
        ByteBuffer.wrap(last, last.length - FOOTER_END, Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    return length < 0 || length > LARGEST_FOOTER ? 0 : FILE_BEGIN + length + FOOTER_END;
  }

  private static String text(Collection<String> replaced) {
    return String.join("\n", new TreeSet<>(replaced));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
