package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeRuntimeTest {
  @Test
  void aMissingOrOldNodeIsNamedWithWhatToInstall() {
    assertThatThrownBy(() -> NodeRuntime.require(List.of("no-such-node", "--version")))
        .hasMessage(
            "the CDK needs Node.js 20 or newer (https://nodejs.org) on the PATH, and there is none");
    assertThatThrownBy(() -> NodeRuntime.require(List.of("echo", "v18.20.1")))
        .hasMessageContaining("Node.js 20 or newer")
        .hasMessageContaining("v18.20.1");
    assertThatCode(() -> NodeRuntime.require(List.of("echo", "v24.1.0")))
        .doesNotThrowAnyException();
  }
}
