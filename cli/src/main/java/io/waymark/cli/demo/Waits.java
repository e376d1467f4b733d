package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until something has ended. It gives up where nothing at all changes for long; as long
/// as answers differ it goes on.
///
/// @param pause between two questions
/// @param patience with answers that stay the same
record Waits(Duration pause, Duration patience) {
  static final Waits USUAL = new Waits(Duration.ofMillis(100), Duration.ofMinutes(5));

  /// For a service that is far away, and whose functions may have to start.
  static final Waits FAR = new Waits(Duration.ofSeconds(1), Duration.ofMinutes(10));

  JsonNode until(String what, Supplier<JsonNode> question, Predicate<JsonNode> ended) {
    JsonNode last = question.get();
    long changed = System.nanoTime();
    while (!ended.test(last)) {
      if (System.nanoTime() - changed > patience.toNanos()) {
        throw new StepException(
            "%s did not go on for %d s; it last said %s"
                .formatted(what, patience.toSeconds(), last));
      }
      sleep(what);
      JsonNode next = question.get();
      if (!next.equals(last)) {
        changed = System.nanoTime();
      }
      last = next;
    }
    return last;
  }

  private void sleep(String what) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepException("waiting for " + what + " was interrupted", e);
    }
  }
}
