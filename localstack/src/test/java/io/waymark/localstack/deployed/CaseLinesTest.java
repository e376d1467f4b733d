package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class CaseLinesTest {
  @TempDir private Path folder;

  @Test
  void aCaseThatIsNotRunToItsEndIsALineWithItsReasonAndNoted() throws IOException {
    Path leftOut = folder.resolve("left-out");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaseLines lines =
        new CaseLines(new PrintStream(out, true, StandardCharsets.UTF_8), Optional.of(leftOut));
    LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Sample.class)).build(),
            lines);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("SUCCESSFUL") && line.endsWith("Sample isRun"))
        .anyMatch(line -> line.startsWith("ABORTED") && line.endsWith("no process"))
        .anyMatch(line -> line.startsWith("SKIPPED") && line.endsWith("isSkipped: not today"));
    assertThat(Files.readAllLines(leftOut))
        .hasSize(2)
        .anyMatch(line -> line.endsWith("Sample isAborted"))
        .anyMatch(line -> line.endsWith("Sample isSkipped"));
  }

  /// Found by nobody but the test above: its name is none of a test.
  @Tag("deployed")
  static final class Sample {
    @Test
    void isRun() {}

    @Test
    void isAborted() {
      Assumptions.abort("no process");
    }

    @Test
    @Disabled("not today")
    void isSkipped() {}
  }
}
