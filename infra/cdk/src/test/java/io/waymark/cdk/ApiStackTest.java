package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiStackTest {
  @Test
  void everyPathOfEveryFunctionIsAResourceThatLeadsToIt() {
    Map<String, String> led = routes(Synthesis.fewest());
    for (Deployable function : Deployable.values()) {
      for (String path : function.paths()) {
        assertThat(led.get(path)).as(path).isNotNull().contains(function.artifact() + "api");
      }
    }
    assertThat(led.get("/api/v1/items/{id}")).contains("ingestapi");
    assertThat(led.get("/api/v1/items/{id}/{proxy+}")).contains("ingestapi");
    assertThat(led).doesNotContainKeys("/", "/{proxy+}", "/api/v1", "/api/v1/{proxy+}");
  }

  @Test
  void callsAreCheckedLimitedLoggedAndTraced() {
    for (Synthesis stage : Synthesis.each()) {
      JsonNode deployed = stage.resources("AWS::ApiGateway::Stage").getFirst().path("Properties");
      JsonNode settings = deployed.at("/MethodSettings/0");
      assertThat(settings.path("ThrottlingRateLimit").asInt()).isEqualTo(500);
      assertThat(settings.path("ThrottlingBurstLimit").asInt()).isEqualTo(1000);
      assertThat(settings.path("DataTraceEnabled").asBoolean()).as("bodies in logs").isFalse();
      assertThat(deployed.path("TracingEnabled").asBoolean()).isTrue();
      assertThat(deployed.at("/AccessLogSetting/Format").asText())
          .contains("$context.requestId")
          .contains("$context.resourcePath")
          .as("a path may name a user")
          .doesNotContain("header", "querystring", "$context.path");
      assertThat(methods(stage))
          .allMatch(method -> method.at("/RequestValidatorId/Ref").isTextual());
    }
  }

  @Test
  void aFiftiethOfTheRequestsOfThisStageIsTraced() {
    Synthesis stage = Synthesis.fewest();
    JsonNode rule =
        stage.resources("AWS::XRay::SamplingRule").getFirst().at("/Properties/SamplingRule");
    JsonNode deployed = stage.resources("AWS::ApiGateway::Stage").getFirst().path("Properties");
    JsonNode api = stage.resources("AWS::ApiGateway::RestApi").getFirst().path("Properties");
    assertThat(rule.path("ServiceName").asText())
        .isEqualTo(api.path("Name").asText() + "/" + deployed.path("StageName").asText());
    assertThat(rule.path("ServiceType").asText()).isEqualTo("AWS::ApiGateway::Stage");
    assertThat(rule.path("FixedRate").asDouble()).isEqualTo(0.02);
    assertThat(rule.path("RuleName").asText()).hasSizeLessThanOrEqualTo(32);
  }

  @Test
  void oldTlsIsRefused() {
    JsonNode api = Synthesis.all().resources("AWS::ApiGateway::RestApi").getFirst();
    assertThat(api.at("/Properties/SecurityPolicy").asText()).contains("TLS13_1_2");
    assertThat(api.at("/Properties/DisableExecuteApiEndpoint").asBoolean())
        .as("no way round the domain")
        .isTrue();
    JsonNode domain = Synthesis.all().resources("AWS::ApiGateway::DomainName").getFirst();
    assertThat(domain.at("/Properties/SecurityPolicy").asText()).isEqualTo("TLS_1_2");
    assertThat(domain.at("/Properties/MutualTlsAuthentication/TruststoreUri").asText())
        .isEqualTo("s3://certificates/ca.pem");
    assertThat(Synthesis.fewest().resources("AWS::ApiGateway::DomainName")).isEmpty();
  }

  @Test
  void apiGatewaysOwnErrorsAreProblemsLikeAllOthers() throws IOException {
    Set<String> types =
        Synthesis.all().resources("AWS::ApiGateway::GatewayResponse").stream()
            .map(each -> each.at("/Properties/ResponseType").asText())
            .collect(Collectors.toSet());
    assertThat(types)
        .contains(
            "DEFAULT_4XX",
            "DEFAULT_5XX",
            "MISSING_AUTHENTICATION_TOKEN",
            "THROTTLED",
            "REQUEST_TOO_LARGE",
            "INTEGRATION_TIMEOUT",
            "WAF_FILTERED");
    for (JsonNode response : Synthesis.all().resources("AWS::ApiGateway::GatewayResponse")) {
      JsonNode properties = response.path("Properties");
      assertThat(
              properties
                  .path("ResponseParameters")
                  .path("gatewayresponse.header.Content-Type")
                  .asText())
          .isEqualTo("'application/problem+json'");
      JsonNode problem =
          new ObjectMapper()
              .readTree(properties.path("ResponseTemplates").path("application/json").asText());
      assertThat(problem.propertyStream().map(Map.Entry::getKey))
          .containsExactly("type", "title", "status", "detail", "request_id", "errors");
      assertThat(problem.path("status").asText()).isEqualTo(properties.path("StatusCode").asText());
    }
  }

  @Test
  void pagesMayCallWhereTheirOriginIsNamedAndNowhereElse() {
    assertThat(Synthesis.fewest().resources("AWS::ApiGateway::Method"))
        .noneMatch(method -> method.at("/Properties/HttpMethod").asText().equals("OPTIONS"));
    assertThat(Synthesis.all().resources("AWS::ApiGateway::Method"))
        .anyMatch(
            method ->
                method.at("/Properties/HttpMethod").asText().equals("OPTIONS")
                    && method.toString().contains("https://shop.example"));
    assertThat(Synthesis.all().stack("functions").toString())
        .contains("MICRONAUT_SERVER_CORS_CONFIGURATIONS_WEB_ALLOWED_ORIGINS");
  }

  @Test
  void theFirewallStandsBeforeTheApiWhereAskedFor() {
    assertThat(Synthesis.all().resources("AWS::WAFv2::WebACLAssociation")).hasSize(1);
    assertThat(Synthesis.all().resources("AWS::WAFv2::WebACL").getFirst().toString())
        .contains("AWSManagedRulesKnownBadInputsRuleSet", "RateBasedStatement");
    assertThat(Synthesis.fewest().resources("AWS::WAFv2::WebACL")).isEmpty();
  }

  private static Stream<JsonNode> methods(Synthesis stage) {
    return stage.resources("AWS::ApiGateway::Method").stream()
        .map(each -> each.path("Properties"))
        .filter(each -> each.path("HttpMethod").asText().equals("ANY"));
  }

  /// The integration of each resource's path.
  private static Map<String, String> routes(Synthesis stage) {
    JsonNode resources = stage.stack("api").path("Resources");
    Map<String, String> led = new TreeMap<>();
    methods(stage)
        .forEach(
            method ->
                led.put(
                    path(resources, method.at("/ResourceId/Ref").asText()),
                    method.at("/Integration/Uri").toString()));
    return led;
  }

  private static String path(JsonNode resources, String id) {
    JsonNode resource = resources.path(id).path("Properties");
    return resource.isMissingNode()
        ? ""
        : path(resources, resource.at("/ParentId/Ref").asText())
            + "/"
            + resource.path("PathPart").asText();
  }
}
