package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiStackTest {
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));
  private static final String DOCUMENT = "functions/recommend/target/classes/openapi/openapi.json";
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)\\+?}");

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
  void whatIsVariableInAPathMustBeThere() {
    Synthesis stage = Synthesis.fewest();
    JsonNode resources = stage.stack("api").path("Resources");
    JsonNode validator =
        stage.resources("AWS::ApiGateway::RequestValidator").getFirst().path("Properties");
    assertThat(validator.path("ValidateRequestParameters").asBoolean()).isTrue();
    assertThat(validator.path("ValidateRequestBody").asBoolean()).isTrue();
    assertThat(allMethods(stage))
        .allSatisfy(
            method -> {
              String path = path(resources, method.at("/ResourceId/Ref").asText());
              assertThat(
                      method
                          .path("RequestParameters")
                          .propertyStream()
                          .filter(each -> each.getValue().asBoolean())
                          .map(Map.Entry::getKey))
                  .as(path)
                  .containsExactlyInAnyOrderElementsOf(
                      VARIABLE
                          .matcher(path)
                          .results()
                          .map(name -> "method.request.path." + name.group(1))
                          .toList());
            });
  }

  /// Below a variable segment there may be `{proxy+}`, which has the bodies of many routes.
  @Test
  void bodiesThatTheDocumentRequiresMustBeJsonObjects() throws IOException {
    Synthesis stage = Synthesis.fewest();
    JsonNode model = stage.resources("AWS::ApiGateway::Model").getFirst().path("Properties");
    assertThat(model.at("/Schema/type").asText()).isEqualTo("object");
    JsonNode resources = stage.stack("api").path("Resources");
    assertThat(
            allMethods(stage)
                .filter(method -> method.path("RequestModels").has("application/json"))
                .map(
                    method ->
                        method.path("HttpMethod").asText()
                            + " "
                            + path(resources, method.at("/ResourceId/Ref").asText())))
        .containsExactlyInAnyOrderElementsOf(
            new ObjectMapper()
                .readTree(ROOT.resolve(DOCUMENT).toFile())
                .path("paths")
                .propertyStream()
                .filter(path -> !path.getKey().contains("{") || resource(resources, path.getKey()))
                .flatMap(
                    path ->
                        path.getValue()
                            .propertyStream()
                            .filter(each -> needsJson(each.getValue()))
                            .map(
                                each ->
                                    each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList());
  }

  private static boolean needsJson(JsonNode operation) {
    JsonNode body = operation.path("requestBody");
    return body.path("required").asBoolean() && body.path("content").has("application/json");
  }

  private static boolean resource(JsonNode resources, String path) {
    return resources
        .propertyStream()
        .filter(each -> each.getValue().path("Type").asText().equals("AWS::ApiGateway::Resource"))
        .anyMatch(each -> path(resources, each.getKey()).equals(path));
  }

  @Test
  void aHundredthOfTheRequestsOfThisStageIsTraced() {
    Synthesis stage = Synthesis.fewest();
    JsonNode rule =
        stage.resources("AWS::XRay::SamplingRule").getFirst().at("/Properties/SamplingRule");
    JsonNode deployed = stage.resources("AWS::ApiGateway::Stage").getFirst().path("Properties");
    JsonNode api = stage.resources("AWS::ApiGateway::RestApi").getFirst().path("Properties");
    assertThat(rule.path("ServiceName").asText())
        .isEqualTo(api.path("Name").asText() + "/" + deployed.path("StageName").asText());
    assertThat(rule.path("ServiceType").asText()).isEqualTo("AWS::ApiGateway::Stage");
    assertThat(rule.path("FixedRate").asDouble()).isEqualTo(0.01);
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
            "WAF_FILTERED",
            "BAD_REQUEST_BODY",
            "BAD_REQUEST_PARAMETERS");
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

  /// Who sends too much, or something while Lambda has no instance left (`INTEGRATION_FAILURE`), is
  /// to send it again, and not to give it up.
  @Test
  void whatWasRefusedForNowSaysWhenToComeBack() {
    Map<String, String> again = new HashMap<>();
    for (JsonNode response : Synthesis.all().resources("AWS::ApiGateway::GatewayResponse")) {
      JsonNode properties = response.path("Properties");
      JsonNode header =
          properties.path("ResponseParameters").path("gatewayresponse.header.Retry-After");
      if (!header.isMissingNode()) {
        again.put(
            properties.path("ResponseType").asText(),
            properties.path("StatusCode").asText() + " " + header.asText());
      }
    }
    assertThat(again)
        .containsOnly(
            Map.entry("THROTTLED", "429 '1'"),
            Map.entry("INTEGRATION_FAILURE", "503 '5'"),
            Map.entry("INTEGRATION_TIMEOUT", "503 '5'"));

    JsonNode firewall = Synthesis.all().resources("AWS::WAFv2::WebACL").getFirst();
    JsonNode rate =
        firewall
            .at("/Properties/Rules")
            .valueStream()
            .filter(rule -> rule.path("Name").asText().equals("rate"))
            .findFirst()
            .orElseThrow();
    JsonNode refused = rate.at("/Action/Block/CustomResponse");
    assertThat(refused.path("ResponseCode").asInt()).isEqualTo(429);
    assertThat(refused.at("/ResponseHeaders/0/Name").asText()).isEqualTo("Retry-After");
    assertThat(refused.at("/ResponseHeaders/0/Value").asText())
        .isEqualTo(rate.at("/Statement/RateBasedStatement/EvaluationWindowSec").asText());
    assertThat(firewall.at("/Properties/CustomResponseBodies").toString())
        .contains(refused.path("CustomResponseBodyKey").asText());
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
  void pagesMayCallByEveryMethodThatTheDocumentHas() throws IOException {
    Set<String> served =
        new ObjectMapper()
            .readTree(ROOT.resolve(DOCUMENT).toFile())
            .path("paths")
            .valueStream()
            .flatMap(path -> path.propertyStream().map(Map.Entry::getKey))
            .map(method -> method.toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(served).contains("GET", "PATCH");
    assertThat(
            allMethods(Synthesis.all())
                .filter(method -> method.path("HttpMethod").asText().equals("OPTIONS"))
                .map(
                    method ->
                        method
                            .at("/Integration/IntegrationResponses/0/ResponseParameters")
                            .path("method.response.header.Access-Control-Allow-Methods")
                            .asText()))
        .isNotEmpty()
        .allSatisfy(allowed -> assertThat(allowed.replace("'", "").split(",")).containsAll(served));
  }

  @Test
  void theFirewallStandsBeforeTheApiWhereAskedFor() {
    assertThat(Synthesis.all().resources("AWS::WAFv2::WebACLAssociation")).hasSize(1);
    assertThat(Synthesis.all().resources("AWS::WAFv2::WebACL").getFirst().toString())
        .contains("AWSManagedRulesKnownBadInputsRuleSet", "RateBasedStatement");
    assertThat(Synthesis.fewest().resources("AWS::WAFv2::WebACL")).isEmpty();
  }

  private static Stream<JsonNode> allMethods(Synthesis stage) {
    return stage.resources("AWS::ApiGateway::Method").stream().map(each -> each.path("Properties"));
  }

  private static Stream<JsonNode> methods(Synthesis stage) {
    return allMethods(stage).filter(each -> each.path("HttpMethod").asText().equals("ANY"));
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
