package io.waymark.auth.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Programs that share a session and all refresh it at the same moment.
/// `-Dwaymark.refresh.rounds=10000` makes more rounds.
class RefreshRaceTest {
  private static final int ROUNDS = Integer.getInteger("waymark.refresh.rounds", 100);
  private static final int THREADS = 64;

  private final String tenant = Api.fresh("race");

  /// A2, A3
  @Test
  void ofManyThatRefreshOneTokenAtOnceAllGetItsOneSuccessor() throws Exception {
    Api.adminOf(tenant);
    Sessions sessions = AuthUnderTest.shared().bean(Sessions.class);
    String token =
        Api.open().login("admin@" + tenant + ".test", Api.PASSWORD).text("refresh_token");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        Set<String> successors = successors(threads, sessions, token);
        assertThat(successors).as("round %d", round).hasSize(1).doesNotContain(token);
        token = successors.iterator().next();
      }
    }
    // That of the log-in by which the tenant was made, and ours with one successor a round.
    assertThat(count("rotated_at IS NULL")).isEqualTo(2);
    assertThat(count("rotated_at IS NOT NULL")).isEqualTo(ROUNDS);
  }

  private static Set<String> successors(ExecutorService threads, Sessions sessions, String token)
      throws InterruptedException, ExecutionException {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    Callable<LoginResult> refresh =
        () -> {
          together.await();
          return sessions.refresh(token);
        };
    List<Future<LoginResult>> results =
        threads.invokeAll(Stream.generate(() -> refresh).limit(THREADS).toList());
    List<String> given = new ArrayList<>();
    for (Future<LoginResult> each : results) {
      assertThat(each.get()).isInstanceOf(LoginResult.LoggedIn.class);
      given.add(((LoginResult.LoggedIn) each.get()).refreshToken());
    }
    return new HashSet<>(given);
  }

  private long count(String condition) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(TestPostgres.shared().getJdbcUrl("postgres", "postgres"));
        PreparedStatement rows =
            connection.prepareStatement(
                "SELECT count(*) FROM refresh_tokens WHERE tenant_id = ? AND " + condition)) {
      rows.setString(1, tenant);
      try (ResultSet result = rows.executeQuery()) {
        assertThat(result.next()).isTrue();
        return result.getLong(1);
      }
    }
  }
}
