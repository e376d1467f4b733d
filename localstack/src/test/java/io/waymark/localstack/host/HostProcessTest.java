package io.waymark.localstack.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.localstack.Folders;
import io.waymark.localstack.LocalStackException;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProcessTest {
  @TempDir private Path cache;

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> host().ensureFree(taken.getLocalPort()))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("--port");
    }
  }

  @Test
  void theEndReachesWhatAKilledOneLeftBehindAndNothingElse() throws Exception {
    Path program = fake("jars/dynamodb/program");
    Process left = new ProcessBuilder(program.toString()).start();
    Process foreign = new ProcessBuilder(fake("elsewhere/program").toString()).start();
    try {
      host().end(Optional.empty());
      assertThat(left.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      left.destroyForcibly();
      foreign.destroyForcibly();
    }
  }

  @Test
  void aNumberThatHasGoneToAnotherProgramIsLeftAlone() throws Exception {
    Process foreign = new ProcessBuilder(fake("elsewhere/program").toString()).start();
    try {
      host().end(Optional.of(foreign.pid()));
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void aTestOfThePlugInThatFailsIsAnErrorWithAllThatItSays() throws IOException {
    Path python = script(cache.resolve("python/bin/python"), "echo \"$@ in $PWD\"");
    Path plugin = Files.createDirectories(cache.resolve("project/localstack/plugin"));
    host().testPlugin();
    assertThat(cache.resolve("logs/plugin-tests.log"))
        .content()
        .startsWith("-m pytest ")
        .endsWith(" in " + plugin + "\n");
    script(python, "for i in 1 2 3 4 5 6 7 8 9; do echo line $i; done; exit 1");
    assertThatThrownBy(() -> host().testPlugin())
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("plug-in's tests fail")
        .hasMessageContaining("line 1\n")
        .hasMessageEndingWith("line 9\n");
  }

  /// A program that stays until it is ended, and whose command line names its place.
  private Path fake(String place) throws IOException {
    return script(cache.resolve(place), "read line");
  }

  private static Path script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }

  private HostProcess host() {
    return new HostProcess(
        new Folders(cache.resolve("project"), cache), Map.of(), new Steps(_ -> {}));
  }
}
