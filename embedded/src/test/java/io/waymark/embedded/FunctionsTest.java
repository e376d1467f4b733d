package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.embedded.runtime.FunctionStartException;
import io.waymark.embedded.usage.UsageLog;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsTest {
  @TempDir private Path archives;
  @TempDir private Path keys;
  @TempDir private Path usage;

  @Test
  void aFunctionThatCouldNotStartIsTriedAgain() throws Exception {
    TestFunctions.compile(archives);
    Path handler = archives.resolve("train/io/waymark/train/ApiHandler.class");
    Path aside = keys.resolve("ApiHandler.class");
    Path _ = Files.move(handler, aside);
    try (UsageLog log = new UsageLog(usage, usage.resolve("unreadable"));
        Functions functions = functions(log)) {
      assertThatThrownBy(() -> answer(functions)).isInstanceOf(FunctionStartException.class);
      Path _ = Files.move(aside, handler);
      assertThat(answer(functions)).contains("train");
      assertThat(functions.initialise(Handler.TRAIN_API))
          .isSameAs(functions.initialise(Handler.TRAIN_API));
    }
  }

  @Test
  void anEndWaitsForTheInvocationsThatRun() throws Exception {
    TestFunctions.compile(archives);
    Path _ = Files.writeString(keys.resolve("waymark-instance.properties"), "waymark.keys=" + keys);
    try (UsageLog log = new UsageLog(usage, usage.resolve("unreadable"))) {
      Functions functions = functions(log);
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> answer(functions, "until-the-stop"));
      Eventually.await(() -> Files.exists(keys.resolve("running")));
      FutureTask<Object> end =
          new FutureTask<>(
              () -> {
                functions.close();
                return "ended";
              });
      Thread _ = Thread.ofVirtual().start(end);
      Eventually.await(() -> refuses(functions));
      assertThat(end.isDone()).isFalse();
      Files.createFile(keys.resolve("go-on"));
      assertThat(end.get()).isEqualTo("ended");
      assertThat(answer.join()).contains("train");
    }
  }

  private static boolean refuses(Functions functions) {
    try {
      Object _ = functions.initialise(Handler.TRAIN_API);
      return false;
    } catch (IllegalStateException ended) {
      return true;
    }
  }

  private Functions functions(UsageLog log) throws IOException {
    return Functions.open(
        new Installation("local", "000000000000", "eu-central-1"),
        archives,
        Map.of(Deployable.TRAIN, keys),
        Clock.systemUTC(),
        Runnable::run,
        log,
        Duration.ofMinutes(1));
  }

  private static String answer(Functions functions) {
    return answer(functions, "{}");
  }

  private static String answer(Functions functions, String what) {
    byte[] event = what.getBytes(StandardCharsets.UTF_8);
    return new String(
        functions.invoke(Handler.TRAIN_API, "request", event), StandardCharsets.UTF_8);
  }
}
