package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.auth.outbox.Crashes;
import io.waymark.auth.restore.Restored;
import io.waymark.tenancy.audit.AuditChain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What follows from a database that went back in time while the hot path did not.
class RestoreTest {
  private static final String SUSPEND = "{\"status\": \"suspended\"}";
  private static final Duration NO_TIME = Duration.ZERO;

  private final RestoredInstallation waymark = RestoredInstallation.shared();

  @BeforeEach
  void restore() {
    waymark.restore();
  }

  /// What A32 is for.
  @Test
  void leftAloneARestoreIsSilentlyWrong() {
    assertThat(waymark.holds(waymark.unknown)).as("a key that only the lost time knew").isTrue();
    assertThat(waymark.holds(waymark.stray)).as("one of a tenant that it made").isTrue();
    assertThat(waymark.holds(waymark.lost.access())).as("a token of it").isTrue();
    assertThat(waymark.open().refresh(waymark.before.refresh()).status())
        .as("a token that was used already")
        .isEqualTo(200);
    assertThat(waymark.operator().patch("/api/v1/tenants/shop", SUSPEND).text("status"))
        .isEqualTo("suspended");
    assertThat(waymark.holds(waymark.kept)).as("a key of a suspended tenant").isTrue();
    assertThat(accept().status()).as("an invitation that was revoked").isEqualTo(403);
  }

  /// A32
  @Test
  void nothingHoldsThatOnlyTheLostTimeKnewOrThatEndedInIt() {
    assertThat(waymark.step())
        .as("platform, shop, zoo; theirs; of 2, 2 and 1; leaked, zoo; late, stray, unknown")
        .isEqualTo(new Restored(3, 3, 5, 2, 3, true));
    for (RestoredInstallation.Key refused :
        List.of(waymark.ended, waymark.leaked, waymark.unknown, waymark.stray)) {
      assertThat(waymark.holds(refused)).isFalse();
    }
    assertThat(waymark.holds(waymark.kept)).isTrue();
    assertThat(waymark.rows()).doesNotContainKeys("tenant#late", waymark.stray.row());
    for (RestoredInstallation.Tokens tokens :
        List.of(waymark.before, waymark.refreshed, waymark.lost)) {
      assertThat(waymark.holds(tokens.access())).isFalse();
      assertThat(waymark.open().refresh(tokens.refresh()).status()).isEqualTo(401);
    }
    assertThat(waymark.operator().get("/api/v1/tenants/zoo").text("status")).isEqualTo("suspended");
    assertThat(waymark.logIn().status()).isEqualTo(200);
    assertThat(accept().status()).isEqualTo(404);
  }

  private Api.Answer accept() {
    return waymark
        .open()
        .post(
            "/api/v1/auth/accept-invitation",
            "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(waymark.invited, Api.PASSWORD));
  }

  /// A32
  @Test
  void whatIsTakenAwayAfterwardsIsGoneOnTheHotPath() {
    waymark.step();
    Api shop = waymark.open().with(waymark.logIn().text("access_token"));
    assertThat(shop.delete("/api/v1/api-keys/" + waymark.kept.id()).status()).isEqualTo(200);
    assertThat(waymark.holds(waymark.kept)).isFalse();
    waymark.operator().patch("/api/v1/tenants/shop", SUSPEND);
    assertThat(waymark.rows().get("tenant#shop"))
        .containsEntry("status", "AttributeValue(S=suspended)");
  }

  /// A32
  @Test
  void whatIsNoProjectionIsLeftAsItIs() {
    Map<String, Map<String, String>> before = others();
    assertThat(before).containsKeys("limit#shop#recommend", "login#hash", "session#ended");
    waymark.step();
    assertThat(others()).isEqualTo(before);
  }

  /// A33, A15
  @Test
  void standsInTheAuditLogsOfTheOperatorAndOfEveryTenant() throws SQLException {
    waymark.step();
    assertThat(
            RestoredInstallation.ask(
                "SELECT string_agg(tenant_id || ' ' || action, ', ' ORDER BY id) FROM audit_log"
                    + " WHERE actor = 'system' AND (action LIKE '%restore%' OR action LIKE '%revoked')"))
        .isEqualTo(
            "platform restore.begun, platform tenant.restored, shop api_key.revoked,"
                + " shop tenant.restored, zoo tenant.restored, platform restore.completed");
    try (Connection connection = RestoredInstallation.connection()) {
      assertThat(AuditChain.verify(connection)).isInstanceOf(AuditChain.Verified.Whole.class);
    }
  }

  /// A33
  @Test
  void aSecondCallChangesNothing() {
    waymark.step();
    String token = waymark.logIn().text("refresh_token");
    Map<String, Map<String, String>> hotPath = waymark.rows();
    String database = database() + RestoredInstallation.ask("SELECT count(*) FROM audit_log");
    assertThat(waymark.step()).isEqualTo(new Restored(0, 0, 0, 0, 0, true));
    assertThat(waymark.rows()).isEqualTo(hotPath);
    assertThat(database() + RestoredInstallation.ask("SELECT count(*) FROM audit_log"))
        .isEqualTo(database);
    assertThat(waymark.open().refresh(token).status()).isEqualTo(200);
  }

  /// A33: its backups know of earlier restores.
  @Test
  void aRestoreToAnotherTimeIsAnother() {
    waymark.step();
    String token = waymark.logIn().text("refresh_token");
    waymark.clock().pass(Duration.ofMinutes(1));
    Restored second = waymark.step(waymark.clock().instant().toString(), Duration.ofMinutes(10));
    assertThat(second).isEqualTo(new Restored(3, 3, 1, 0, 0, true));
    assertThat(waymark.open().refresh(token).status()).isEqualTo(401);
    assertThat(waymark.logIn().status()).isEqualTo(200);
  }

  /// A33: at whichever call of the hot path.
  @Test
  void brokenOffAnywhereAndCalledAgainItEndsTheSame() {
    waymark.step();
    String database = database();
    Map<String, Map<String, String>> hotPath = waymark.rows("change", "epoch");
    int call = 0;
    boolean crashed;
    do {
      call++;
      waymark.restore();
      waymark.bean(Crashes.class).at(call);
      crashed = crashes();
      assertThat(waymark.step().complete()).isTrue();
      assertThat(waymark.rows("change", "epoch")).as("call %s", call).isEqualTo(hotPath);
      assertThat(database()).as("call %s", call).isEqualTo(database);
    } while (crashed);
    assertThat(call).as("calls of the hot path").isGreaterThan(12);
  }

  /// A33
  @Test
  void withoutTimeItGoesOnAPartAtATime() {
    waymark.step();
    String database = database();
    waymark.restore();
    IntStream.range(0, 1200)
        .forEach(
            at -> waymark.put("tenant#gone" + at, Map.of("change", AttributeValue.fromN("1"))));
    Restored all = waymark.step(waymark.restoredTo.toString(), NO_TIME);
    assertThat(all.complete()).isFalse();
    assertThat(all.tenants()).isEqualTo(1);
    int calls = 1;
    Restored some;
    do {
      some = waymark.step(waymark.restoredTo.toString(), NO_TIME);
      assertThat(some.removed()).isLessThanOrEqualTo(500);
      all = sum(all, some);
      calls++;
    } while (!some.complete());
    assertThat(calls)
        .as("three tenants, three parts, of which the first comes with a tenant")
        .isEqualTo(5);
    assertThat(all).isEqualTo(new Restored(3, 3, 5, 2, 1203, true));
    assertThat(database()).isEqualTo(database);
  }

  @Test
  void aNumberThatWasNeverGivenStopsIt() {
    waymark.put("tenant#odd", Map.of("change", AttributeValue.fromN("9000000000000000000")));
    assertThatThrownBy(waymark::step)
        .hasMessageContaining("tenant#odd")
        .hasMessageContaining("clock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "yesterday", "2026-11-20", "2999-01-01T00:00:00Z"})
  void wantsTheTimeThatItWasRestoredTo(String time) {
    assertThatThrownBy(() -> waymark.step(time, Duration.ofMinutes(10)))
        .isInstanceOf(MigrationsHandler.RefusedException.class)
        .hasMessageStartingWith("restored: ");
  }

  @Test
  void isAskedForByAnEvent() throws IOException {
    assertThat(event("{\"restored\": \"" + waymark.restoredTo + "\"}"))
        .contains("\"restored\":{\"tenants\":3,")
        .contains("\"taken_away\":2,")
        .contains("\"complete\":true}");
    assertThatThrownBy(() -> event("{\"restored\": true}")).hasMessageContaining("must be a text");
  }

  private String event(String json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MigrationsHandler(waymark.bean(ApplicationContext.class))
        .handleRequest(
            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
            out,
            Migrating.context(Duration.ofMinutes(10)));
    return out.toString(StandardCharsets.UTF_8);
  }

  private boolean crashes() {
    try {
      waymark.step();
      return false;
    } catch (Crashes.CrashException e) {
      return true;
    }
  }

  private Map<String, Map<String, String>> others() {
    Map<String, Map<String, String>> rows = waymark.rows();
    rows.keySet().removeIf(key -> key.startsWith("key#") || key.startsWith("tenant#"));
    return rows;
  }

  private static Restored sum(Restored one, Restored other) {
    return new Restored(
        one.tenants() + other.tenants(),
        one.keys() + other.keys(),
        one.sessions() + other.sessions(),
        one.takenAway() + other.takenAway(),
        one.removed() + other.removed(),
        other.complete());
  }

  /// What a restore changes in the database, but for numbers and times.
  private static String database() {
    return RestoredInstallation.ask(
        """
        SELECT concat_ws(E'\\n',
          (SELECT string_agg(concat(id, ' ', name, ' ', status), ', ' ORDER BY id) FROM tenants),
          (SELECT string_agg(concat(key_prefix, ' ', status), ', ' ORDER BY id) FROM api_keys),
          (SELECT string_agg(concat(id, ' ', ended_at IS NULL), ', ' ORDER BY id) FROM sessions),
          (SELECT count(*) FROM outbox),
          (SELECT count(*) FROM audit_log WHERE action IN ('tenant.restored', 'api_key.revoked')))""");
  }
}
