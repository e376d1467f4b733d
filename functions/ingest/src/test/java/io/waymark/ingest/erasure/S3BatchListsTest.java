package io.waymark.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.Instance;
import io.waymark.interactions.UserRows;
import io.waymark.model.lists.ListPart;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class S3BatchListsTest {
  private static final LocalDate RUN = LocalDate.parse("2026-01-31");

  private final Caller shop = Instance.shared().newCaller();
  private final Caller rival = Instance.shared().newCaller();
  private final UserId ann = new UserId("ann\"ä");
  private final int shard = UserRows.shard(ann);

  @Test
  @DisplayName("I15: lists that name the user are removed, and no others")
  void removesThePartsThatNameTheUser() throws IOException {
    put(shop.tenant(), new ListPart(RUN, shard, 0), "ann", "bob");
    put(shop.tenant(), new ListPart(RUN, shard, 1), "bob", "ann\\\"ä");
    put(shop.tenant(), new ListPart(RUN.plusDays(1), shard, 0), "ann\\\"\\u00e4");
    put(shop.tenant(), new ListPart(RUN, (shard + 1) % UserRows.SHARDS, 0), "bob");
    put(rival.tenant(), new ListPart(RUN, shard, 1), "ann\\\"ä");
    Instance.Answer receipt = Instance.shared().delete(shop, "/api/v1/data/users/ann%22%C3%A4");
    assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
    assertThat(receipt.body())
        .contains("{\"store\":\"lists\",\"how\":\"ages_out\",\"removed\":2,\"erased_at\":null");
    assertThat(keys(shop.tenant()))
        .containsExactlyInAnyOrder(
            new ListPart(RUN, shard, 0).key(shop.tenant()),
            new ListPart(RUN, (shard + 1) % UserRows.SHARDS, 0).key(shop.tenant()));
    assertThat(keys(rival.tenant())).hasSize(1);
  }

  private static List<String> keys(TenantId tenant) {
    return Instance.keys(Bucket.USER_DATA, ListPart.folder(tenant));
  }

  private static void put(TenantId tenant, ListPart part, String... users) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      for (String user : users) {
        out.write(
            "{\"user_id\":\"%s\",\"model_version\":\"v\",\"items\":[{\"item_id\":\"i\",\"score\":0.5}]}\n"
                .formatted(user)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    LocalAws.shared()
        .s3()
        .putObject(
            put -> put.bucket(LocalAws.INSTALLATION.name(Bucket.USER_DATA)).key(part.key(tenant)),
            RequestBody.fromBytes(packed.toByteArray()));
  }
}
