package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The packs AwsSolutions and Serverless of cdk-nag. Whatever is excused says why where it is made.
class NagTest {
  @Test
  void nothingIsFoundThatIsNotExcused() {
    for (Synthesis stage : Synthesis.each()) {
      assertThat(stage.findings()).isEmpty();
    }
  }
}
