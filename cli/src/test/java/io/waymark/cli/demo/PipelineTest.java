package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.DailyPipeline.Outcome;
import io.waymark.embedded.DailyPipeline.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PipelineTest {
  @Test
  void endsWithTheGravest() {
    assertThat(PipelineCommand.exitCode(List.of())).isZero();
    assertThat(code(Outcome.TRAINED, Outcome.UNCHANGED)).isZero();
    assertThat(code(Outcome.TRAINED, Outcome.HELD)).isEqualTo(3);
    assertThat(code(Outcome.REFUSED, Outcome.UNCHANGED)).isEqualTo(3);
    assertThat(code(Outcome.HELD, Outcome.FAILED, Outcome.REFUSED)).isEqualTo(1);
  }

  private static int code(Outcome... outcomes) {
    return PipelineCommand.exitCode(
        Stream.of(outcomes).map(outcome -> new Result("shop", outcome)).toList());
  }
}
