package io.waymark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir private Path folder;

  @Test
  void itsOutputIsInAFile() throws IOException {
    program("echo first; echo $NAME >&2", Map.of("NAME", "second")).run();
    assertThat(log()).content().isEqualTo("first\nsecond\n");
  }

  @Test
  void aFailureSaysTheCodeTheFileAndTheEndOfTheOutput() {
    Program failing = program("for i in 1 2 3 4 5 6 7; do echo line $i; done; exit 3", Map.of());
    assertThatThrownBy(failing::run)
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("code 3")
        .hasMessageContaining(log().toString())
        .hasMessageEndingWith("line 3 | line 4 | line 5 | line 6 | line 7");
  }

  @Test
  void anEmptyTextTakesAVariableAway() {
    Map<String, String> environment = new HashMap<>(Map.of("KEPT", "1", "GONE", "2"));
    Program.apply(Map.of("GONE", "", "NEW", "3"), environment);
    assertThat(environment).isEqualTo(Map.of("KEPT", "1", "NEW", "3"));
  }

  @Test
  void aNodeThatIsMissingOrTooOldIsNamedWithWhatToInstall() {
    assertThatThrownBy(() -> Node.require(List.of(folder.resolve("node").toString(), "--version")))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("Node.js 20 or newer")
        .hasMessageEndingWith("there is none");
    assertThatThrownBy(() -> Node.require(List.of("echo", "v18.19.1")))
        .isInstanceOf(LocalStackException.class)
        .hasMessageEndingWith("this one says v18.19.1");
    Node.require(List.of("echo", "v20.0.0"));
  }

  @Test
  void theSuiteThatIsNotBuiltIsSaidToBeNotBuiltBeforeAnythingStarts() {
    Suite suite =
        new Suite(new Folders(folder, folder), Map.of(), new Steps(_ -> {}), Suite.Cases.ALL);
    assertThatThrownBy(() -> suite.run(0, List.of()))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("./mvnw -Dquick package");
    assertThat(folder).isEmptyDirectory();
  }

  private Program program(String script, Map<String, String> environment) {
    return new Program(List.of("sh", "-c", script), folder, environment, log());
  }

  private Path log() {
    return folder.resolve("logs/program.log");
  }
}
