package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.tenancy.installation.Bucket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The night's work of every tenant.
@OnLocalStack
@Isolated("it trains whatever tenants there are")
class PipelineTest {
  private static final String MACHINE =
      "arn:aws:states:%s:%s:stateMachine:waymark-%s-pipeline"
          .formatted(
              Deployment.INSTALLATION.region(),
              Deployment.INSTALLATION.account(),
              Deployment.INSTALLATION.stage());
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(5);

  @Test
  void aRunTrainsWhoHasDataAndKeepsTheirLists(Stacks stacks) {
    Tenant tenant = Tenant.create(stacks, "nightly");
    tenant.upload("items", "csv", Shop.itemsCsv());
    tenant.upload("interactions", "csv", Shop.interactionsCsv(17));
    Tenant small = Tenant.create(stacks, "small");
    small.upload("interactions", "csv", "user_id,item_id\nu,item_1\n");

    JsonNode ended = run(stacks);

    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(tenant.recommend("user_3").path("model").path("version").asText()).isNotEmpty();
    assertThat(stacks.keys(Bucket.USER_DATA, tenant.id() + "/lists/")).isNotEmpty();
    assertThat(small.admin().get("/api/v1/models").expecting(200).path("models")).isEmpty();
  }

  private static JsonNode run(Stacks stacks) {
    String execution =
        stacks
            .stepFunctions("StartExecution", Map.of("stateMachineArn", MACHINE, "input", "{}"))
            .path("executionArn")
            .asText();
    return Await.until(
        "the run ends",
        ENDS_WITHIN,
        () -> stacks.stepFunctions("DescribeExecution", Map.of("executionArn", execution)),
        now -> !now.path("status").asText().equals("RUNNING"));
  }
}
