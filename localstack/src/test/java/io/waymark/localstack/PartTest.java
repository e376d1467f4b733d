package io.waymark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
  private final List<String> lines = new ArrayList<>();
  private final Steps steps = new Steps(lines::add);

  @TempDir private Path folder;
  private Path pins;
  private int installations;

  @BeforeEach
  void pin() throws IOException {
    pins = folder.resolve("pins.txt");
    Files.writeString(pins, "thing==1");
  }

  @Test
  void installsOnce() {
    part("").ensure(steps, this::install);
    part("").ensure(steps, this::install);
    assertThat(installations).isEqualTo(1);
    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("a thing"));
  }

  @Test
  void installsAgainIntoAnEmptyFolderWhenItsPinsChange() throws IOException {
    part("").ensure(steps, this::install);
    Files.writeString(pins, "thing==2");
    part("").ensure(steps, this::install);
    assertThat(installations).isEqualTo(2);
  }

  @Test
  void installsAgainForAnotherVersionOfWhatRunsIt() {
    part("3.13.0").ensure(steps, this::install);
    part("3.13.1").ensure(steps, this::install);
    assertThat(installations).isEqualTo(2);
  }

  @Test
  void anInstallationThatWasCutShortIsMadeAgain() {
    assertThatThrownBy(
            () ->
                part("")
                    .ensure(
                        steps,
                        target -> {
                          install(target);
                          throw new IOException("the network went away");
                        }))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("a thing")
        .hasMessageContaining("the network went away");
    part("").ensure(steps, this::install);
    assertThat(installations).isEqualTo(2);
  }

  private Part part(String version) {
    return new Part("a thing", folder.resolve("target"), List.of(pins), version);
  }

  private void install(Path target) throws IOException {
    assertThat(target).isEmptyDirectory();
    Files.writeString(target.resolve("file"), "content");
    installations++;
  }
}
