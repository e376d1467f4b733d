package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Bucket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/// Files by presigned URLs: their arrival in S3 starts `ingest-uploads`.
@OnLocalStack
class UploadsTest {

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "uploads");
  }

  @Test
  void aReportSaysWhatBecameOfEveryRow() {
    JsonNode upload = tenant.upload("interactions", "csv", threeRows("report"));
    assertThat(upload.path("state").asText()).isEqualTo("done");
    JsonNode report = tenant.report(upload.path("upload_id").asText());
    assertThat(report.path("read").asInt()).isEqualTo(3);
    assertThat(report.path("accepted").asInt()).isEqualTo(2);
    assertThat(report.path("rejected").asInt()).isEqualTo(1);
    JsonNode rejected =
        tenant
            .admin()
            .get("/api/v1/data/uploads/" + upload.path("upload_id").asText() + "/rejected")
            .expecting(200);
    assertThat(Api.download(rejected.path("url").asText()).text()).contains("item_id", "u2");
  }

  @Test
  void aFileThatIsNoTableIsRefusedWithAReason() {
    JsonNode upload = tenant.upload("interactions", "parquet", "this is no Parquet");
    assertThat(upload.path("state").asText()).isEqualTo("refused");
    assertThat(upload.path("message").asText()).isNotEmpty();
  }

  @Test
  void theSameFileNotifiedTwiceIsTakenOnce() {
    JsonNode upload = tenant.upload("interactions", "csv", threeRows("twice"));
    String id = upload.path("upload_id").asText();
    String key =
        stacks.keys(Bucket.DATA, "uploads/" + tenant.id() + "/" + id + "/").stream()
            .filter(each -> each.endsWith("interactions.csv"))
            .findFirst()
            .orElseThrow();
    stacks
        .clients()
        .s3()
        .copyObject(
            copy ->
                copy.sourceBucket(stacks.bucket(Bucket.DATA))
                    .sourceKey(key)
                    .destinationBucket(stacks.bucket(Bucket.DATA))
                    .destinationKey(key)
                    .metadataDirective("REPLACE"));
    // The next upload is examined after that event, by the same function.
    tenant.upload("interactions", "csv", threeRows("after"));
    assertThat(tenant.upload(id)).isEqualTo(upload);
  }

  @Test
  void theSameRowsInAnotherFileAreDuplicates() {
    String rows = threeRows("again");
    tenant.upload("interactions", "csv", rows);
    JsonNode second = tenant.upload("interactions", "csv", rows);
    assertThat(second.path("duplicate").asInt()).isEqualTo(2);
    assertThat(second.path("accepted").asInt()).isZero();
  }

  @Test
  void aKeyWithSpacesAndUmlautsReachesTheFunctionAsItIs() {
    JsonNode begun = tenant.beginUpload("interactions", "csv", bytes(threeRows("umlauts")));
    String id = begun.path("upload_id").asText();
    put("uploads/" + tenant.id() + "/" + id + "/interactions. größer + 100 % für Zoë.csv");
    Await.until(
        "the upload has heard of a file",
        () -> tenant.upload(id),
        upload ->
            !upload.path("received_at").isMissingNode() && !upload.path("received_at").isNull());
    // It was not the upload's own file, which may still come.
    Api.upload(begun, begun.path("url").asText(), bytes(threeRows("umlauts"))).expecting(200);
    assertThat(tenant.ended(id).path("state").asText()).isEqualTo("done");
  }

  @Test
  void aFileInNoOnesPlaceStartsNothingThatFails() {
    put("uploads/Nobody at all/§$ %/interactions.csv");
    put("uploads/" + tenant.id() + "/no-upload/interactions.csv");
    JsonNode upload = tenant.upload("interactions", "csv", threeRows("fine"));
    assertThat(upload.path("state").asText()).isEqualTo("done");
  }

  @Test
  void itemsMayComeAfterTheInteractionsWithThem() {
    Tenant late = Tenant.create(stacks, "late");
    late.upload("interactions", "csv", "user_id,item_id,interaction_type\nu,item_7,purchase\n");
    assertThat(late.upload("items", "csv", Shop.itemsCsv()).path("accepted").asInt())
        .isEqualTo(Shop.ITEMS);
    late.awaitBought("u", "item_7");
    assertThat(late.bought("u", "item_8")).isFalse();
  }

  @Test
  void aPresignedUrlIsForItsOwnPlaceAlone() {
    byte[] file = bytes(threeRows("presigned"));
    JsonNode begun = tenant.beginUpload("interactions", "csv", file);
    String elsewhere = begun.path("url").asText().replace(tenant.id(), "somebody-else");
    assertThat(Api.upload(begun, elsewhere, file).status()).isEqualTo(403);
    assertThat(Api.upload(begun, begun.path("url").asText(), file).status()).isEqualTo(200);
  }

  @Test
  void anUploadOfAnUnknownKindIsRefusedNamingTheField() {
    JsonNode problem =
        tenant
            .admin()
            .post("/api/v1/data/uploads", "{\"kind\": \"pictures\", \"size_bytes\": 1}")
            .expecting(400);
    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("kind");
  }

  private void put(String key) {
    stacks
        .clients()
        .s3()
        .putObject(
            put -> put.bucket(stacks.bucket(Bucket.DATA)).key(key),
            RequestBody.fromString(threeRows("elsewhere")));
  }

  /// The second lacks its item. No two tests share an event.
  private static String threeRows(String test) {
    return """
        user_id,item_id,event_id
        u1,item_1,%1$s-a
        u2,,%1$s-b
        u3,item_3,%1$s-c
        """
        .formatted(test);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
