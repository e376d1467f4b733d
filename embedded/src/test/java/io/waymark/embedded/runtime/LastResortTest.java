package io.waymark.embedded.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LastResortTest {
  /// Ends as its thread does; its shutdown hook says that the end was in order.
  static final class Failing {
    public static void main(String[] arguments) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("in order")));
      Thread.ofVirtual()
          .name("consumer")
          .uncaughtExceptionHandler(new LastResort())
          .start(
              () -> {
                if (arguments[0].equals("memory")) {
                  throw new OutOfMemoryError("Java heap space");
                }
                throw new IllegalStateException("a bug");
              })
          .join();
    }
  }

  @Test
  void endsTheProcessWhenTheJvmFailsAndSaysWhy() throws Exception {
    Ended ended = run("memory");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text())
        .contains("waymark: the service ends: consumer: not enough memory", "-Xmx", "in order");
  }

  @Test
  void leavesTheProcessForAnythingElse() throws Exception {
    Ended ended = run("bug");
    assertThat(ended.code()).isZero();
    assertThat(ended.text()).contains("consumer ended by a failure", "a bug");
  }

  private record Ended(int code, String text) {}

  private static Ended run(String how) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Failing.class.getName(),
                how)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }
}
