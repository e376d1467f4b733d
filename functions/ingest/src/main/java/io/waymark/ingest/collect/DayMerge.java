package io.waymark.ingest.collect;

import io.waymark.files.DayFile;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.interactions.Cell;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes one of two files of days that stand for one file both, so that its rows are there twice:
/// two runs that saw different files leave such. The rows of what they stand for cannot be told
/// apart any more, but their events can.
final class DayMerge {
  private final DayFileStore files;

  DayMerge(DayFileStore files) {
    this.files = files;
  }

  /// Two files of days that stand for one file both.
  record Pair(StoredFile one, StoredFile other) {
    static Optional<Pair> in(Map<StoredFile, Set<String>> footers) {
      Map<String, StoredFile> standsFor = new HashMap<>();
      for (Map.Entry<StoredFile, Set<String>> each : footers.entrySet()) {
        for (String name : each.getValue()) {
          Optional<StoredFile> other =
              Optional.ofNullable(standsFor.putIfAbsent(name, each.getKey()));
          if (other.isPresent()) {
            return Optional.of(new Pair(other.get(), each.getKey()));
          }
        }
      }
      return Optional.empty();
    }
  }

  /// Puts a file that stands for both of `pair` and for all they stand for, and removes them.
  ///
  /// @param replaced what they stand for
  /// @return the file; empty where one of them is damaged or gone, and both stay
  Optional<StoredFile> merge(TenantId tenant, Pair pair, Set<String> replaced, Path folder)
      throws IOException {
    List<StoredFile> both = List.of(pair.one(), pair.other());
    Set<String> names = new HashSet<>(replaced);
    both.forEach(file -> names.add(file.name()));
    Path merged = folder.resolve("day.parquet");
    if (!written(tenant, merged, folder.resolve("source.parquet"), both, names)) {
      return Optional.empty();
    }
    // Later than both, so that its name is behind theirs, as a reader in pages needs it.
    StoredFile last = both.stream().max((a, b) -> newest(a).compareTo(newest(b))).orElseThrow();
    Instant newest = newest(last).plusMillis(1);
    String name = DayFile.of(last.day(), newest, names).name();
    files.put(tenant, name, merged);
    both.forEach(file -> files.remove(tenant, file.name()));
    return Optional.of(new StoredFile(name, Files.size(merged), newest));
  }

  private static Instant newest(StoredFile file) {
    return file.wholeDay().map(DayFile::newest).orElse(file.arrived());
  }

  private boolean written(
      TenantId tenant, Path merged, Path copy, List<StoredFile> both, Set<String> names) {
    Set<Cell> events = new HashSet<>();
    try (AcceptedParquet rows = AcceptedParquet.ofDay(merged, names)) {
      for (StoredFile file : both) {
        if (!files.fetch(tenant, file.name(), copy)
            || !rows.copyAll(copy, row -> events.add(row.cell(AcceptedParquet.EVENT_ID)))) {
          rows.discard();
          return false;
        }
      }
    }
    return true;
  }
}
