package io.waymark.ingest.archive;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes rows that came event by event for training. Rows that came as a file are there already;
/// rows of users who were erased since are left out.
@Singleton
public final class Archive {
  private final UserKeyStore users;
  private final AcceptedStore accepted;

  public Archive(UserKeyStore users, AcceptedStore accepted) {
    this.users = users;
    this.accepted = accepted;
  }

  /// Writes one file for each tenant in `rows`. The same rows under the same name replace each
  /// other.
  ///
  /// @param name without an ending; names where the rows come from
  public void write(String name, List<HistoryRow> rows) {
    Map<TenantId, List<HistoryRow>> byTenant =
        rows.stream()
            .filter(row -> !row.archived())
            .collect(Collectors.groupingBy(HistoryRow::tenant));
    byTenant.forEach((tenant, own) -> write(tenant, name, own));
  }

  private void write(TenantId tenant, String name, List<HistoryRow> rows) {
    Set<UserId> ids =
        rows.stream().map(row -> row.interaction().user()).collect(Collectors.toSet());
    Map<UserId, String> keys = users.keys(tenant, ids);
    if (keys.isEmpty()) {
      return;
    }
    try {
      Path file = Files.createTempFile("waymark-archive", ".parquet");
      try {
        try (AcceptedParquet parquet = new AcceptedParquet(file)) {
          for (HistoryRow row : rows) {
            @Nullable String key = keys.get(row.interaction().user());
            if (key != null) {
              parquet.add(key, row.id(), row.interaction());
            }
          }
        }
        accepted.put(tenant, name + ".parquet", file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
