package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file of [HostileGraphs] is refused, in words that say why and name what is to blame.
@Timeout(60)
class HostileGraphsTest {
  private static final ModelPackage.Limits LIMITS =
      new ModelPackage.Limits(2_000_000_000, 2_000_000_000, 1);

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedUnseen")
  void refusesBeforeOnnxRuntimeSeesIt(HostileGraphs.Hostile hostile) throws IOException {
    Path file = Files.write(folder.resolve(ModelPackage.MODEL), hostile.file().toByteArray());
    assertThatThrownBy(() -> GraphGate.check(file, LIMITS.modelBytes()))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageStartingWith("model.onnx: ")
        .hasMessageContaining(hostile.reason());
  }

  static Stream<HostileGraphs.Hostile> refusedUnseen() {
    return HostileGraphs.refusedUnseen();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedUnrun")
  void refusesBeforeAnythingIsRun(HostileGraphs.Hostile hostile) throws IOException {
    Path file = Files.write(folder.resolve(ModelPackage.MODEL), hostile.file().toByteArray());
    assertThatThrownBy(() -> OnnxPredictor.load(file, LIMITS, 1).close())
        .isInstanceOf(ModelPackageException.class)
        .hasMessageStartingWith("model.onnx: ")
        .hasMessageContaining(hostile.reason());
  }

  static Stream<HostileGraphs.Hostile> refusedUnrun() {
    return HostileGraphs.refusedUnrun().stream();
  }
}
