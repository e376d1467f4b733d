package io.waymark.cli.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A tenant as files: `tenant.json`, `tables/<table>.jsonl.gz`, `objects/<bucket>.jsonl` with what
/// the numbered files of `objects/<bucket>/` are. Whatever it holds may be somebody's forgery: it
/// is read line by line, and only files of its own, no links.
record MoveFolder(Path root) {
  private static final String INDEX = "tenant.json";

  /// Characters; a row of DynamoDB has 400 kB at most, and takes a few times as much as text.
  private static final int LONGEST_LINE = 8 << 20;

  private static final int LONGEST_INDEX = 1 << 16;
  private static final int BUFFER = 1 << 16;

  /// Makes the folder, or takes the empty one that is there, for its owner alone where the file
  /// system knows owners.
  void make() throws IOException {
    Files.createDirectories(root);
    if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }
  }

  Path index() {
    return root.resolve(INDEX);
  }

  Path rows(Table table) {
    return root.resolve("tables").resolve(table.purpose() + ".jsonl.gz");
  }

  Path list(Bucket bucket) {
    return root.resolve("objects").resolve(bucket.purpose() + ".jsonl");
  }

  Path content(Bucket bucket, MovedObject object) {
    return root.resolve("objects").resolve(bucket.purpose()).resolve(object.file());
  }

  MoveIndex readIndex() throws IOException {
    if (!Files.exists(index(), LinkOption.NOFOLLOW_LINKS)) {
      throw new TransferException(
          root + " has no " + INDEX + ": it is no whole export of a tenant");
    }
    if (Files.size(own(index())) > LONGEST_INDEX) {
      throw wrong(index(), "is longer than any that was exported");
    }
    try {
      return MoveIndex.of(RowJson.tree(Files.readString(index())));
    } catch (JsonProcessingException broken) {
      throw wrong(index(), "is not JSON: " + broken.getOriginalMessage());
    } catch (CharacterCodingException broken) {
      throw wrong(index(), "is not UTF-8");
    } catch (IllegalArgumentException other) {
      throw wrong(index(), String.valueOf(other.getMessage()));
    }
  }

  /// What is done with each line of a file.
  interface Line {
    /// Takes it, and says what is wrong with it; empty where nothing is.
    Optional<String> take(JsonNode line) throws IOException;
  }

  /// Reads the lines of a file.
  ///
  /// @return how many there are
  /// @throws TransferException with the number of the first line that is wrong
  long lines(Path file, Line taker) throws IOException {
    long number = 0;
    try (Reader in = open(own(file))) {
      for (Optional<String> text = line(in); text.isPresent(); text = line(in)) {
        number++;
        Optional<String> wrong = taken(text.get(), taker);
        if (wrong.isPresent()) {
          throw wrong(file, "line " + number + " " + wrong.get());
        }
      }
    } catch (EOFException | ZipException cut) {
      throw wrong(file, "is cut short or damaged behind line " + number);
    }
    return number;
  }

  private static Optional<String> taken(String text, Line taker) throws IOException {
    JsonNode line;
    try {
      line = RowJson.tree(text);
    } catch (JsonProcessingException broken) {
      return Optional.of("is not JSON: " + broken.getOriginalMessage());
    }
    try {
      return taker.take(line);
    } catch (IllegalArgumentException wrong) {
      return Optional.ofNullable(wrong.getMessage());
    }
  }

  private static Reader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    try {
      return new BufferedReader(
          new InputStreamReader(
              file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in,
              StandardCharsets.UTF_8),
          BUFFER);
    } catch (IOException | RuntimeException failed) {
      in.close();
      throw failed;
    }
  }

  private static Optional<String> line(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = in.read(); each != -1; each = in.read()) {
      if (each == '\n') {
        return Optional.of(line.toString());
      }
      if (line.length() == LONGEST_LINE) {
        throw new ZipException("a line without end");
      }
      line.append((char) each);
    }
    if (!line.isEmpty()) {
      throw new EOFException("a line without its end");
    }
    return Optional.empty();
  }

  /// What is wrong with an object's content; empty where it is as its line says.
  Optional<String> wrongContent(Bucket bucket, MovedObject object) throws IOException {
    Path file = own(content(bucket, object));
    if (Files.size(file) != object.bytes()) {
      return Optional.of(
          "says that %s has %d bytes, and it has %d"
              .formatted(root.relativize(file), object.bytes(), Files.size(file)));
    }
    return sha256(file).equals(object.sha256())
        ? Optional.empty()
        : Optional.of("says another checksum than " + root.relativize(file) + " has");
  }

  /// Whatever else lies there, nobody looked at.
  ///
  /// @param tables all that are moved
  /// @param objects how many each bucket has
  /// @throws TransferException where there is a file that no export of these has written
  void requireNothingElse(Collection<Table> tables, Map<Bucket, Long> objects) throws IOException {
    Set<Path> known = new HashSet<>();
    known.add(index());
    tables.forEach(table -> known.add(rows(table)));
    objects.keySet().forEach(bucket -> known.add(list(bucket)));
    Path real = root.toRealPath();
    try (Stream<Path> all = Files.walk(real)) {
      for (Iterator<Path> each = all.iterator(); each.hasNext(); ) {
        Path there = each.next();
        Path file = root.resolve(real.relativize(there));
        if (!Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)
            && !known.contains(file)
            && !isContent(file, objects)) {
          throw wrong(file, "is not of the export; remove it");
        }
      }
    }
  }

  private boolean isContent(Path file, Map<Bucket, Long> objects) {
    String name = String.valueOf(file.getFileName());
    return objects.entrySet().stream()
        .anyMatch(
            each ->
                MovedObject.isFile(name)
                    && Long.parseLong(name) <= each.getValue()
                    && file.equals(
                        list(each.getKey()).resolveSibling(each.getKey().purpose()).resolve(name)));
  }

  static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(
            Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS),
            MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The file, which is one of the folder's own.
  private Path own(Path file) {
    for (Path each = file; !each.equals(root); each = each.resolve("..").normalize()) {
      if (Files.isSymbolicLink(each)) {
        throw wrong(each, "is a link; an export has none");
      }
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw wrong(file, Files.exists(file) ? "is no file" : "is not there");
    }
    return file;
  }

  TransferException wrong(Path file, String what) {
    return new TransferException("%s: %s %s".formatted(root, root.relativize(file), what));
  }
}
