package io.waymark.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.Instance;
import io.waymark.interactions.UserRows;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

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

  @Test
  @DisplayName("I15: of a run no part is opened but the one that may name the user")
  void opensTheOnePartThatMayNameTheUser() throws IOException {
    List<String> opened = new ArrayList<>();
    S3Client watched =
        new DelegatingS3Client(LocalAws.shared().s3()) {
          @Override
          public <T> T getObject(
              GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> into) {
            opened.add(request.key());
            return super.getObject(request, into);
          }
        };
    for (LocalDate run : List.of(RUN, RUN.plusDays(1))) {
      putWithSpan(shop.tenant(), new ListPart(run, shard, 0), "aa", "ab");
      putWithSpan(shop.tenant(), new ListPart(run, shard, 1), "ac", "zz");
      putWithSpan(shop.tenant(), new ListPart(run, shard, 2), "zzz", "\uD83D\uDE00");
    }
    ListPart named = new ListPart(RUN.plusDays(1), shard, 1);
    putWithSpan(shop.tenant(), named, "ann", "ann\"ä", "bob");
    S3BatchLists lists = new S3BatchLists(_ -> watched, LocalAws.INSTALLATION);
    assertThat(lists.remove(shop.tenant(), ann)).isOne();
    assertThat(opened)
        .containsExactly(new ListPart(RUN, shard, 1).key(shop.tenant()), named.key(shop.tenant()));
    assertThat(keys(shop.tenant())).hasSize(5).doesNotContain(named.key(shop.tenant()));
  }

  private static List<String> keys(TenantId tenant) {
    return Instance.keys(Bucket.USER_DATA, ListPart.folder(tenant));
  }

  /// As lists were kept before they said whose they are.
  private static void put(TenantId tenant, ListPart part, String... users) throws IOException {
    put(tenant, part, Map.of(), users);
  }

  private static void putWithSpan(TenantId tenant, ListPart part, String... users)
      throws IOException {
    ListSpan span = new ListSpan(new UserId(users[0]), new UserId(users[users.length - 1]));
    String[] escaped =
        Stream.of(users).map(user -> user.replace("\"", "\\\"")).toArray(String[]::new);
    put(tenant, part, span.metadata(), escaped);
  }

  private static void put(
      TenantId tenant, ListPart part, Map<String, String> metadata, String... users)
      throws IOException {
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
            put ->
                put.bucket(LocalAws.INSTALLATION.name(Bucket.USER_DATA))
                    .key(part.key(tenant))
                    .metadata(metadata),
            RequestBody.fromBytes(packed.toByteArray()));
  }
}
