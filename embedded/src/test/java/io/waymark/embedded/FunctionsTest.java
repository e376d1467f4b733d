package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.embedded.runtime.FunctionStartException;
import io.waymark.embedded.usage.UsageLog;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
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
    Installation installation = new Installation("local", "000000000000", "eu-central-1");
    try (UsageLog log = new UsageLog(usage, usage.resolve("unreadable"));
        Functions functions =
            Functions.open(
                installation,
                archives,
                Map.of(Deployable.TRAIN, keys),
                Clock.systemUTC(),
                Runnable::run,
                log)) {
      assertThatThrownBy(() -> answer(functions)).isInstanceOf(FunctionStartException.class);
      Path _ = Files.move(aside, handler);
      assertThat(answer(functions)).contains("train");
      assertThat(functions.initialise(Handler.TRAIN_API))
          .isSameAs(functions.initialise(Handler.TRAIN_API));
    }
  }

  private static String answer(Functions functions) {
    byte[] event = "{}".getBytes(StandardCharsets.UTF_8);
    return new String(
        functions.invoke(Handler.TRAIN_API, "request", event), StandardCharsets.UTF_8);
  }
}
