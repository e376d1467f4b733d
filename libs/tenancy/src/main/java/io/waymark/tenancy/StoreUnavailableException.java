package io.waymark.tenancy;

import java.io.Serial;

/// A store that a call depends on did not answer, or refused for now. The call changed nothing or
/// can be repeated: over HTTP it becomes 503 with `Retry-After`, in an event redelivery of that
/// record.
public final class StoreUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param store what did not answer, as an operator knows it: `PostgreSQL`, `table histories`
  public StoreUnavailableException(String store, Throwable cause) {
    super(store + " is unavailable", cause);
  }
}
