package io.waymark.eventsource.simulator;

import java.io.Serial;

/// The process of the function has ended: whatever it still tries throws this again.
public final class KilledError extends Error {
  @Serial private static final long serialVersionUID = 1L;

  KilledError(String how) {
    super(how, null, false, false);
  }
}
