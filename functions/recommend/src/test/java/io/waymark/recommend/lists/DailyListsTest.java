package io.waymark.recommend.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.json.JsonMapper;
import io.waymark.model.ModelVersion;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.recommend.Function;
import io.waymark.recommend.Shop;
import io.waymark.tenancy.StoreUnavailableException;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

class DailyListsTest {
  private static final TenantId TENANT = new TenantId("shop");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate RUN = LocalDate.parse("2026-01-31");
  private static final ModelVersion NEXT = new ModelVersion("20260201T000000Z-000002");
  private static final ModelVersion LAST = new ModelVersion("20260202T000000Z-000003");

  private final InMemoryLists stores = new InMemoryLists();
  private final DailyLists lists =
      new DailyLists(stores, stores, stores, Function.bean(JsonMapper.class));

  /// R26: every user once.
  @Test
  void makesOneListForEachUser() {
    fill(20_000);
    assertThat(make(RUN)).isEqualTo(new DailyLists.Made(20_000, Optional.empty()));
    assertThat(named()).hasSize(20_000).doesNotHaveDuplicates().containsAll(stores.users);
    assertThat(stores.parts.values())
        .allMatch(part -> part.lines().count() <= DailyLists.USERS_A_PART);
    assertThat(stores.parts.values().iterator().next())
        .startsWith("{\"user_id\":\"")
        .contains(
            "\"model_version\":\"20260131T000000Z-000001\",\"items\":[{\"item_id\":\"i\","
                + "\"score\":0.5,\"reason\":\"For ");
  }

  /// R27: whoever looks for a user opens the one part that names the user.
  @Test
  void saysOfEachPartWhoseListsItHas() {
    fill(20_000);
    assertThat(make(RUN).lists()).isEqualTo(20_000);
    stores.parts.forEach(
        (key, part) -> {
          List<UserId> users = users(part);
          assertThat(stores.spans.get(key))
              .isEqualTo(new ListSpan(users.getFirst(), users.getLast()));
        });
  }

  /// R26: however often it is stopped and goes on, the same keys with the same users.
  @Test
  void goesOnWhereItStopped() {
    fill(5_000);
    assertThat(make(RUN).reached()).isEmpty();
    Map<String, String> parts = new TreeMap<>(stores.parts);
    stores.forget();
    long made = 0;
    List<String> reached = new ArrayList<>();
    DailyLists.Made some;
    do {
      some = makeOnePart();
      made += some.lists();
      some.reached().ifPresent(reached::add);
    } while (some.reached().isPresent() && reached.size() < 1_000);
    assertThat(made).isEqualTo(5_000);
    assertThat(reached).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    assertThat(stores.parts).isEqualTo(parts);
  }

  /// R26: what failed is made up for by the next call, from where it came to.
  @Test
  void goesOnAfterACallThatFailed() {
    fill(5_000);
    assertThat(make(RUN).reached()).isEmpty();
    Map<String, String> parts = new TreeMap<>(stores.parts);
    stores.forget();
    List<String> puts = new ArrayList<>();
    stores.afterPut =
        () -> {
          puts.add("part");
          if (puts.size() == 6) {
            throw new StoreUnavailableException("bucket", new IllegalStateException("down"));
          }
        };
    assertThatThrownBy(() -> make(RUN)).isInstanceOf(StoreUnavailableException.class);
    DailyLists.Made rest = make(RUN.plusDays(1));
    assertThat(rest.reached()).isEmpty();
    assertThat(stores.parts).as("of the day on which they were begun").isEqualTo(parts);
    assertThat(puts).as("the part whose call failed twice, no other").hasSize(parts.size() + 1);
  }

  /// R27: who was erased between a part and the failure of its call is named by no list afterwards.
  @Test
  void namesNobodyWhoWasErasedBeforeACallFailed() {
    fill(100);
    boolean[] failed = new boolean[1];
    stores.afterPut =
        () -> {
          if (!failed[0] && named().contains("user-42")) {
            failed[0] = stores.users.remove("user-42");
            throw new StoreUnavailableException("bucket", new IllegalStateException("down"));
          }
        };
    assertThatThrownBy(() -> make(RUN)).isInstanceOf(StoreUnavailableException.class);
    assertThat(named()).contains("user-42");
    assertThat(make(RUN).reached()).isEmpty();
    assertThat(named()).hasSize(99).doesNotContain("user-42");
  }

  /// R27: the users of a part that an erasure removed are found again.
  @Test
  void beginsAShardAnewWhereAnErasureTookWhatItGoesOnBehind() {
    fill(20_000);
    stores.afterPut =
        () -> {
          if (stores.parts.size() == 2) {
            throw new StoreUnavailableException("bucket", new IllegalStateException("down"));
          }
        };
    assertThatThrownBy(() -> make(RUN)).isInstanceOf(StoreUnavailableException.class);
    stores.afterPut = () -> {};
    stores.parts.clear();
    assertThat(make(RUN).lists()).isEqualTo(20_000);
    assertThat(named()).hasSize(20_000).doesNotHaveDuplicates();
  }

  /// R26: nothing is made of a model of which all is there.
  @Test
  void makesNoneTwiceOfOneModel() {
    fill(2_000);
    assertThat(make(RUN).lists()).isEqualTo(2_000);
    Map<String, String> parts = new TreeMap<>(stores.parts);
    assertThat(make(RUN.plusDays(1))).isEqualTo(DailyLists.Made.NOTHING);
    assertThat(stores.parts).isEqualTo(parts);
    assertThat(stores.loads).as("nor loaded").isOne();
  }

  /// R26: of two runs the newer stays.
  @Test
  void removesRunsBeforeOnceItIsComplete() {
    fill(2_000);
    assertThat(make(RUN).lists()).isEqualTo(2_000);
    stores.users.removeIf(user -> !user.endsWith("0"));
    stores.model = Optional.of(NEXT);
    assertThat(make(RUN.plusDays(1)).lists()).isEqualTo(200);
    assertThat(stores.parts.keySet()).allMatch(key -> key.contains("/2026-02-01/"));
    stores.users.clear();
    stores.model = Optional.of(LAST);
    assertThat(make(RUN.plusDays(1)).lists()).isZero();
    assertThat(stores.parts).isEmpty();
  }

  /// R26: lists of a model that is active no more are finished by nobody, and go.
  @Test
  void removesWhatWasBegunForAnotherModel() {
    fill(2_000);
    assertThat(make(RUN).lists()).isEqualTo(2_000);
    Map<String, String> first = new TreeMap<>(stores.parts);
    Optional<ModelVersion> before = stores.model;
    stores.model = Optional.of(NEXT);
    RUN.plusDays(1)
        .datesUntil(RUN.plusDays(3))
        .forEach(
            run -> {
              assertThat(makeOnePart(run).reached()).isPresent();
              assertThat(runs()).containsExactly(RUN, RUN.plusDays(1));
            });
    stores.model = Optional.of(LAST);
    assertThat(makeOnePart(RUN.plusDays(3)).reached()).isPresent();
    assertThat(runs()).as("what is complete stays").containsExactly(RUN, RUN.plusDays(3));
    stores.model = before;
    assertThat(make(RUN.plusDays(4))).isEqualTo(DailyLists.Made.NOTHING);
    assertThat(stores.parts).isEqualTo(first);
  }

  /// R26: lists that are replaced part by part are of no model until all are.
  @Test
  void makesAllAnewOnOneDay() {
    fill(2_000);
    assertThat(make(RUN).lists()).isEqualTo(2_000);
    Optional<ModelVersion> before = stores.model;
    stores.model = Optional.of(NEXT);
    assertThat(makeOnePart().reached()).isPresent();
    stores.model = before;
    assertThat(make(RUN).lists()).isEqualTo(2_000);
    assertThat(stores.parts.values()).noneMatch(part -> part.contains(NEXT.value()));
  }

  /// R26: of two calls at once that make different lists, the one that began first leaves the
  /// other's.
  @Test
  void leavesTheListsOfARunThatBeganMeanwhile() {
    fill(100);
    boolean[] begun = new boolean[1];
    stores.afterPut =
        () -> {
          if (!begun[0]) {
            begun[0] = true;
            stores.model = Optional.of(NEXT);
            assertThat(make(RUN.plusDays(1)).lists()).isEqualTo(100);
          }
        };
    assertThat(make(RUN).reached()).isEmpty();
    assertThat(runs()).contains(RUN.plusDays(1));
    assertThat(make(RUN.plusDays(2)).reached()).isEmpty();
    assertThat(named()).hasSize(100).doesNotHaveDuplicates();
    assertThat(stores.parts.values()).allMatch(part -> part.contains(NEXT.value()));
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
    assertThat(make(RUN).lists()).isEqualTo(99);
    assertThat(named()).hasSize(99).doesNotContain("user-42");
  }

  /// R27: an erasure of a part's only user while it is written.
  @Test
  void leavesNoPartOfNobody() {
    fill(1);
    stores.afterPut = stores.users::clear;
    assertThat(make(RUN)).isEqualTo(DailyLists.Made.NOTHING);
    assertThat(stores.parts).isEmpty();
  }

  /// R26: lists that a model does not make are not made.
  @Test
  void failsWhereTheActiveModelDoesNotRank() {
    fill(100);
    stores.ranks = false;
    assertThatThrownBy(() -> make(RUN))
        .isInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining("nothing ranks for shop");
    assertThat(stores.parts).isEmpty();
    stores.ranks = true;
    assertThat(make(RUN).lists()).isEqualTo(100);
  }

  /// R26: lists say what the active model says.
  @Test
  void makesNoneWithoutAModel() {
    fill(100);
    stores.model = Optional.empty();
    assertThat(make(RUN)).isEqualTo(DailyLists.Made.NOTHING);
    assertThat(stores.parts).isEmpty();
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
                "{\"tenant_id\":\"%s\",\"run\":\"2026-02-01\"}".formatted(shop.tenant())))
        .contains("\"lists\":2");
    assertThat(lines(shop))
        .as("the model that is active since, and no lists but those of the newest run")
        .hasSize(2)
        .allMatch(line -> line.path("model_version").asText().equals(next));
    assertThat(objects(shop).stream().map(S3Object::key))
        .filteredOn(key -> ListPart.keyed(key).isEmpty())
        .containsExactly(shop.tenant() + "/lists/state.json");
    assertThat(new String(object(shop.tenant() + "/lists/state.json"), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"complete\":{\"run\":\"2026-02-01\",\"model_version\":\"%s\"},\"begun\":null}"
                .formatted(next));
    assertThat(
            Function.lists(
                "{\"tenant_id\":\"%s\",\"run\":\"2026-02-02\"}".formatted(shop.tenant())))
        .as("nothing to do")
        .isEqualTo("{\"tenant_id\":\"%s\",\"lists\":0,\"after\":null}".formatted(shop.tenant()));
  }

  /// R26 and R27, in S3.
  @Test
  void keepsHowFarItIsAndWhoseListsAPartHas() {
    S3ListStore store =
        new S3ListStore(
            _ -> LocalAws.shared().s3(), LocalAws.INSTALLATION, Function.bean(JsonMapper.class));
    TenantId tenant = new Shop().tenant();
    assertThat(store.state(tenant)).isEqualTo(ListsState.NOTHING);
    ListsState state = ListsState.NOTHING.begin(RUN, NEXT).completed().begin(RUN.plusDays(1), LAST);
    store.keep(tenant, state.reached(new Position(3, 7)));
    assertThat(store.state(tenant)).isEqualTo(state.reached(new Position(3, 7)));
    ListPart part = new ListPart(RUN, 3, 6);
    assertThat(store.span(tenant, part)).isEmpty();
    ListSpan span = new ListSpan(new UserId("ann\"ä"), new UserId("bob"));
    store.put(tenant, part, span, new byte[] {1});
    assertThat(store.span(tenant, part)).contains(span);
    LocalAws.shared()
        .s3()
        .putObject(
            put ->
                put.bucket(LocalAws.INSTALLATION.name(Bucket.USER_DATA))
                    .key(tenant + "/lists/state.json"),
            RequestBody.fromString("{\"begun\":7}"));
    assertThat(store.state(tenant)).as("none of ours").isEqualTo(ListsState.NOTHING);
  }

  private DailyLists.Made make(LocalDate run) {
    return lists.make(TENANT, run, () -> Duration.ofMinutes(15));
  }

  private DailyLists.Made makeOnePart() {
    return makeOnePart(RUN);
  }

  private DailyLists.Made makeOnePart(LocalDate run) {
    List<Duration> left = new ArrayList<>(List.of(Duration.ofMinutes(2), Duration.ZERO));
    return lists.make(TENANT, run, left::removeFirst);
  }

  private Set<LocalDate> runs() {
    return stores.parts.keySet().stream()
        .map(key -> ListPart.keyed(key).orElseThrow().run())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> scored(JsonNode items) {
    List<String> scored = new ArrayList<>();
    items.forEach(
        item -> scored.add(item.path("item_id").asText() + " " + item.path("score").asDouble()));
    return scored;
  }

  private static List<JsonNode> lines(Shop shop) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (S3Object object : objects(shop)) {
      if (ListPart.keyed(object.key()).isPresent()) {
        byte[] packed = object(object.key());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
          for (String line :
              new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
          }
        }
      }
    }
    return lines;
  }

  private static List<S3Object> objects(Shop shop) {
    String bucket = LocalAws.INSTALLATION.name(Bucket.USER_DATA);
    return LocalAws.shared()
        .s3()
        .listObjectsV2(list -> list.bucket(bucket).prefix(ListPart.folder(shop.tenant())))
        .contents();
  }

  private static byte[] object(String key) {
    String bucket = LocalAws.INSTALLATION.name(Bucket.USER_DATA);
    return LocalAws.shared()
        .s3()
        .getObjectAsBytes(get -> get.bucket(bucket).key(key))
        .asByteArray();
  }

  private void fill(int count) {
    IntStream.range(0, count).forEach(at -> stores.users.add("user-" + at));
  }

  private List<String> named() {
    return stores.parts.values().stream()
        .flatMap(part -> users(part).stream())
        .map(UserId::value)
        .toList();
  }

  private static List<UserId> users(String part) {
    return part.lines()
        .map(line -> new UserId(line.replaceAll("\\{\"user_id\":\"([^\"]*)\".*", "$1")))
        .toList();
  }
}
