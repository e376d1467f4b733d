package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.AwsEvents;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import io.waymark.testing.MetricLines;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What operators learn of each invocation.
@Isolated("standard output is one for all")
class TelemetryTest {
  private final Instance instance = Instance.shared();

  @Test
  void aRequestLeavesOneLine() {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties());
    properties.put("micronaut.server.port", "8080");
    try (ApiHandler api = new ApiHandler(ApplicationContext.run(properties))) {
      assertThat(
              MetricLines.of(
                  () ->
                      api.handleRequest(
                          new APIGatewayProxyRequestEvent()
                              .withHttpMethod("POST")
                              .withPath("/api/v1/data/ingest")
                              .withHeaders(Map.of())
                              .withMultiValueHeaders(Map.of())
                              .withRequestContext(
                                  new APIGatewayProxyRequestEvent.ProxyRequestContext()
                                      .withRequestId("request-1")
                                      .withHttpMethod("POST")),
                          new MockLambdaContext())))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .containsEntry("function", "ingest-api")
                      .containsEntry("Status4xx", 1));
    }
  }

  @Test
  void anUploadLeavesOneLineAndIsCountedWhereItIsRefused() {
    assertThat(lineOfUpload("user_id,item_id\n,\n"))
        .containsEntry("function", "ingest-uploads")
        .containsEntry("UploadsRefused", 1)
        .doesNotContainKeys("UploadsHeld", "Latency", "ColdStarts");
  }

  @Test
  void theRowsOfAnUploadAreCountedOnceTheyAreStored() {
    assertThat(lineOfUpload("user_id,item_id\nu1,i1\nu1,i2\nu1,i1\nu2,\n"))
        .containsEntry("function", "ingest-uploads")
        .containsEntry("RowsStored", 2)
        .doesNotContainKeys("UploadsHeld", "UploadsRefused");
  }

  @Test
  void anUploadThatWaitsForAPersonIsCountedAsHeld() {
    StringBuilder ofOneUser = new StringBuilder("user_id,item_id\n");
    for (int row = 0; row < 600; row++) {
      ofOneUser.append(row < 500 ? "robot" : "u" + row).append(",i").append(row).append('\n');
    }
    assertThat(lineOfUpload(ofOneUser.toString()))
        .containsEntry("function", "ingest-uploads")
        .containsEntry("UploadsHeld", 1)
        .doesNotContainKeys("UploadsRefused");
  }

  /// What the function measured when a file with this content came.
  private Map<String, Object> lineOfUpload(String content) {
    Caller caller = instance.newCaller();
    byte[] file = content.getBytes(StandardCharsets.UTF_8);
    Instance.Answer announced =
        instance.post(
            caller,
            "/api/v1/data/uploads",
            "{\"kind\": \"interactions\", \"format\": \"csv\", \"size_bytes\": %d}"
                .formatted(file.length));
    assertThat(instance.putFile(announced.text("url"), file).status()).isEqualTo(200);
    List<Map<String, Object>> lines =
        MetricLines.of(
            () ->
                instance.s3(
                    AwsEvents.objectCreated(
                        LocalAws.INSTALLATION.name(Bucket.DATA),
                        "uploads/%s/%s/interactions.csv"
                            .formatted(caller.tenant(), announced.text("upload_id")))));
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }
}
