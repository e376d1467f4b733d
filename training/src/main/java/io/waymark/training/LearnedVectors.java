package io.waymark.training;

import io.waymark.files.CellTexts;
import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Vectors of items that another process learned, and what it left out to be measured on. The
/// folder is written by the job in `training/spark`, whose `Job` says what is in it.
final class LearnedVectors {
  private static final String ABOUT = "about.jsonl";
  private static final String CHECKSUM = "checksum";
  private static final String ENTRIES = "entries";

  private final Path folder;
  private final InteractionMatrix matrix;
  private final SortedMap<String, String> about;
  private final Map<String, Integer> items = new HashMap<>();

  private LearnedVectors(Path folder, InteractionMatrix matrix, SortedMap<String, String> about) {
    this.folder = folder;
    this.matrix = matrix;
    this.about = about;
    matrix.items().forEach(item -> items.put(item, items.size()));
  }

  /// @throws UnreadableFileException where the folder is no such one, not finished, or its vectors
  ///   were learned from other entries than those of `matrix`
  static LearnedVectors in(Path folder, InteractionMatrix matrix) throws IOException {
    Path file = folder.resolve(ABOUT);
    if (!Files.exists(file)) {
      throw new UnreadableFileException(
          folder, "has no " + ABOUT + ", which the job writes when it is done");
    }
    SortedMap<String, String> about = new TreeMap<>();
    Tables.read(
        file,
        List.of(CHECKSUM, ENTRIES),
        new PassedOver(),
        row ->
            row.names()
                .forEach(
                    name ->
                        CellTexts.text(row.cell(name)).ifPresent(text -> about.put(name, text))));
    LearnedVectors learned = new LearnedVectors(folder, matrix, about);
    if (!learned.text(CHECKSUM).equals(Long.toString(checksum(matrix)))) {
      throw new UnreadableFileException(
          folder,
          "was learned from other interactions: from %s entries, and there are %d; the checksums differ"
              .formatted(learned.text(ENTRIES), matrix.entries().size()));
    }
    return learned;
  }

  /// A sum over all entries, whatever their order: the job computes the same.
  static long checksum(InteractionMatrix matrix) {
    Csr entries = matrix.entries();
    CRC32 crc = new CRC32();
    long sum = 0;
    for (int user = 0; user < entries.rowCount(); user++) {
      for (int at = entries.start(user); at < entries.end(user); at++) {
        String entry =
            matrix.users().get(user)
                + '\0'
                + matrix.items().get(entries.column(at))
                + '\0'
                + (int) entries.value(at);
        crc.reset();
        crc.update(entry.getBytes(StandardCharsets.UTF_8));
        sum += crc.getValue();
      }
    }
    return sum;
  }

  /// What the job says of itself, but for its counts.
  SortedMap<String, String> told() {
    SortedMap<String, String> told = new TreeMap<>(about);
    told.keySet().removeAll(List.of(CHECKSUM, ENTRIES, "user_count", "item_count", "cut"));
    return told;
  }

  String text(String name) throws UnreadableFileException {
    return Optional.ofNullable(about.get(name))
        .orElseThrow(() -> new UnreadableFileException(folder.resolve(ABOUT), "lacks " + name));
  }

  /// What was left out of [#measured].
  Cut cut() throws IOException {
    Map<String, Integer> users = new HashMap<>();
    matrix.users().forEach(user -> users.put(user, users.size()));
    Csr entries = matrix.entries();
    boolean[] held = new boolean[entries.size()];
    each(
        "held",
        "SELECT user_id AS id, item_id AS said FROM $file",
        (user, item) -> {
          int row = Optional.ofNullable(users.get(user)).orElse(-1);
          int column = Optional.ofNullable(items.get(item)).orElse(-1);
          for (int at = row < 0 ? 0 : entries.start(row);
              at < (row < 0 ? 0 : entries.end(row));
              at++) {
            held[at] |= entries.column(at) == column;
          }
        });
    return Cut.of(matrix, held, false, text("cut"));
  }

  /// Of items, learned without what is held out; row after row, 0 where nothing was learned.
  float[] measured(int width) throws IOException {
    return vectors("measured", width);
  }

  /// Of items, learned from everything.
  float[] items(int width) throws IOException {
    return vectors("items", width);
  }

  private float[] vectors(String name, int width) throws IOException {
    float[] vectors = new float[matrix.items().size() * width];
    each(
        name,
        "SELECT id, list_aggregate(vector, 'string_agg', ' ') AS said FROM $file",
        (id, text) -> {
          String[] numbers = text.split(" ");
          int item =
              Optional.ofNullable(items.get(id))
                  .orElseThrow(
                      () ->
                          new UnreadableFileException(
                              folder.resolve(name), "knows an item that has no interactions"));
          if (numbers.length != width) {
            throw new UnreadableFileException(
                folder.resolve(name),
                "has a vector of %d numbers, not %d".formatted(numbers.length, width));
          }
          for (int at = 0; at < width; at++) {
            vectors[item * width + at] = Float.parseFloat(numbers[at]);
          }
        });
    return vectors;
  }

  private interface Pair {
    void take(String id, String said) throws IOException;
  }

  private void each(String name, String sql, Pair pair) throws IOException {
    Path rows = folder.resolve(name);
    List<Path> files;
    try (Stream<Path> found = Files.list(rows)) {
      files =
          found
              .filter(file -> file.getFileName().toString().matches("[^.].*\\.parquet"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      switch (TableFile.select(file, sql)) {
        case Opened.Refused refused ->
            throw new UnreadableFileException(file, refused.refusal().message());
        case Opened.Ready ready -> {
          try (Table table = ready.table()) {
            for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
              take(file, row.get(), pair);
            }
          }
        }
      }
    }
  }

  private static void take(Path file, TableRow row, Pair pair) throws IOException {
    if (!(row instanceof TableRow.Row fields)) {
      throw new UnreadableFileException(file, "is damaged");
    }
    Optional<String> id = CellTexts.text(fields.cell("id"));
    Optional<String> said = CellTexts.text(fields.cell("said"));
    if (id.isEmpty() || said.isEmpty()) {
      throw new UnreadableFileException(file, "has a row without an id or a vector");
    }
    pair.take(id.orElseThrow(), said.orElseThrow());
  }
}
