package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Handler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageTest {
  @Test
  void twoSynthesesAreEqual() {
    Map<String, String> other = Synthesis.templatesOfAnotherProcess();
    assertThat(other).hasSize(4).isEqualTo(Synthesis.all().texts());
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

  /// Else `docs/how-to/deploy.md` names them, with the commands that delete them.
  @Test
  void keysThatMigrationsMakeGoWithAStageThatKeepsNothing() {
    List<String> calls =
        Synthesis.thrownAway().resources("Custom::AWS").stream()
            .map(each -> each.path("Properties"))
            .peek(each -> assertThat(each.has("Create") || each.has("Update")).isFalse())
            .map(each -> each.path("Delete").toString())
            .toList();
    assertThat(calls)
        .hasSize(2)
        .anyMatch(
            call ->
                call.contains("deleteSecret")
                    && call.contains("waymark/test/signing-keys")
                    && call.contains("ForceDeleteWithoutRecovery"))
        .anyMatch(
            call ->
                call.contains("deleteParameters")
                    && call.contains("/waymark/test/jwks")
                    && call.contains("/waymark/test/recommendation-id-key")
                    && call.contains("/waymark/test/second-factor-key"));
    assertThat(
            Synthesis.thrownAway().resources("AWS::Lambda::Function").stream()
                .filter(each -> each.toString().contains("waymark-test-auth-migrations")))
        .as("who makes them is deleted first")
        .allMatch(each -> each.path("DependsOn").toString().contains("KeyRemoval"));
    for (Synthesis kept : List.of(Synthesis.fewest(), Synthesis.all())) {
      assertThat(kept.resources("Custom::AWS")).isEmpty();
    }
  }

  /// `DataStackTest` says what of the data stays.
  @Test
  void aDestroyedStageLeavesNothingButItsData() {
    for (Synthesis stage : Synthesis.each()) {
      for (String stack : List.of("functions", "api", "observability")) {
        stage
            .stack(stack)
            .path("Resources")
            .properties()
            .forEach(
                each ->
                    assertThat(isDeleted(each.getKey(), each.getValue()))
                        .as(stack + " " + each.getKey())
                        .isTrue());
      }
    }
  }

  /// A log stream goes with its group; the site's access logs stay as the data do.
  private static boolean isDeleted(String id, JsonNode resource) {
    return resource.path("DeletionPolicy").asText("Delete").equals("Delete")
        || resource.path("Type").asText().equals("AWS::Logs::LogStream")
        || id.startsWith("ConsoleLogs");
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
