package io.waymark.auth.outbox;

import java.io.Serial;

/// A change is committed and the hot path does not know it yet: what it takes away still holds
/// there, until a later change, the same one again, or a [Sweep] brings it.
public final class PendingEffectException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  PendingEffectException() {
    super("a committed change is not in effect yet", null, false, false);
  }
}
