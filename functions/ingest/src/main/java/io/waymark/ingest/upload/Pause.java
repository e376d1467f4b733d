package io.waymark.ingest.upload;

import java.time.Duration;

/// Lets time pass.
public interface Pause {
  void take(Duration length) throws InterruptedException;
}
