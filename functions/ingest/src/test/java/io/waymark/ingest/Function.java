package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautLambdaContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.edge.credentials.AccessStore;
import io.waymark.edge.credentials.PublicKeys;
import io.waymark.edge.credentials.StoredApiKey;
import io.waymark.edge.credentials.TenantStanding;
import io.waymark.edge.limits.TenantLimits;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.LocalAws;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The whole function over DynamoDB Local and S3, started once, called as API Gateway does.
public final class Function {
  /// May do everything at the tenant `shop`.
  public static final String KEY = "wm_test_SHOPSHOP_0123456789abcdefghijklmnop";

  /// May do everything at the tenant `rival`.
  public static final String RIVAL_KEY = "wm_test_RIVALRIV_0123456789abcdefghijklmnop";

  /// May only ask for recommendations at `shop`.
  public static final String READER_KEY = "wm_test_READERRE_0123456789abcdefghijklmnop";

  public static final TenantId SHOP = new TenantId("shop");
  public static final TenantId RIVAL = new TenantId("rival");

  /// Of a context whose keys are those above.
  public static final String FIXED_KEYS = "waymark.test.fixed-keys";

  public static final ApplicationContext CONTEXT =
      ApplicationContext.builder(Environment.FUNCTION, MicronautLambdaContext.ENVIRONMENT_LAMBDA)
          .properties(properties())
          .start();

  private static final ApiHandler HANDLER = new ApiHandler(CONTEXT);

  private Function() {}

  private static Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties());
    properties.put(FIXED_KEYS, true);
    return properties;
  }

  /// Calls the API.
  public static APIGatewayProxyResponseEvent call(
      String method, String path, Map<String, String> headers, String body) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    APIGatewayProxyRequestEvent event =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod(method)
            .withPath(path)
            .withHeaders(headers)
            .withMultiValueHeaders(lists)
            .withBody(body)
            .withRequestContext(new ProxyRequestContext().withRequestId("request"));
    return HANDLER.handleRequest(event, new MockLambdaContext());
  }

  /// Posts JSON with a key.
  public static APIGatewayProxyResponseEvent post(String key, String path, String body) {
    return call("POST", path, headers(key), body);
  }

  public static APIGatewayProxyResponseEvent get(String key, String path) {
    return call("GET", path, headers(key), "");
  }

  private static Map<String, String> headers(String key) {
    return Map.of("Content-Type", "application/json", "X-API-Key", key);
  }

  /// Stands for what `auth` would have projected, in this context alone.
  @Factory
  @Requires(property = FIXED_KEYS)
  static final class Access {
    @Singleton
    @Primary
    @Bean
    AccessStore access() {
      return new AccessStore() {
        @Override
        public Optional<StoredApiKey> apiKey(String prefix) {
          return switch (prefix) {
            case "SHOPSHOP" -> Optional.of(stored(KEY, SHOP, Set.of(Scope.values())));
            case "RIVALRIV" -> Optional.of(stored(RIVAL_KEY, RIVAL, Set.of(Scope.values())));
            case "READERRE" -> Optional.of(stored(READER_KEY, SHOP, Set.of(Scope.RECOMMEND_READ)));
            default -> Optional.empty();
          };
        }

        @Override
        public Optional<TenantStanding> standing(TenantId tenant) {
          return Optional.of(new TenantStanding(true, 0, TenantLimits.NONE));
        }

        @Override
        public boolean sessionEnded(TenantId tenant, String session) {
          return false;
        }
      };
    }

    @Singleton
    @Primary
    @Bean
    PublicKeys keys() {
      return JWKSet::new;
    }

    private static StoredApiKey stored(String key, TenantId tenant, Set<Scope> scopes) {
      return new StoredApiKey(tenant, "key", sha256(key), scopes, true, Optional.empty());
    }

    private static String sha256(String text) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
