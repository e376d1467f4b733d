package io.waymark.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.waymark.edge.ProblemException;
import io.waymark.edge.SourceAddress;
import io.waymark.ingest.IngestConfig;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.testing.LocalAws;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What one call does, and says where that is not all.
class BoundsTest {
  private static final TenantId SHOP = new TenantId("shop");
  private static final Principal CALLER =
      new Principal.ApiKey(SHOP, "key", Set.of(Scope.DATA_WRITE));
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final InMemoryUserDataStore data = new InMemoryUserDataStore();
  private final AtomicInteger searches = new AtomicInteger();
  private final List<Map<String, String>> notes = new ArrayList<>();

  @Test
  void saysThatMoreRowsAreLeftAndGoesOnWhenAskedAgain() {
    fill(Erasures.MOST_ROWS + 1);
    UsersController users = users(true);
    HttpResponse<ErasureResponse> first = users.erase(CALLER, SourceAddress.UNKNOWN, "ann");
    assertThat((Object) first.status()).isEqualTo(HttpStatus.ACCEPTED);
    assertThat(first.header("Retry-After")).isEqualTo("1");
    assertThat(first.getBody().orElseThrow().complete()).isFalse();
    assertThat(store(first, "histories").removed()).isEqualTo(Erasures.MOST_ROWS);
    assertThat(store(first, "histories").erasedAt()).isNull();
    assertThat(store(first, "users").erasedAt()).isEqualTo(NOON);
    assertThat(searches).hasValue(0);

    HttpResponse<ErasureResponse> second = users.erase(CALLER, SourceAddress.UNKNOWN, "ann");
    assertThat((Object) second.status()).isEqualTo(HttpStatus.OK);
    assertThat(second.getBody().orElseThrow().complete()).isTrue();
    assertThat(store(second, "histories").removed()).isEqualTo(1);
    assertThat(store(second, "histories").erasedAt()).isEqualTo(NOON);
    assertThat(searches).hasValue(1);
    String most = Integer.toString(Erasures.MOST_ROWS);
    assertThat(notes)
        .containsExactly(
            Map.of("complete", "false", "histories", most, "markers", most),
            Map.of("complete", "true", "histories", "1", "markers", "1"));
  }

  @Test
  void goesOnWithASearchWhereItStopped() {
    List<Traces.Position> begun = new ArrayList<>();
    Traces.Position middle = new Traces.Position(Optional.of("upload-7"), true);
    UsersController users =
        users(
            (tenant, user, from) -> {
              begun.add(from);
              return begun.size() == 1
                  ? new Traces.Searched(2, middle, false)
                  : new Traces.Searched(3, from, true);
            });
    HttpResponse<ErasureResponse> first = users.erase(CALLER, SourceAddress.UNKNOWN, "ann");
    assertThat((Object) first.status()).isEqualTo(HttpStatus.ACCEPTED);
    assertThat(first.getBody().orElseThrow().complete()).isFalse();
    assertThat(store(first, "uploads").removed()).isEqualTo(2);

    HttpResponse<ErasureResponse> second = users.erase(CALLER, SourceAddress.UNKNOWN, "ann");
    assertThat((Object) second.status()).isEqualTo(HttpStatus.OK);
    assertThat(store(second, "uploads").removed()).isEqualTo(3);
    assertThat(store(second, "uploads").expiresAt())
        .as("something was left in the first call")
        .isEqualTo(NOON.plus(Duration.ofDays(395)));

    assertThat((Object) users.erase(CALLER, SourceAddress.UNKNOWN, "ann").status())
        .isEqualTo(HttpStatus.OK);
    assertThat(begun).containsExactly(Traces.Position.BEGIN, middle, Traces.Position.BEGIN);
  }

  @Test
  void saysHowLongWhatWasNotSearchedStays() {
    assertThat(
            store(users(true).erase(CALLER, SourceAddress.UNKNOWN, "ann"), "uploads").expiresAt())
        .isEqualTo(NOON.plus(Duration.ofDays(30)));
    assertThat(
            store(users(false).erase(CALLER, SourceAddress.UNKNOWN, "ann"), "uploads").expiresAt())
        .isEqualTo(NOON.plus(Duration.ofDays(395)));
  }

  @Test
  void saysUntilWhenAtMostEachCopyStays() {
    fill(1);
    HttpResponse<ErasureResponse> receipt = users(true).erase(CALLER, SourceAddress.UNKNOWN, "ann");
    Map<String, Instant> until = new HashMap<>();
    for (ErasureResponse.InStore store : receipt.getBody().orElseThrow().stores()) {
      Instant expires = store.expiresAt();
      assertThat(store.erasedAt() == null).as(store.store()).isEqualTo(expires != null);
      if (expires != null) {
        until.put(store.store(), expires);
      }
    }
    assertThat(until)
        .containsOnly(
            entry("markers", NOON.plus(Duration.ofDays(30))),
            entry("lists", NOON.plus(Duration.ofDays(30))),
            entry("uploads", NOON.plus(Duration.ofDays(30))),
            entry("dead_letters", NOON.plus(Duration.ofDays(90 + 30))),
            entry("streams", NOON.plus(Duration.ofDays(1))),
            entry("backups", NOON.plus(Duration.ofDays(35))),
            entry("traces", NOON.plus(Duration.ofDays(30))));
  }

  @Test
  void refusesAnExportThatNoAnswerHolds() {
    fill(20_000);
    assertThat(users(true).export(CALLER, "ann").getBody().orElseThrow().lines()).hasSize(20_000);
    fill(20_000);
    assertThatThrownBy(() -> users(true).export(CALLER, "ann"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem ->
                assertThat((Object) problem.status())
                    .isEqualTo(HttpStatus.REQUEST_ENTITY_TOO_LARGE));
  }

  private UsersController users(boolean all) {
    return users(
        (tenant, user, from) -> {
          searches.incrementAndGet();
          return new Traces.Searched(0, new Traces.Position(from.last(), !all), true);
        });
  }

  private UsersController users(Traces traces) {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    Erasures erasures =
        new Erasures(
            new InMemoryTombstoneStore(),
            data,
            (_, _) -> 0,
            traces,
            IngestConfig.defaults(),
            clock);
    return new UsersController(
        erasures,
        new Exports(data),
        new UserDigests(LocalAws.INSTALLATION),
        (_, note) -> notes.add(note.after()),
        clock);
  }

  private static ErasureResponse.InStore store(HttpResponse<ErasureResponse> answer, String name) {
    return answer.getBody().orElseThrow().stores().stream()
        .filter(each -> each.store().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void fill(int rows) {
    for (int at = 0; at < rows; at++) {
      EventId id = new EventId("e" + at);
      data.add(
          new HistoryRow(
              SHOP,
              id,
              NOON.plusSeconds(at),
              new Interaction(
                  new UserId("ann"),
                  new ItemId("i" + at),
                  InteractionType.VIEW,
                  Optional.of(NOON),
                  InteractionDetails.NONE,
                  Optional.of(id)),
              false,
              Optional.empty()));
    }
  }
}
