package io.waymark.ingest.collect;

import io.waymark.files.DayFile;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.upload.UploadId;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one file of what came in on each finished day, and several of a big day: each is written
/// by itself, so that a day that no call can finish is finished by several.
///
/// A new file is put, and only then are those removed for which it stands; readers pass over these
/// from the moment it is there. A run that was stopped anywhere is ended by the next: it removes
/// what stands in the footer of a file of a day and is still there. So goes, too, what the archiver
/// delivered again afterwards, under its old name.
@Singleton
public final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /// From here on a file costs a reader more to read than to open.
  static final long LARGE = 64L << 20;

  /// What a row takes of a file, its ids being as long as most callers': a reckoning, by a factor
  /// of two at most.
  static final int BYTES_OF_A_ROW = 40;

  /// A file is not begun with less, and ended early.
  static final Duration LEAST_TIME = Duration.ofMinutes(2);

  /// A good size for the writer, and a minute's work.
  private static final Most MOST = new Most(1_000_000, LARGE);

  private final DayFileStore files;
  private final SettledUploads uploads;
  private final DayFooters footers;
  private final DayMerge merge;
  private final Most most;

  /// After how many a file of a day takes up no further one.
  ///
  /// @param bytes of the files for which it stands
  record Most(long rows, long bytes) {}

  @Inject
  public Compaction(DayFileStore files, SettledUploads uploads) {
    this(files, uploads, MOST);
  }

  Compaction(DayFileStore files, SettledUploads uploads, Most most) {
    this.files = files;
    this.uploads = uploads;
    this.footers = new DayFooters(files);
    this.merge = new DayMerge(files);
    this.most = most;
  }

  /// What it came to.
  ///
  /// @param files that readers read now
  /// @param waiting files for which there was no time; a call that comes further leaves fewer
  public record Compacted(int filesBefore, List<StoredFile> files, int waiting) {
    public Compacted {
      files = List.copyOf(files);
    }

    /// About how many rows readers read, as the sizes of the files tell.
    public long aboutRows() {
      return files.stream().mapToLong(StoredFile::size).sum() / BYTES_OF_A_ROW;
    }

    public boolean done() {
      return waiting == 0;
    }
  }

  /// Compacts what came before `today`.
  ///
  /// @param left until this process is stopped
  /// @throws io.waymark.tenancy.StoreUnavailableException where a store did not answer; to be asked
  ///   again
  public Compacted compact(TenantId tenant, LocalDate today, Supplier<Duration> left) {
    List<StoredFile> all = files.list(tenant);
    List<StoredFile> small = all.stream().filter(file -> isSmall(file, today)).toList();
    Map<StoredFile, Set<String>> standFor = footers.of(tenant, all, small, today);
    Set<String> replaced = all.stream().map(StoredFile::name).collect(Collectors.toSet());
    replaced.retainAll(standFor.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    standFor.keySet().removeIf(file -> replaced.contains(file.name()));
    Map<UploadId, Boolean> settled = new HashMap<>();
    SortedMap<LocalDate, List<StoredFile>> days = new TreeMap<>();
    List<StoredFile> after = new ArrayList<>();
    for (StoredFile file : all) {
      if (replaced.contains(file.name())) {
        files.remove(tenant, file.name());
      } else if (isSmall(file, today) && isSettled(tenant, file, settled)) {
        days.computeIfAbsent(file.day(), _ -> new ArrayList<>()).add(file);
      } else {
        after.add(file);
      }
    }
    int before = all.size() - replaced.size();
    int waiting = mergeOverlapping(tenant, standFor, after, left);
    for (Map.Entry<LocalDate, List<StoredFile>> day : days.entrySet()) {
      Packed packed = pack(tenant, day.getKey(), day.getValue(), left);
      waiting += packed.waiting();
      after.addAll(packed.files());
    }
    return new Compacted(before, after, waiting);
  }

  private static boolean isSmall(StoredFile file, LocalDate today) {
    return file.wholeDay().isEmpty() && file.size() < LARGE && file.day().isBefore(today);
  }

  private boolean isSettled(TenantId tenant, StoredFile file, Map<UploadId, Boolean> known) {
    return file.upload()
        .map(id -> known.computeIfAbsent(id, _ -> uploads.isSettled(tenant, id)))
        .orElse(true);
  }

  /// Makes one of files of days in which rows are twice.
  ///
  /// @param standFor for what those of days among `after` stand
  /// @param after what there is, in which their place is taken
  /// @return of how many files some may still be such, where there was no time for all; else 0
  private int mergeOverlapping(
      TenantId tenant,
      Map<StoredFile, Set<String>> standFor,
      List<StoredFile> after,
      Supplier<Duration> left) {
    Map<StoredFile, Set<String>> apart = new LinkedHashMap<>(standFor);
    for (Optional<DayMerge.Pair> pair = DayMerge.Pair.in(apart);
        pair.isPresent();
        pair = DayMerge.Pair.in(apart)) {
      if (!isTime(left)) {
        return apart.size();
      }
      StoredFile one = pair.get().one();
      StoredFile other = pair.get().other();
      Set<String> names = new HashSet<>(Optional.ofNullable(apart.remove(one)).orElse(Set.of()));
      names.addAll(Optional.ofNullable(apart.remove(other)).orElse(Set.of()));
      Optional<StoredFile> merged =
          inFolder(folder -> merge.merge(tenant, new DayMerge.Pair(one, other), names, folder));
      if (merged.isPresent()) {
        LOG.warn("{} and {} of {} had rows twice", one.name(), other.name(), tenant);
        after.removeAll(List.of(one, other));
        after.add(merged.get());
        apart.put(merged.get(), names);
      } else {
        LOG.error("{} and {} of {} have rows twice and stay", one.name(), other.name(), tenant);
      }
    }
    return 0;
  }

  /// What there is of a day now.
  ///
  /// @param waiting of the files, where there was no time for all, or another took one away
  ///   meanwhile
  private record Packed(List<StoredFile> files, int waiting) {}

  private Packed pack(
      TenantId tenant, LocalDate day, List<StoredFile> sources, Supplier<Duration> left) {
    List<StoredFile> waiting = new ArrayList<>(sources);
    List<StoredFile> after = new ArrayList<>();
    int _ =
        inFolder(
            folder -> {
              pack(tenant, day, folder, waiting, after, left);
              return after.size();
            });
    after.addAll(waiting);
    return new Packed(after, waiting.size());
  }

  /// Moves files from `waiting` to what stands for them in `after`, until none waits, time is short
  /// or another took one away.
  private void pack(
      TenantId tenant,
      LocalDate day,
      Path folder,
      List<StoredFile> waiting,
      List<StoredFile> after,
      Supplier<Duration> left)
      throws IOException {
    Path file = folder.resolve("day.parquet");
    while (!waiting.isEmpty() && isTime(left)) {
      switch (written(tenant, file, folder.resolve("source.parquet"), waiting, left)) {
        case Written.Whole(List<StoredFile> packed) -> {
          after.add(replace(tenant, day, file, packed));
          waiting.removeAll(packed);
        }
        case Written.Gone _ -> {
          return;
        }
        case Written.Damaged(StoredFile damaged) -> {
          // Training says so; whoever mends it finds it under its own name.
          LOG.error("{} of {} is damaged and stays as it is", damaged.name(), tenant);
          waiting.remove(damaged);
          after.add(damaged);
        }
      }
    }
  }

  @FunctionalInterface
  private interface InFolder<T> {
    T made(Path folder) throws IOException;
  }

  private static <T> T inFolder(InFolder<T> work) {
    try {
      Path folder = Files.createTempDirectory("waymark-collect");
      try {
        return work.made(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isTime(Supplier<Duration> left) {
    return left.get().compareTo(LEAST_TIME) >= 0;
  }

  private StoredFile replace(TenantId tenant, LocalDate day, Path file, List<StoredFile> sources)
      throws IOException {
    Instant newest =
        sources.stream().map(StoredFile::arrived).max(Instant::compareTo).orElseThrow();
    List<String> names = sources.stream().map(StoredFile::name).toList();
    String name = DayFile.of(day, newest, names).name();
    files.put(tenant, name, file);
    names.forEach(source -> files.remove(tenant, source));
    return new StoredFile(name, Files.size(file), newest);
  }

  /// What writing the rows of several files into one came to.
  private sealed interface Written {
    /// @param sources those whose rows it has, at least one
    record Whole(List<StoredFile> sources) implements Written {}

    record Gone() implements Written {}

    record Damaged(StoredFile file) implements Written {}
  }

  /// Writes as many of `sources` as one file takes up and there is time for, at least the first.
  private Written written(
      TenantId tenant, Path file, Path copy, List<StoredFile> sources, Supplier<Duration> left) {
    List<StoredFile> taken = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long bytes = 0;
    try (AcceptedParquet rows = AcceptedParquet.ofDay(file, names)) {
      for (StoredFile source : sources) {
        boolean full = rows.rows() >= most.rows() || bytes >= most.bytes();
        if (!taken.isEmpty() && (full || !isTime(left))) {
          break;
        }
        if (!files.fetch(tenant, source.name(), copy)) {
          rows.discard();
          return new Written.Gone();
        }
        if (!rows.copyAll(copy, _ -> true)) {
          rows.discard();
          return new Written.Damaged(source);
        }
        taken.add(source);
        names.add(source.name());
        bytes += source.size();
      }
    }
    return new Written.Whole(taken);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
