package io.waymark.embedded.streams;

import io.waymark.eventsource.Outcome;

/// Invokes the function behind a mapping; never throws for what the function does.
@FunctionalInterface
public interface BatchFunction {
  Outcome invoke(String event);
}
