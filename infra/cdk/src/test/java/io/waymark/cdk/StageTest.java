package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Handler;
import org.junit.jupiter.api.Test;

class StageTest {
  @Test
  void twoSynthesesAreEqual() {
    assertThat(Synthesis.allAgain().stacks())
        .containsExactlyInAnyOrderElementsOf(Synthesis.all().stacks());
  }

  @Test
  void whateverTakesTagsSaysItsStage() {
    assertThat(
            Synthesis.all().resources("AWS::Lambda::Function").stream()
                .filter(each -> each.at("/Properties/FunctionName").isTextual()))
        .hasSize(Handler.values().length)
        .allMatch(each -> each.at("/Properties/Tags").toString().contains("waymark:stage"));
    assertThat(Synthesis.all().resources("AWS::S3::Bucket"))
        .allMatch(each -> each.at("/Properties/Tags").toString().contains("waymark:stage"));
  }

  @Test
  void noStackAsksForMoreThanCloudFormationTakes() {
    for (Synthesis stage : Synthesis.each()) {
      assertThat(stage.stacks())
          .allMatch(template -> template.path("Resources").size() < 500)
          .allMatch(template -> template.toString().length() < 1_000_000);
    }
  }
}
