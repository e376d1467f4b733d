package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.nimbusds.jwt.JWTClaimsSet;
import io.waymark.edge.credentials.FakeAccess;
import io.waymark.edge.credentials.HostileTokens;
import io.waymark.edge.credentials.Issuer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which credentials let a caller in, over the whole way from the gateway's event.
class CredentialsTest {
  private static final UnaryOperator<JWTClaimsSet.Builder> AS_IT_IS = UnaryOperator.identity();

  private final Instant now = Instant.now();

  @Test
  void aTokenOfOursHolds() {
    APIGatewayProxyResponseEvent answer = me(FakeAccess.ISSUER.token(now, AS_IT_IS));
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
    assertThat(answer.getBody()).contains("member-1").contains("\"tenant_id\":\"demo\"");
  }

  @Test
  void anApiKeyHoldsInEitherHeader() {
    assertThat(me(FakeAccess.KEY).getBody()).contains("key-of-demo");
    assertThat(Answer.get("/echo/me", Map.of("X-API-Key", FakeAccess.KEY)).getBody())
        .contains("key-of-demo");
  }

  @Test
  void noCredentialIsAskedFor() {
    APIGatewayProxyResponseEvent answer = Answer.get("/echo/me");
    assertThat(answer.getStatusCode()).isEqualTo(401);
    assertThat(answer.getBody()).contains("Authorization: Bearer").contains("X-API-Key");
    assertThat(answer.getMultiValueHeaders()).containsKey("WWW-Authenticate");
  }

  @Test
  void aTokenThatIsNotQuiteOursIsRefused() {
    List<UnaryOperator<JWTClaimsSet.Builder>> changes =
        List.of(
            claims -> claims.issuer("urn:waymark:prod"),
            claims -> claims.audience("urn:waymark:prod"),
            claims -> claims.claim("type", "refresh"),
            claims -> claims.claim("role", "root"),
            claims -> claims.claim("tenant_id", null),
            claims -> claims.claim("tenant_id", "No Tenant"),
            claims -> claims.claim("tenant_id", "unknown"),
            claims -> claims.claim("tenant_id", "gone"),
            claims -> claims.claim("tenant_epoch", 2),
            claims -> claims.claim("sid", "ended"),
            claims -> claims.expirationTime(null),
            claims -> claims.notBeforeTime(Date.from(now.plusSeconds(3600))));
    for (UnaryOperator<JWTClaimsSet.Builder> change : changes) {
      assertRefused(FakeAccess.ISSUER.token(now, change));
    }
    assertRefused(new Issuer("key-1").token(now, AS_IT_IS));
    assertRefused(new Issuer("key-2").token(now, AS_IT_IS));
  }

  @Test
  void anExpiredTokenIsToldSo() {
    APIGatewayProxyResponseEvent answer =
        me(FakeAccess.ISSUER.token(now.minusSeconds(7200), AS_IT_IS));
    assertThat(answer.getStatusCode()).isEqualTo(401);
    assertThat(answer.getBody()).contains("expired");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void everyHostileTokenIsRefusedInTheSameWords(String trick, String token) {
    APIGatewayProxyResponseEvent answer = me(token);
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(401);
    assertThat(answer.getBody()).as(trick).isEqualTo(me("x").getBody());
    assertThat(answer.getMultiValueHeaders()).containsKey("WWW-Authenticate");
  }

  static Stream<Arguments> hostile() {
    return arguments(HostileTokens.of(FakeAccess.ISSUER, Instant.now()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expired")
  void everyTokenThatIsOverIsRefusedAsExpired(String trick, String token) {
    APIGatewayProxyResponseEvent answer = me(token);
    assertThat(answer.getStatusCode()).as(trick).isEqualTo(401);
    assertThat(answer.getBody()).as(trick).contains("the access token has expired; refresh it");
  }

  static Stream<Arguments> expired() {
    return arguments(HostileTokens.expired(FakeAccess.ISSUER, Instant.now()));
  }

  @Test
  void noChangeOfSomeCharactersMakesAnotherTokenThatHolds() {
    String refused = me("x").getBody();
    for (String token : HostileTokens.mutated(FakeAccess.ISSUER, now, 7, 1_000)) {
      assertThat(me(token).getBody()).as(token).isEqualTo(refused);
    }
  }

  private static Stream<Arguments> arguments(Map<String, String> tokens) {
    return tokens.entrySet().stream()
        .map(each -> Arguments.of(each.getKey(), Named.of("…", each.getValue())));
  }

  @Test
  void whatIsNoCredentialIsRefused() {
    for (String nonsense :
        List.of(
            "x",
            "wm_",
            "wm_dev_AAAAAAAA_short",
            "a.b.c",
            "wm_dev_ZZZZZZZZ_0123456789abcdefghijklmnop",
            FakeAccess.KEY + "x")) {
      assertRefused(nonsense);
    }
  }

  @Test
  void whatAnAuthorizerSaysIsNotBelieved() {
    assertThat(
            Answer.getWithAuthorizer(
                    "/echo/me",
                    Map.of(
                        "sub",
                        "x",
                        "claims",
                        Map.of("sub", "x", "roles", List.of("recommend:read"))))
                .getStatusCode())
        .isEqualTo(401);
  }

  @Test
  void anEndedKeyIsRefused() {
    assertRefused(FakeAccess.REVOKED);
    assertRefused(FakeAccess.EXPIRED);
    assertRefused(FakeAccess.SUSPENDED);
  }

  @Test
  void aScopeThatIsLackingIsSaidSo() {
    APIGatewayProxyResponseEvent answer =
        Answer.get("/echo/admin", Map.of("Authorization", "Bearer " + FakeAccess.KEY));
    assertThat(answer.getStatusCode()).isEqualTo(403);
    assertThat(answer.getBody()).contains("scope or role");
    String operator =
        FakeAccess.ISSUER.token(
            now, claims -> claims.claim("role", "platform_admin").claim("tenant_id", "platform"));
    assertThat(
            Answer.get("/echo/admin", Map.of("Authorization", "Bearer " + operator))
                .getStatusCode())
        .isEqualTo(200);
  }

  private static APIGatewayProxyResponseEvent me(String credential) {
    return Answer.get("/echo/me", Map.of("Authorization", "Bearer " + credential));
  }

  private static void assertRefused(String credential) {
    APIGatewayProxyResponseEvent answer = me(credential);
    assertThat(answer.getStatusCode()).as(credential + answer.getBody()).isEqualTo(401);
    assertThat(answer.getBody()).contains("\"request_id\":\"gateway-id\"");
  }
}
