package io.waymark.cdk.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.cdk.config.ConfigException;
import io.waymark.cdk.config.Cpu;
import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
  @TempDir Path functions;

  @Test
  void anArchiveThatIsNotBuiltIsNamedWithHowToBuildIt() {
    assertThatThrownBy(() -> new Archives(functions, Cpu.ARM64).of(Deployable.INGEST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ingest")
        .hasMessageContaining("./mvnw -Dquick -Darch=arm64 package");
  }

  @Test
  void anArchiveForAnotherProcessorIsRefused() throws IOException {
    archive(Deployable.INGEST, "libduckdb_java.so_linux_amd64");
    archive(Deployable.RECOMMEND, "ai/onnxruntime/native/linux-x64/libonnxruntime.so");
    for (Deployable deployable : new Deployable[] {Deployable.INGEST, Deployable.RECOMMEND}) {
      assertThat(new Archives(functions, Cpu.X86_64).of(deployable)).exists();
      assertThatThrownBy(() -> new Archives(functions, Cpu.ARM64).of(deployable))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("not for arm64");
    }
  }

  @Test
  void eachOfTheTwoProcessorsIsRefusedTheOthersNatives() throws IOException {
    archive(Deployable.INGEST, "libduckdb_java.so_linux_arm64");
    archive(Deployable.RECOMMEND, "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so");
    for (Deployable deployable : new Deployable[] {Deployable.INGEST, Deployable.RECOMMEND}) {
      assertThat(new Archives(functions, Cpu.ARM64).of(deployable)).exists();
      assertThatThrownBy(() -> new Archives(functions, Cpu.X86_64).of(deployable))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("not for x86_64");
    }
  }

  @Test
  void anArchiveWithNativesOfBothIsRefusedForBoth() throws IOException {
    archive(Deployable.TRAIN, "libduckdb_java.so_linux_arm64", "libduckdb_java.so_linux_amd64");
    for (Cpu cpu : Cpu.values()) {
      assertThatThrownBy(() -> new Archives(functions, cpu).of(Deployable.TRAIN))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("not for " + cpu.text());
    }
  }

  private void archive(Deployable deployable, String... entries) throws IOException {
    Path target =
        Files.createDirectories(functions.resolve(deployable.artifact()).resolve("target"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(target.resolve("a-lambda.zip")))) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.closeEntry();
      }
    }
  }
}
