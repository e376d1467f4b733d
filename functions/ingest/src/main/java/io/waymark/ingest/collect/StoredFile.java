package io.waymark.ingest.collect;

import io.waymark.files.DayFile;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.upload.UploadId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// A Parquet file of a tenant's accepted interactions.
///
/// @param name in the tenant's folder
/// @param arrived when the store took it
public record StoredFile(String name, long size, Instant arrived) {
  /// The day in UTC on which its rows came.
  LocalDate day() {
    return wholeDay()
        .map(DayFile::day)
        .orElseGet(() -> LocalDate.ofInstant(arrived, ZoneOffset.UTC));
  }

  /// What its name says, where it stands for a whole day.
  Optional<DayFile> wholeDay() {
    return DayFile.named(name);
  }

  /// The upload that put it.
  Optional<UploadId> upload() {
    return AcceptedStore.uploadOf(name);
  }
}
