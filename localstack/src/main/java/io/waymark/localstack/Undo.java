package io.waymark.localstack;

/// What is done also when this process is stopped before it comes to do it itself.
final class Undo {
  private final Thread hook;

  private Undo(Thread hook) {
    this.hook = hook;
  }

  static Undo onStop(String name, Runnable work) {
    Thread hook = new Thread(work, name);
    Runtime.getRuntime().addShutdownHook(hook);
    return new Undo(hook);
  }

  /// Takes it back; returns whether that came before the stop, which does it now.
  boolean takeBack() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      return false;
    }
  }
}
