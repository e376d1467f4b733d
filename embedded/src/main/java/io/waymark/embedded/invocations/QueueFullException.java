package io.waymark.embedded.invocations;

import java.io.Serial;

/// So many events wait that no more are taken; whoever sent this one may send it again later.
final class QueueFullException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  QueueFullException(int waiting) {
    super(waiting + " events wait already");
  }
}
