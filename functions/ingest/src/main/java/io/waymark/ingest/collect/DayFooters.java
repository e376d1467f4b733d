package io.waymark.ingest.collect;

import io.waymark.files.DayFile;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says for which files those of days stand, by their ends alone.
final class DayFooters {
  /// The stream of the table `histories` keeps its records for a day: a window comes again on the
  /// day after it first did, at the latest.
  private static final int DELIVERED_AGAIN_DAYS = 2;

  /// Files of days that were made so long ago, and later, are searched for rows that two of them
  /// have.
  private static final int OVERLAPS_SOUGHT_DAYS = 7;

  private final DayFileStore files;

  DayFooters(DayFileStore files) {
    this.files = files;
  }

  /// The footers of those that may stand for one of `small`, which came on their day or again soon
  /// afterwards, and of those that two runs may have made lately. The others are not opened: a file
  /// that stays small for long, of an upload or damaged, costs those of its days.
  Map<StoredFile, Set<String>> of(
      TenantId tenant, List<StoredFile> all, List<StoredFile> small, LocalDate today) {
    Instant recent = today.minusDays(OVERLAPS_SOUGHT_DAYS).atStartOfDay(ZoneOffset.UTC).toInstant();
    Set<LocalDate> days = new HashSet<>();
    for (StoredFile file : small) {
      for (int before = 0; before <= DELIVERED_AGAIN_DAYS; before++) {
        days.add(file.day().minusDays(before));
      }
    }
    Map<StoredFile, Set<String>> footers = new LinkedHashMap<>();
    for (StoredFile file : all) {
      boolean mayMatter = days.contains(file.day()) || !file.arrived().isBefore(recent);
      if (file.wholeDay().isPresent() && mayMatter) {
        footers.put(file, footer(tenant, file));
      }
    }
    return footers;
  }

  private Set<String> footer(TenantId tenant, StoredFile file) {
    try {
      return DayFile.replacedBy(bytes -> files.end(tenant, file, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
