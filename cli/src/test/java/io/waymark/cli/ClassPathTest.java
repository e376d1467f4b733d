package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.antlr.v4.runtime.RuntimeMetaData;
import org.junit.jupiter.api.Test;

class ClassPathTest {
  /// Under another one its parser complains on standard error at each start.
  @Test
  void holdsTheParserThatDynamoDbLocalWasMadeWith() {
    assertThat(RuntimeMetaData.VERSION).startsWith("4.10.");
  }
}
