package io.waymark.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.Instance;
import io.waymark.ingest.archive.UserKeyStore;
import io.waymark.ingest.event.InteractionStore;
import io.waymark.ingest.upload.BulkStore;
import io.waymark.ingest.upload.Remembered;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Handler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The stores of erasure, in memory and on AWS, by one contract.
class StoresTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob#3:ann");

  /// What is promised.
  abstract static class Contract {
    private final TenantId tenant = Instance.shared().newCaller().tenant();
    private final TenantId other = Instance.shared().newCaller().tenant();

    abstract TombstoneStore tombstones();

    abstract UserDataStore data();

    abstract void add(HistoryRow row);

    abstract void remember(TenantId whose, Remembered each);

    abstract String key(TenantId whose, UserId user);

    @Test
    void marksAUserOfATenantAndNobodyElse() {
      assertThat(tombstones().all(tenant).isEmpty()).isTrue();
      Traces.Position _ = tombstones().put(tenant, ANN, NOON.plusSeconds(1_000_000_000));
      Traces.Position _ = tombstones().put(tenant, ANN, NOON.plusSeconds(2_000_000_000));
      assertThat(tombstones().erased(tenant, Set.of(ANN, BOB))).containsExactly(ANN);
      assertThat(tombstones().erased(other, Set.of(ANN, BOB))).isEmpty();
      assertThat(tombstones().erased(tenant, Set.of())).isEmpty();
      assertThat(tombstones().all(tenant).contains(ANN)).isTrue();
      assertThat(tombstones().all(tenant).contains(BOB)).isFalse();
      assertThat(tombstones().all(other).contains(ANN)).isFalse();
    }

    @Test
    void keepsHowFarASearchIs() {
      Instant until = NOON.plusSeconds(1_000_000_000);
      Traces.Position middle = new Traces.Position(Optional.of("upload-7"), true);
      assertThat(tombstones().put(tenant, ANN, until)).isEqualTo(Traces.Position.BEGIN);
      tombstones().searched(tenant, ANN, middle);
      assertThat(tombstones().put(tenant, ANN, until.plusSeconds(1))).isEqualTo(middle);
      assertThat(tombstones().put(tenant, BOB, until)).isEqualTo(Traces.Position.BEGIN);
      assertThat(tombstones().put(other, ANN, until)).isEqualTo(Traces.Position.BEGIN);
      assertThat(tombstones().erased(tenant, Set.of(ANN))).containsExactly(ANN);
      assertThat(tombstones().put(tenant, ANN, until.plus(Duration.ofHours(2))))
          .as("what came in these hours was not looked at")
          .isEqualTo(Traces.Position.BEGIN);
      tombstones().searched(tenant, ANN, Traces.Position.BEGIN);
      assertThat(tombstones().put(tenant, ANN, until)).isEqualTo(Traces.Position.BEGIN);
    }

    @Test
    void readsAndRemovesWhatStandsUnderAUserAndNothingElse() {
      HistoryRow viewed = row(tenant, ANN, InteractionType.VIEW, "e1");
      HistoryRow shown = row(tenant, ANN, InteractionType.IMPRESSION, "e2");
      HistoryRow ofBob = row(tenant, BOB, InteractionType.VIEW, "e3");
      HistoryRow elsewhere = row(other, ANN, InteractionType.VIEW, "e1");
      List.of(viewed, shown, ofBob, elsewhere).forEach(this::add);
      Remembered bought =
          new Remembered(ANN, new InteractionType("purchase"), new ItemId("a#1:b:ä"));
      remember(tenant, bought);
      remember(other, bought);
      String key = key(tenant, ANN);
      String keyOfBob = key(tenant, BOB);

      assertThat(data().read(tenant, ANN, 100))
          .isEqualTo(new UserData(List.of(viewed, shown), List.of(bought), Optional.of(key), true));
      assertThat(data().remove(tenant, ANN, 100)).isEqualTo(new Removed(2, 1, 2, 1, true));
      assertThat(data().read(tenant, ANN, 100))
          .isEqualTo(new UserData(List.of(), List.of(), Optional.empty(), true));
      assertThat(data().remove(tenant, ANN, 100)).isEqualTo(new Removed(0, 0, 0, 0, true));
      assertThat(data().read(tenant, BOB, 100))
          .isEqualTo(new UserData(List.of(ofBob), List.of(), Optional.of(keyOfBob), true));
      assertThat(data().read(other, ANN, 100))
          .isEqualTo(new UserData(List.of(elsewhere), List.of(bought), Optional.empty(), true));
    }

    @Test
    void stopsAtABoundAndGoesOnWhenAskedAgain() {
      for (int at = 0; at < 5; at++) {
        add(row(tenant, ANN, InteractionType.VIEW, "e" + at));
      }
      assertThat(data().read(tenant, ANN, 2).complete()).isFalse();
      assertThat(data().remove(tenant, ANN, 3)).isEqualTo(new Removed(3, 0, 3, 0, false));
      assertThat(data().remove(tenant, ANN, 3)).isEqualTo(new Removed(2, 0, 2, 0, true));
    }

    private static HistoryRow row(TenantId tenant, UserId user, InteractionType type, String id) {
      return new HistoryRow(
          tenant,
          new EventId(id),
          NOON,
          new Interaction(
              user,
              new ItemId("i1"),
              type,
              Optional.of(NOON),
              InteractionDetails.NONE,
              Optional.of(new EventId(id))),
          false,
          Optional.empty());
    }
  }

  @Nested
  class InMemory extends Contract {
    private final InMemoryTombstoneStore tombstones = new InMemoryTombstoneStore();
    private final InMemoryUserDataStore data = new InMemoryUserDataStore();

    @Override
    TombstoneStore tombstones() {
      return tombstones;
    }

    @Override
    UserDataStore data() {
      return data;
    }

    @Override
    void add(HistoryRow row) {
      data.add(row);
    }

    @Override
    void remember(TenantId whose, Remembered each) {
      data.remember(whose, each);
    }

    @Override
    String key(TenantId whose, UserId user) {
      return data.key(whose, user);
    }
  }

  /// The API marks users; who reads a file asks for all of them.
  private record ByTwoHandlers(TombstoneStore api, TombstoneStore uploads)
      implements TombstoneStore {
    @Override
    public Traces.Position put(TenantId tenant, UserId user, Instant until) {
      return api.put(tenant, user, until);
    }

    @Override
    public void searched(TenantId tenant, UserId user, Traces.Position position) {
      api.searched(tenant, user, position);
    }

    @Override
    public Set<UserId> erased(TenantId tenant, Set<UserId> users) {
      return api.erased(tenant, users);
    }

    @Override
    public ErasedUsers all(TenantId tenant) {
      return uploads.all(tenant);
    }
  }

  @Nested
  class OnAws extends Contract {
    @Override
    TombstoneStore tombstones() {
      return new ByTwoHandlers(
          Instance.shared().bean(TombstoneStore.class),
          Instance.shared().bean(Handler.INGEST_UPLOADS, TombstoneStore.class));
    }

    @Override
    UserDataStore data() {
      return Instance.shared().bean(UserDataStore.class);
    }

    @Override
    void add(HistoryRow row) {
      Instance.shared().bean(InteractionStore.class).append(row.tenant(), List.of(row));
    }

    @Override
    void remember(TenantId whose, Remembered each) {
      Instance.shared().bean(BulkStore.class).remember(whose, List.of(each));
    }

    @Override
    String key(TenantId whose, UserId user) {
      return keys(whose, user).getOrDefault(user, "");
    }

    private static Map<UserId, String> keys(TenantId whose, UserId... users) {
      return Instance.shared()
          .bean(Handler.INGEST_UPLOADS, UserKeyStore.class)
          .keys(whose, Set.of(users));
    }

    @Test
    void makesNoKeyForAnErasedUser() {
      TenantId tenant = Instance.shared().newCaller().tenant();
      Traces.Position _ = tombstones().put(tenant, ANN, NOON.plusSeconds(1_000_000_000));
      assertThat(keys(tenant, ANN, BOB)).containsOnlyKeys(BOB);
      assertThat(keys(tenant, ANN, BOB)).containsOnlyKeys(BOB);
      assertThat(data().read(tenant, ANN, 1).trainingKey()).isEmpty();
    }
  }
}
