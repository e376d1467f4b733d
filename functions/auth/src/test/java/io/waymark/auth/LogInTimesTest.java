package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.Separation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether the time of a refused log-in tells an e-mail that somebody has from one that nobody has.
@EnabledIfSystemProperty(
    named = "waymark.log-ins.timed",
    matches = "\\d+",
    disabledReason = "takes a quiet machine and half an hour: -Dwaymark.log-ins.timed=20000")
class LogInTimesTest {
  private static final int LOG_INS = Integer.getInteger("waymark.log-ins.timed", 20_000);
  private static final int ACCOUNTS = 500;
  private static final double MOST = 0.55;

  /// One whose form NFKC is another text is compared in both.
  private static final List<String> WRONG = List.of("not-the-password", "not-the-\ufb01rst-one");

  private final Random random = new Random(17);

  /// A1. Of hashes as they are deployed, and of ones so small that they hide nothing beside them.
  @ParameterizedTest
  @CsvSource({"64, 1", "19456, 2"})
  void tellNothing(int memoryKib, int iterations) {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("waymark.passwords.memory-kib", memoryKib);
    properties.put("waymark.passwords.iterations", iterations);
    for (String allowance : List.of("free", "of-account", "of-address")) {
      properties.put("waymark.log-ins." + allowance, 1_000_000);
    }
    String tenant = Api.fresh("timed");
    Api.adminOf(tenant);
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, properties)) {
      addMembers(server, tenant);
      Api api = new Api(server.getURL().toString(), Optional.empty());
      for (String password : WRONG) {
        double[][] times = times(api, tenant, password, LOG_INS / 2 / WRONG.size());
        double auc = Separation.auc(times[0], times[1]);
        System.out.printf(
            "hashes of %d KiB, '%s': %d log-ins, p50 known %.3f ms, unknown %.3f ms, AUC %.4f%n",
            memoryKib,
            password,
            times[0].length + times[1].length,
            middle(times[0]),
            middle(times[1]),
            auc);
        assertThat(auc).as(password).isLessThanOrEqualTo(MOST);
      }
    }
  }

  /// Known, then unknown: in pairs, whichever of them first.
  private double[][] times(Api api, String tenant, String password, int pairs) {
    double[][] times = new double[2][pairs];
    for (int pair = -pairs / 10; pair < pairs; pair++) {
      int first = random.nextInt(2);
      for (int which : List.of(first, 1 - first)) {
        double time = time(api, email(which, random.nextInt(ACCOUNTS), tenant), password);
        if (pair >= 0) {
          times[which][pair] = time;
        }
      }
    }
    return times;
  }

  private static double time(Api api, String email, String password) {
    long start = System.nanoTime();
    Api.Answer answer = api.login(email, password);
    double time = (System.nanoTime() - start) / 1e6;
    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    return time;
  }

  private static double middle(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String email(int which, int account, String tenant) {
    return "%s-%03d@%s.test".formatted(which == 0 ? "member" : "nobody", account, tenant);
  }

  private static void addMembers(EmbeddedServer server, String tenant) {
    MemberStore members = server.getApplicationContext().getBean(MemberStore.class);
    String hash = server.getApplicationContext().getBean(PasswordHashes.class).hash(Api.PASSWORD);
    Instant now = Instant.now();
    TenantId id = new TenantId(tenant);
    List<Boolean> added = new ArrayList<>();
    for (int account = 0; account < ACCOUNTS; account++) {
      Email email = Email.of(email(0, account, tenant)).orElseThrow();
      Member member = Member.begin(OrderedIds.next(now), id, email, Role.VIEWER, now);
      added.add(members.add(id, new MemberCredentials(member, hash)));
    }
    assertThat(added).containsOnly(true);
  }
}
