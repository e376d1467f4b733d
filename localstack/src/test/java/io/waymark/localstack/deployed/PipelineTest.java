package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Bucket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A night's work, for one tenant at a time; [FaultsTest] has it done for all of them.
@OnLocalStack
class PipelineTest {
  @Test
  void aRunTrainsWhoHasDataAndKeepsTheirLists(Stacks stacks) {
    Tenant tenant = Tenant.create(stacks, "nightly");
    tenant.upload("items", "csv", Shop.itemsCsv());
    tenant.upload("interactions", "csv", Shop.interactionsCsv(17));
    Tenant small = Tenant.create(stacks, "small");
    small.upload("interactions", "csv", "user_id,item_id\nu,item_1\n");

    List<PipelineRun> runs =
        Stream.of(tenant, small)
            .map(each -> PipelineRun.start(stacks, Map.of("tenant_id", each.id())))
            .toList();

    assertThat(runs).extracting(PipelineRun::awaitEnd).containsOnly("SUCCEEDED");
    assertThat(tenant.recommend("user_3").path("model").path("version").asText()).isNotEmpty();
    assertThat(stacks.keys(Bucket.USER_DATA, tenant.id() + "/lists/")).isNotEmpty();
    assertThat(small.admin().get("/api/v1/models").expecting(200).path("models")).isEmpty();
  }
}
