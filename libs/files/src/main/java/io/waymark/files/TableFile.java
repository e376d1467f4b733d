package io.waymark.files;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Opens a file as a table, whatever its format. The first bytes decide before the name does: a
/// Parquet file under another name is read, a web page under the name of one is refused.
public final class TableFile {
  private static final int HEAD = 4_096;
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static final Refusal ARRAY =
      new Refusal(
          Refusal.Reason.NOT_THIS_FORMAT,
          "is a JSON array; JSON Lines has one object a line and nothing around them");

  private TableFile() {}

  /// Opens `file`.
  ///
  /// @param required columns without which the file is none of ours
  /// @throws UncheckedIOException where the disk does not give it or memory does not suffice, here
  ///   and while its rows are read; that is no fault of the file
  public static Opened open(Path file, List<String> required) {
    return open(file, file.getFileName().toString(), required);
  }

  /// Opens `file` that came under `name`.
  public static Opened open(Path file, String name, List<String> required) {
    return open(file, name, required, false);
  }

  /// Opens `file` as another product wrote it: whatever its columns, and also a JSON array of
  /// objects.
  public static Opened foreign(Path file) {
    return open(file, file.getFileName().toString(), List.of(), true);
  }

  private static Opened open(Path file, String name, List<String> required, boolean arrays) {
    try {
      return withRows(opened(file, name, required, arrays));
    } catch (EOFException | ZipException e) {
      return new Opened.Refused(Refusal.DAMAGED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What SQL says of a Parquet file of [ParquetWriter] that came from elsewhere.
  ///
  /// @param sql our own; names the file as `$file`
  public static Opened select(Path file, String sql) {
    return ParquetTable.query(file, sql);
  }

  /// What SQL says of a Parquet file that this process wrote.
  ///
  /// @param sql our own; names the file as `$file`
  public static Table query(Path file, String sql) {
    return switch (select(file, sql)) {
      case Opened.Ready ready -> ready.table();
      case Opened.Refused refused ->
          throw new IllegalStateException(file + " " + refused.refusal().message());
    };
  }

  private static Opened opened(Path file, String name, List<String> required, boolean arrays)
      throws IOException {
    if (Files.size(file) == 0) {
      return refused(Refusal.Reason.EMPTY, "is empty");
    }
    InputStream in =
        new BufferedInputStream(new Decompressed.OnDisk(Files.newInputStream(file)), 1 << 16);
    try {
      byte[] head = head(in);
      boolean compressed = starts(head, GZIP) || starts(head, ZSTD);
      if (compressed) {
        in = new BufferedInputStream(new Decompressed(decompress(in, head)), 1 << 16);
        head = head(in);
        if (head.length == 0) {
          in.close();
          return refused(Refusal.Reason.EMPTY, "is empty once decompressed");
        }
      }
      if (starts(head, PARQUET)) {
        return compressed ? unpackedParquet(in, required) : parquet(in, file, required);
      }
      Optional<FileFormat> named = FileFormat.named(name);
      boolean array = arrays && firstIs(head, '[');
      Optional<Refusal> noText = noText(head, named);
      if (noText.isPresent() && !(array && noText.get().equals(ARRAY))) {
        in.close();
        return new Opened.Refused(noText.get());
      }
      boolean json = named.orElse(FileFormat.CSV) == FileFormat.JSONL || firstIs(head, '{');
      skipMark(in);
      Opened opened = guarded(table(in, array, json, required));
      if (opened instanceof Opened.Refused) {
        in.close();
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static Opened table(InputStream in, boolean array, boolean json, List<String> required)
      throws IOException {
    if (array) {
      return JsonArrayTable.open(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    ByteLines lines = new ByteLines(in);
    return json ? JsonLinesTable.open(lines, required) : CsvTable.open(lines, required);
  }

  private static Opened parquet(InputStream in, Path file, List<String> required)
      throws IOException {
    in.close();
    return ParquetTable.open(file, required, () -> {});
  }

  private static Opened unpackedParquet(InputStream in, List<String> required) throws IOException {
    Path unpacked = Files.createTempFile("waymark-", ".parquet");
    Runnable delete =
        () -> {
          try {
            Files.deleteIfExists(unpacked);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (in) {
      Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete.run();
      throw e;
    }
    try {
      Opened opened = ParquetTable.open(unpacked, required, delete);
      if (opened instanceof Opened.Refused) {
        delete.run();
      }
      return opened;
    } catch (RuntimeException e) {
      delete.run();
      throw e;
    }
  }

  private static InputStream decompress(InputStream in, byte[] head) throws IOException {
    return starts(head, GZIP) ? new GZIPInputStream(in, 1 << 16) : new ZstdInputStream(in);
  }

  private static Optional<Refusal> noText(byte[] head, Optional<FileFormat> named) {
    if (named.equals(Optional.of(FileFormat.PARQUET))) {
      return Optional.of(
          new Refusal(
              firstIs(head, '<') ? Refusal.Reason.HTML : Refusal.Reason.NOT_THIS_FORMAT,
              "is named as Parquet but does not begin as one"));
    }
    if (starts(head, new byte[] {(byte) 0xff, (byte) 0xfe})
        || starts(head, new byte[] {(byte) 0xfe, (byte) 0xff})) {
      return Optional.of(
          new Refusal(Refusal.Reason.ENCODING, "is UTF-16; it must be saved as UTF-8"));
    }
    int odd = 0;
    for (byte each : head) {
      if (each == 0) {
        return Optional.of(new Refusal(Refusal.Reason.BINARY, "is binary and no format we read"));
      }
      if (each > 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
        odd++;
      }
    }
    if (odd * 20 > head.length) {
      return Optional.of(new Refusal(Refusal.Reason.BINARY, "is binary and no format we read"));
    }
    if (firstIs(head, '<')) {
      return Optional.of(
          new Refusal(Refusal.Reason.HTML, "is a web page or XML, not a table of values"));
    }
    if (firstIs(head, '[')) {
      return Optional.of(ARRAY);
    }
    return Optional.empty();
  }

  /// The byte order mark of UTF-8.
  private static void skipMark(InputStream in) throws IOException {
    in.mark(3);
    if (!(in.read() == 0xef && in.read() == 0xbb && in.read() == 0xbf)) {
      in.reset();
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    return head;
  }

  private static boolean starts(byte[] head, byte[] magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int at = 0; at < magic.length; at++) {
      if (head[at] != magic[at]) {
        return false;
      }
    }
    return true;
  }

  private static boolean firstIs(byte[] head, char wanted) {
    String text = new String(head, StandardCharsets.UTF_8).replace("\ufeff", "").stripLeading();
    return !text.isEmpty() && text.charAt(0) == wanted;
  }

  private static Opened guarded(Opened opened) {
    return switch (opened) {
      case Opened.Ready ready -> new Opened.Ready(new GuardedTable(ready.table()));
      case Opened.Refused refused -> refused;
    };
  }

  /// Looks at the first row: a table without one is refused.
  private static Opened withRows(Opened opened) {
    return switch (opened) {
      case Opened.Refused refused -> refused;
      case Opened.Ready ready -> {
        Optional<TableRow> first = ready.table().next();
        if (first.isPresent() && !(first.get() instanceof TableRow.Unreadable)) {
          yield new Opened.Ready(new StartedTable(first.get(), ready.table()));
        }
        ready.table().close();
        yield first.isPresent() && first.get() instanceof TableRow.Unreadable unreadable
            ? new Opened.Refused(unreadable.refusal())
            : refused(Refusal.Reason.NO_ROWS, "has no rows");
      }
    };
  }

  private static Opened refused(Refusal.Reason reason, String message) {
    return new Opened.Refused(new Refusal(reason, message));
  }
}
