package io.waymark.embedded;

/// Ends a stack when the JVM stops (^C). Ending the stack before that takes the hook away.
final class StopHook implements AutoCloseable {
  private final Thread thread;

  private StopHook(Thread thread) {
    this.thread = thread;
  }

  static StopHook add(Stack stack) {
    Thread thread = new Thread(stack::close, "waymark-stop");
    Runtime.getRuntime().addShutdownHook(thread);
    return new StopHook(thread);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException stopping) {
      // The hook itself is what ends us.
    }
  }
}
