package io.waymark.ingest.collect;

import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What is kept of each day that was judged. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface DayReportStore {
  String REPORT = "report.json";

  /// What later days are compared with; stands beside the report of a day that was not held.
  String PORTRAIT = "portrait.json";

  /// Puts `json` for a day, replacing what stands there.
  ///
  /// @return where it stands now
  String put(TenantId tenant, LocalDate day, String name, String json);

  /// Where what is put for a day stands.
  String place(TenantId tenant, LocalDate day, String name);

  /// What was put for a day.
  Optional<String> text(TenantId tenant, LocalDate day, String name);

  /// Days from `first` on and before `end` of which something is kept under `name`, the newest
  /// first.
  List<LocalDate> days(TenantId tenant, String name, LocalDate first, LocalDate end);
}
