package io.waymark.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemathesisTest {
  @Test
  void casesAreReadFromTheSummary() {
    String printed =
        """
        Test cases:
          13,873 generated, 13,871 passed, 2 found 1 unique failure, 113 skipped

        Seed: 1
        """;
    assertThat(Schemathesis.cases(printed)).isEqualTo(13_873);
  }

  /// Which is no success, whatever the process says.
  @Test
  void whatDidNotComeThatFarHasNone() {
    assertThat(Schemathesis.cases("Loading specification…")).isZero();
  }
}
