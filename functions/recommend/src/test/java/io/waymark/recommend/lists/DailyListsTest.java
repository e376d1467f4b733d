package io.waymark.recommend.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.json.JsonMapper;
import io.waymark.model.lists.ListPart;
import io.waymark.recommend.Function;
import io.waymark.recommend.Shop;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

class DailyListsTest {
  private static final TenantId TENANT = new TenantId("shop");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate RUN = LocalDate.parse("2026-01-31");

  private final InMemoryLists stores = new InMemoryLists();
  private final DailyLists lists =
      new DailyLists(stores, stores, stores::forYou, Function.bean(JsonMapper.class));

  /// R26: every user once.
  @Test
  void makesOneListForEachUser() {
    fill(20_000);
    DailyLists.Made made = lists.make(TENANT, RUN, Optional.empty(), DailyListsTest::time);
    assertThat(made).isEqualTo(new DailyLists.Made(20_000, Optional.empty()));
    assertThat(named()).hasSize(20_000).doesNotHaveDuplicates().containsAll(stores.users);
    assertThat(stores.parts.values())
        .allMatch(part -> part.lines().count() <= DailyLists.USERS_A_PART);
    assertThat(stores.parts.values().iterator().next())
        .startsWith("{\"user_id\":\"")
        .contains(
            "\"model_version\":\"20260131T000000Z-000001\",\"items\":[{\"item_id\":\"i\","
                + "\"score\":0.5,\"reason\":\"For ");
  }

  /// R26: however often it is stopped and begun anew, the same keys with the same users.
  @Test
  void goesOnWhereItStopped() {
    fill(5_000);
    DailyLists.Made whole = lists.make(TENANT, RUN, Optional.empty(), DailyListsTest::time);
    assertThat(whole.next()).isEmpty();
    Map<String, String> parts = new TreeMap<>(stores.parts);
    stores.parts.clear();
    Optional<Position> next = Optional.empty();
    long made = 0;
    int calls = 0;
    do {
      List<Duration> left = new ArrayList<>(List.of(Duration.ofMinutes(2), Duration.ZERO));
      DailyLists.Made some = lists.make(TENANT, RUN, next, left::removeFirst);
      made += some.lists();
      next = some.next().map(Position::text).map(Position::of);
      calls++;
    } while (next.isPresent() && calls < 1_000);
    assertThat(made).isEqualTo(5_000);
    assertThat(calls).isGreaterThan(10);
    assertThat(stores.parts).isEqualTo(parts);
    assertThat(lists.make(TENANT, RUN, Optional.empty(), DailyListsTest::time).lists())
        .isEqualTo(5_000);
    assertThat(stores.parts).isEqualTo(parts);
  }

  /// R26: of two runs the newer stays.
  @Test
  void removesRunsBeforeOnceItIsComplete() {
    fill(2_000);
    assertThat(lists.make(TENANT, RUN, Optional.empty(), DailyListsTest::time).lists())
        .isEqualTo(2_000);
    stores.users.removeIf(user -> !user.endsWith("0"));
    assertThat(lists.make(TENANT, RUN.plusDays(1), Optional.empty(), DailyListsTest::time).lists())
        .isEqualTo(200);
    assertThat(stores.parts.keySet()).allMatch(key -> key.contains("/2026-02-01/"));
    stores.users.clear();
    assertThat(lists.make(TENANT, RUN.plusDays(1), Optional.empty(), DailyListsTest::time).lists())
        .isZero();
    assertThat(stores.parts).isEmpty();
  }

  /// R27: an erasure while a part is written.
  @Test
  void namesNobodyWhoWasErasedMeanwhile() {
    fill(100);
    stores.afterPut =
        () -> {
          if (named().contains("user-42")) {
            Object _ = stores.users.remove("user-42");
          }
        };
    assertThat(lists.make(TENANT, RUN, Optional.empty(), DailyListsTest::time).lists())
        .isEqualTo(99);
    assertThat(named()).hasSize(99).doesNotContain("user-42");
  }

  /// R26: lists say what the active model says.
  @Test
  void makesNoneWithoutAModel() {
    fill(100);
    stores.model = Optional.empty();
    assertThat(lists.make(TENANT, RUN, Optional.empty(), DailyListsTest::time))
        .isEqualTo(new DailyLists.Made(0, Optional.empty()));
    assertThat(stores.parts).isEmpty();
  }

  @Test
  void refusesAPositionOfAnotherKind() {
    assertThat(Position.of(new Position(3, 7, Optional.of(new UserId("ä.b"))).text()))
        .isEqualTo(new Position(3, 7, Optional.of(new UserId("ä.b"))));
    assertThatThrownBy(() -> Position.of("7")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Position.of("-1.0.")).isInstanceOf(IllegalArgumentException.class);
  }

  /// R26: over the real stores, the same lists as over HTTP.
  @Test
  void answersAsOverHttp() throws IOException {
    Shop shop = new Shop().offers(6).event("ann", "view", 1, 5).event("bob", "view", 4, 5);
    String version = shop.trains(6, (one, other) -> 10 - Math.abs(one - other)).value();
    shop.user("ann").user("bob");
    String answer =
        Function.lists("{\"tenant_id\":\"%s\",\"run\":\"2026-01-31\"}".formatted(shop.tenant()));
    assertThat(answer)
        .isEqualTo("{\"tenant_id\":\"%s\",\"lists\":2,\"after\":null}".formatted(shop.tenant()));
    List<JsonNode> lines = lines(shop);
    assertThat(lines).hasSize(2);
    for (String user : List.of("ann", "bob")) {
      Function.Reply reply =
          Function.recommend(shop, "{\"user_id\":\"%s\",\"count\":20}".formatted(user));
      JsonNode line =
          lines.stream()
              .filter(each -> each.path("user_id").asText().equals(user))
              .findFirst()
              .orElseThrow();
      assertThat(line.path("model_version").asText()).isEqualTo(version);
      assertThat(scored(line.path("items")))
          .as("ids and scores of %s, in order", user)
          .isNotEmpty()
          .isEqualTo(scored(reply.body().path("recommendations")));
    }
    String next = shop.trains(6, (one, other) -> 10 - Math.abs(one - other)).value();
    assertThat(
            Function.lists(
                "{\"tenant_id\":\"%s\",\"run\":\"2026-02-01\",\"after\":null}"
                    .formatted(shop.tenant())))
        .contains("\"lists\":2");
    assertThat(lines(shop))
        .as("the model that is active since, and no lists but those of the newest run")
        .hasSize(2)
        .allMatch(line -> line.path("model_version").asText().equals(next));
  }

  private static Duration time() {
    return Duration.ofMinutes(15);
  }

  private static List<String> scored(JsonNode items) {
    List<String> scored = new ArrayList<>();
    items.forEach(
        item -> scored.add(item.path("item_id").asText() + " " + item.path("score").asDouble()));
    return scored;
  }

  private static List<JsonNode> lines(Shop shop) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    String bucket = LocalAws.INSTALLATION.name(Bucket.USER_DATA);
    for (S3Object object :
        LocalAws.shared()
            .s3()
            .listObjectsV2(list -> list.bucket(bucket).prefix(ListPart.folder(shop.tenant())))
            .contents()) {
      byte[] packed =
          LocalAws.shared()
              .s3()
              .getObjectAsBytes(get -> get.bucket(bucket).key(object.key()))
              .asByteArray();
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  private void fill(int count) {
    IntStream.range(0, count).forEach(at -> stores.users.add("user-" + at));
  }

  private List<String> named() {
    return stores.parts.values().stream()
        .flatMap(String::lines)
        .map(line -> line.replaceAll("\\{\"user_id\":\"([^\"]*)\".*", "$1"))
        .toList();
  }
}
