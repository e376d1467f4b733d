package io.waymark.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.attempts.Attempts;
import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.members.MemberSessions;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A40 — Second factors, over HTTP.
class SecondFactorsTest {
  private static final String PATH = "/api/v1/auth/second-factor";
  private static final String ME = "/api/v1/auth/me";
  private static final Duration STEP = Duration.ofSeconds(TimeCodes.SECONDS);

  private final AuthUnderTest auth = AuthUnderTest.shared();
  private final String tenant = Api.fresh("factor");
  private final String email = "admin@" + tenant + ".test";
  private final Api admin = Api.adminOf(tenant);
  private final String id = admin.get(ME).text("id");

  @Test
  void aLogInAsksForACodeOnceTheFactorIsConfirmedAndNotBefore() {
    Api.Answer begun = begin(admin);
    assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
    assertThat(begun.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(begun.text("uri"))
        .isEqualTo(
            "otpauth://totp/Waymark%%20test:admin%%40%s.test?secret=%s&issuer=Waymark%%20test&algorithm=SHA1&digits=6&period=30"
                .formatted(tenant, begun.text("secret")));
    assertThat(admin.get(PATH).text("state")).isEqualTo("unconfirmed");
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(200);

    Secret secret = secret(begun);
    assertThat(confirm(admin, "000000x").field()).isEqualTo("code");
    assertThat(confirm(admin, code(secret)).status()).isEqualTo(204);
    auth.clock().pass(STEP);
    assertThat(admin.get(ME).status()).as("its sessions have ended").isEqualTo(401);
    Api.Answer in = login(Api.PASSWORD, code(secret));
    assertThat(in.status()).as(in.toString()).isEqualTo(200);
    Api.Answer state = Api.open().with(in.text("access_token")).get(PATH);
    assertThat(state.text("state")).isEqualTo("set");
    assertThat(state.json().path("recovery_codes_left").asInt()).isEqualTo(10);
  }

  /// A1
  @Test
  void whoLacksTheCodeDoesNotLearnWhetherThePasswordIsRight() {
    Secret secret = set();
    String refused = told(Api.open().login(email, "not-the-password"));
    assertThat(refused).startsWith("401");
    assertThat(told(Api.open().login(email, Api.PASSWORD))).isEqualTo(refused);
    assertThat(told(login(Api.PASSWORD, "123456x"))).isEqualTo(refused);
    assertThat(told(login("not-the-password", code(secret)))).isEqualTo(refused);
    assertThat(told(Api.open().login("nobody@" + tenant + ".test", Api.PASSWORD)))
        .isEqualTo(refused);
    assertThat(login(Api.PASSWORD, code(secret)).status())
        .as("a code beside a wrong password is not used up")
        .isEqualTo(200);
  }

  @Test
  void aCodeIsGoodForOneLogInWhoeverElseTriesAtTheSameTime()
      throws InterruptedException, ExecutionException {
    Secret secret = set();
    String code = code(secret);
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each :
          threads.invokeAll(
              IntStream.range(0, 8)
                  .mapToObj(_ -> (Callable<Integer>) () -> login(Api.PASSWORD, code).status())
                  .toList())) {
        answers.add(each.get());
      }
    }
    assertThat(answers).isSubsetOf(200, 401, 429).containsOnlyOnce(200);
    assertThat(login(Api.PASSWORD, code).status()).isEqualTo(401);
    auth.clock().pass(STEP);
    assertThat(login(Api.PASSWORD, code(secret)).status()).isEqualTo(200);
  }

  @Test
  void aRecoveryCodeIsGoodOnceHoweverItIsTyped() {
    Api.Answer begun = begin(admin);
    String recovery = begun.json().path("recovery_codes").path(3).asText();
    assertThat(login(Api.PASSWORD, recovery).status()).as("nothing is asked yet").isEqualTo(200);
    assertThat(confirm(admin, recovery).status()).as("no app has the secret").isEqualTo(400);
    confirm(admin, code(secret(begun)));
    assertThat(recovery).matches("[a-z2-7]{4}(-[a-z2-7]{4}){5}");
    Api.Answer in = login(Api.PASSWORD, recovery.toUpperCase(Locale.ROOT).replace('-', ' '));
    assertThat(in.status()).as(in.toString()).isEqualTo(200);
    assertThat(login(Api.PASSWORD, recovery).status()).isEqualTo(401);
    Api again = Api.open().with(in.text("access_token"));
    assertThat(again.get(PATH).json().path("recovery_codes_left").asInt()).isEqualTo(9);
    assertThat(actions(again)).contains("member.recovery_code_used");
  }

  /// A27
  @Test
  void wrongCodesCountAsWrongPasswordsDo() {
    Secret secret = set();
    Api stranger = Api.open().from("127.0.3.1");
    int free = 10;
    for (int each = 0; each < free; each++) {
      assertThat(stranger.login(email, Api.PASSWORD).status()).isEqualTo(401);
    }
    assertThat(stranger.post("/api/v1/auth/login", body(Api.PASSWORD, code(secret))).status())
        .as("the right ones too")
        .isEqualTo(429);
    assertThat(login(Api.PASSWORD, code(secret)).status()).as("elsewhere").isEqualTo(200);
  }

  @Test
  void itIsBegunByThePasswordAndSwitchedOffByPasswordAndCode() {
    assertThat(admin.post(PATH, "{\"password\": \"not-the-password\"}").field())
        .isEqualTo("password");
    assertThat(off(admin, Api.PASSWORD, "123456").status()).as("none").isEqualTo(409);
    assertThat(confirm(admin, "123456").status()).as("nothing begun").isEqualTo(409);
    Secret secret = set();
    Api in = Api.open().with(login(Api.PASSWORD, code(secret)).text("access_token"));
    auth.clock().pass(STEP);
    assertThat(begin(in).status()).as("there is one").isEqualTo(409);
    Api.Answer noCode = off(in, Api.PASSWORD, "abcdef");
    assertThat(noCode.status()).as(noCode.toString()).isEqualTo(400);
    assertThat(off(in, "not-the-password", code(secret)).text("detail"))
        .as("which of them was wrong")
        .isEqualTo(noCode.text("detail"));
    assertThat(off(in, Api.PASSWORD, code(secret)).status()).isEqualTo(204);
    auth.clock().pass(STEP);
    assertThat(in.get(ME).status()).as("its sessions have ended").isEqualTo(401);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(200);
  }

  /// By a log-in with the same code, or whoever replaced the password.
  @Test
  void whoeverIsOvertakenIsNotToldThatItsPasswordIsWrong() {
    Secret secret = set();
    Principal.Member member =
        new Principal.Member(new TenantId(tenant), id, email, Role.ADMIN, "a-session");
    FactorChange overtaken =
        factors(new UsedMeanwhile(auth.bean(SecondFactorStore.class), new AtomicInteger()))
            .switchOff(member, Api.PASSWORD, code(secret), SourceAddress.UNKNOWN);
    assertThat(overtaken)
        .isInstanceOfSatisfying(
            FactorChange.NotNow.class,
            change -> assertThat(change.reason()).contains("at the same time"));
  }

  private SecondFactors factors(SecondFactorStore store) {
    return new SecondFactors(
        store,
        auth.bean(FactorKey.class),
        auth.bean(MemberStore.class),
        auth.bean(MemberSessions.class),
        auth.bean(PasswordHashes.class),
        auth.bean(Attempts.class),
        auth.bean(FailedLogIns.class),
        auth.bean(Changes.class),
        auth.bean(Audit.class),
        auth.bean(Installation.class),
        auth.clock());
  }

  /// Whose newest code was used between the second look at it and the third.
  private record UsedMeanwhile(SecondFactorStore store, AtomicInteger looks)
      implements SecondFactorStore {
    @Override
    public Optional<SecondFactor> find(TenantId tenant, UUID member) {
      Optional<SecondFactor> factor = store.find(tenant, member);
      return looks.incrementAndGet() < 3 ? factor : factor.map(each -> each.used(Long.MAX_VALUE));
    }

    @Override
    public void put(TenantId tenant, SecondFactor factor) {
      store.put(tenant, factor);
    }

    @Override
    public boolean remove(TenantId tenant, UUID member) {
      return store.remove(tenant, member);
    }
  }

  /// A6, A7, A16
  @Test
  void anAdminTakesAwayWhatAnotherMemberHasLostAndNotItsOwn() {
    String mate = "mate@" + tenant + ".test";
    admin.post(
        "/api/v1/members",
        "{\"email\": \"%s\", \"password\": \"%s\", \"role\": \"admin\"}"
            .formatted(mate, Api.PASSWORD));
    Api helper = Api.open().loggedIn(mate, Api.PASSWORD);
    String key =
        admin
            .post("/api/v1/api-keys", "{\"name\": \"robot\", \"scopes\": [\"admin\"]}")
            .text("key");
    String reset = "/api/v1/members/" + id + "/second-factor";
    assertThat(admin.delete(reset).status()).isEqualTo(409);
    set();
    assertThat(Api.adminOf(Api.fresh("stranger")).delete(reset).status()).isEqualTo(404);
    assertThat(Api.open().with(key).delete(reset).status()).isEqualTo(403);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(401);
    assertThat(helper.delete(reset).status()).isEqualTo(204);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(200);
    assertThat(actions(helper)).contains("member.second_factor_reset");
    assertThat(helper.delete(reset).status()).as("again").isEqualTo(204);
    assertThat(actions(helper)).containsOnlyOnce("member.second_factor_reset");
  }

  /// A15
  @Test
  void itsSecretsStandNowhereButInTheFirstAnswer() {
    Api.Answer begun = begin(admin);
    Secret secret = secret(begun);
    confirm(admin, code(secret));
    SecondFactor kept =
        auth.bean(SecondFactorStore.class)
            .find(new TenantId(tenant), UUID.fromString(id))
            .orElseThrow();
    assertThat(kept.sealedSecret()).doesNotContain(begun.text("secret"));
    assertThat(
            FactorSeal.open(
                    kept.sealedSecret(),
                    new TenantId(tenant),
                    kept.member(),
                    auth.bean(FactorKey.class).get())
                .orElseThrow()
                .text())
        .isEqualTo(begun.text("secret"));
    auth.clock().pass(STEP);
    Api in = Api.open().with(login(Api.PASSWORD, code(secret)).text("access_token"));
    assertThat(actions(in)).contains("member.second_factor_set", "member.second_factor_begun");
    String all = in.get(PATH).raw().body() + in.get("/api/v1/audit").raw().body();
    begun
        .json()
        .path("recovery_codes")
        .valueStream()
        .map(JsonNode::asText)
        .forEach(code -> assertThat(all + kept.recoveryHashes()).doesNotContain(code));
    assertThat(all).doesNotContain(begun.text("secret"));
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertThat(admin.post(PATH, "{}").field()).isEqualTo("password");
    assertThat(confirm(admin, "x".repeat(65)).field()).isEqualTo("code");
    assertThat(admin.post(PATH + "/off", "{\"password\": \"x\"}").field()).isEqualTo("code");
    assertThat(login(Api.PASSWORD, "x".repeat(65)).field()).isEqualTo("code");
    assertThat(login(Api.PASSWORD, " ").field()).isEqualTo("code");
    String key =
        admin
            .post("/api/v1/api-keys", "{\"name\": \"robot\", \"scopes\": [\"admin\"]}")
            .text("key");
    assertThat(Api.open().with(key).get(PATH).status()).isEqualTo(403);
  }

  /// A factor that is confirmed, and a time at which its next code holds.
  private Secret set() {
    Api.Answer begun = begin(admin);
    Secret secret = secret(begun);
    Api.Answer confirmed = confirm(admin, code(secret));
    assertThat(confirmed.status()).as(confirmed.toString()).isEqualTo(204);
    auth.clock().pass(STEP);
    return secret;
  }

  private static Api.Answer begin(Api member) {
    return member.post(PATH, "{\"password\": \"%s\"}".formatted(Api.PASSWORD));
  }

  private static Api.Answer confirm(Api member, String code) {
    return member.post(PATH + "/confirm", "{\"code\": \"%s\"}".formatted(code));
  }

  private static Api.Answer off(Api member, String password, String code) {
    return member.post(
        PATH + "/off", "{\"password\": \"%s\", \"code\": \"%s\"}".formatted(password, code));
  }

  private Api.Answer login(String password, String code) {
    return Api.open().post("/api/v1/auth/login", body(password, code));
  }

  private String body(String password, String code) {
    return "{\"email\": \"%s\", \"password\": \"%s\", \"code\": \"%s\"}"
        .formatted(email, password, code);
  }

  private String code(Secret secret) {
    return TimeCodes.code(secret, auth.clock().instant().getEpochSecond() / TimeCodes.SECONDS);
  }

  /// As an app reads it.
  private static Secret secret(Api.Answer begun) {
    byte[] bytes = new byte[Secret.BYTES];
    String text = begun.text("secret");
    for (int at = 0; at < bytes.length * Byte.SIZE; at++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(at / 5));
      bytes[at / Byte.SIZE] |= (byte) (((value >> (4 - at % 5)) & 1) << (7 - at % Byte.SIZE));
    }
    return new Secret(bytes);
  }

  private static List<String> actions(Api reader) {
    return reader
        .get("/api/v1/audit?limit=50")
        .json()
        .path("entries")
        .valueStream()
        .map(entry -> entry.path("action").asText())
        .toList();
  }

  /// Without what differs from call to call.
  private static String told(Api.Answer answer) {
    return answer.status() + answer.text("type") + answer.text("title") + answer.text("detail");
  }
}
