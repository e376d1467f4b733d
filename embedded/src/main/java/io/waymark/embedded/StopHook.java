package io.waymark.embedded;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a stack when the process is told to stop (^C, a TERM). That must come before the JVM begins
/// to shut down: the framework in each function closes its beans in a shutdown hook of its own, and
/// hooks run side by side, under the hands of requests that still run. So the signals are taken
/// first, and a shutdown hook is left for a stop that comes another way. A second signal ends at
/// once, and leaves nothing running.
///
/// `sun.misc.Signal` is reached by reflection: the compiler's warning about it cannot be
/// suppressed.
final class StopHook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopHook.class);
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  /// What a shell reports for a process that a signal ended: 128 and the signal's number.
  private static final int SIGNALLED = 128;

  private final Stack stack;
  private final Thread thread;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile Runnable beforeHalt = () -> {};

  private StopHook(Stack stack) {
    this.stack = stack;
    this.thread = new Thread(stack::close, "waymark-stop");
  }

  static StopHook add(Stack stack) {
    StopHook hook = new StopHook(stack);
    Runtime.getRuntime().addShutdownHook(hook.thread);
    SIGNALS.forEach(hook::take);
    return hook;
  }

  /// Takes what a second signal still does: end the processes that would outlive this one, without
  /// waiting for them.
  void beforeHalt(Runnable last) {
    beforeHalt = last;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException shuttingDown) {
      // The hook itself is what ends us.
    }
  }

  private void take(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object taken = signal.getConstructor(String.class).newInstance(name);
      int number = (Integer) signal.getMethod("getNumber").invoke(taken);
      Object handler =
          Proxy.newProxyInstance(
              StopHook.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> answer(proxy, method, arguments, number));
      signal.getMethod("handle", signal, handlerType).invoke(null, taken, handler);
    } catch (ReflectiveOperationException unavailable) {
      LOG.info("{} is left to the shutdown hook: {}", name, unavailable.toString());
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  private Object answer(Object proxy, Method method, Object[] arguments, int number) {
    return switch (method.getName()) {
      case "handle" -> {
        stop(number);
        yield number;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "waymark-stop";
    };
  }

  private void stop(int number) {
    if (stopping.getAndSet(true)) {
      try {
        beforeHalt.run();
      } finally {
        Runtime.getRuntime().halt(SIGNALLED + number);
      }
    }
    Thread.ofPlatform()
        .name("waymark-stop")
        .start(
            () -> {
              stack.close();
              System.exit(SIGNALLED + number);
            });
  }
}
