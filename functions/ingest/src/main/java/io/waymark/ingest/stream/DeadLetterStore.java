package io.waymark.ingest.stream;

import io.waymark.tenancy.TenantId;

/// Keeps what can never be stored, with its payload and the reason.
public interface DeadLetterStore {
  /// Keeps it; the same letter twice is kept once.
  ///
  /// @param tenant whose record it claims to be; `platform` where it names none
  /// @throws io.waymark.tenancy.StoreUnavailableException where it is not kept
  void keep(TenantId tenant, DeadLetter letter);
}
