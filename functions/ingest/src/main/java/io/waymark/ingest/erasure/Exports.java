package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Gives out what is held of a user.
@Singleton
final class Exports {
  /// No line of a row is shorter than 100 characters, so that no more fit.
  private static final int MOST_ROWS = 50_000;

  /// Lambda answers with 6 MB at most, counted after JSON has escaped each quote.
  private static final int MOST_BYTES = 4_000_000;

  private final UserDataStore data;

  Exports(UserDataStore data) {
    this.data = data;
  }

  /// What asking came to.
  sealed interface Export {
    record Lines(String text) implements Export {}

    record Nothing() implements Export {}

    record TooMuch() implements Export {}
  }

  Export of(TenantId tenant, UserId user) {
    UserData held = data.read(tenant, user, MOST_ROWS);
    if (held.isEmpty()) {
      return new Export.Nothing();
    }
    if (!held.complete()) {
      return new Export.TooMuch();
    }
    Optional<String> lines = UserDataLines.of(held, MOST_BYTES);
    return lines.isPresent() ? new Export.Lines(lines.get()) : new Export.TooMuch();
  }
}
