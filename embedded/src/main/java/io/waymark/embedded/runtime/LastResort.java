package io.waymark.embedded.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of a failure that a thread did not survive. Where the JVM itself failed (no memory
/// above all) nothing it does from then on can be trusted, and a service that only seems to run
/// loses what nobody misses: the process says so on standard error and ends. Anything else is
/// logged.
public final class LastResort implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);
  private static final int FAILED = 1;

  /// How long what still works may take to end in order.
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  /// Whether the JVM has failed, not the code it ran. A stack that overflowed is that of one call
  /// and unwound with it.
  public static boolean isFatal(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (!isFatal(failure)) {
      LOG.error("{} ended by a failure", thread.getName(), failure);
      return;
    }
    try {
      System.err.println("waymark: " + text(thread, failure));
      LOG.error("{}", text(thread, failure), failure);
      Thread.ofPlatform().name("waymark-fatal").start(() -> System.exit(FAILED));
      Thread.sleep(END_WITHIN);
    } catch (InterruptedException | RuntimeException | Error worse) {
      // Not even that is possible: the process ends below.
    }
    Runtime.getRuntime().halt(FAILED);
  }

  private static String text(Thread thread, Throwable failure) {
    String what =
        failure instanceof OutOfMemoryError
            ? "not enough memory; give Java more of it (-Xmx)"
            : failure.toString();
    return "the service ends: " + thread.getName() + ": " + what;
  }
}
