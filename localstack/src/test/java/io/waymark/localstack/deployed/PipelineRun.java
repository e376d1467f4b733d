package io.waymark.localstack.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import java.time.Duration;
import java.util.Map;

/// An execution of the daily pipeline's state machine.
record PipelineRun(Stacks stacks, String execution) {
  private static final String MACHINE =
      "arn:aws:states:%s:%s:stateMachine:waymark-%s-pipeline"
          .formatted(
              Deployment.INSTALLATION.region(),
              Deployment.INSTALLATION.account(),
              Deployment.INSTALLATION.stage());
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(15);

  /// Starts one.
  ///
  /// @param input `tenant_id`, or nothing for every tenant
  static PipelineRun start(Stacks stacks, Map<String, String> input) {
    JsonNode started =
        stacks.stepFunctions(
            "StartExecution", Map.of("stateMachineArn", MACHINE, "input", Api.text(input)));
    return new PipelineRun(stacks, started.path("executionArn").asText());
  }

  /// Its last status, as Step Functions names it, with what went wrong if anything did.
  String awaitEnd() {
    JsonNode ended =
        Await.until(
            "the run ends",
            ENDS_WITHIN,
            () -> stacks.stepFunctions("DescribeExecution", Map.of("executionArn", execution)),
            now -> !now.path("status").asText().equals("RUNNING"));
    return ended.path("status").asText()
        + (ended.hasNonNull("error") ? ": " + ended.path("cause").asText() : "");
  }
}
