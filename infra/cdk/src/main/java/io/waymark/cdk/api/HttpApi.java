package io.waymark.cdk.api;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.config.Web;
import io.waymark.tenancy.installation.Deployable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.AccessLogField;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.CfnRestApi;
import software.amazon.awscdk.services.apigateway.EndpointConfiguration;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.JsonSchema;
import software.amazon.awscdk.services.apigateway.JsonSchemaType;
import software.amazon.awscdk.services.apigateway.JsonSchemaVersion;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.ModelOptions;
import software.amazon.awscdk.services.apigateway.RequestValidatorOptions;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.xray.CfnSamplingRule;
import software.constructs.Construct;

/// The REST API (v1) in front of the functions. It decides no credential: each function checks its
/// own, so that a route cannot be left open by a mistake made here.
final class HttpApi extends Construct {
  /// How many calls may come at the same moment, in seconds' worth of the steady rate.
  private static final int BURST = 2;

  private static final double SHARE_OF_TRACES = 0.01;

  private final RestApi api;

  HttpApi(
      Construct scope, String id, StageConfig config, Function<Deployable, IFunction> functions) {
    super(scope, id);
    LogGroup log =
        LogGroup.Builder.create(this, "AccessLog")
            .logGroupName("/waymark/" + config.installation().stage() + "/access")
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    RestApi.Builder builder =
        RestApi.Builder.create(this, "Api")
            .restApiName("waymark-" + config.installation().stage())
            .description("Waymark, stage " + config.installation().stage())
            .endpointConfiguration(
                EndpointConfiguration.builder().types(List.of(EndpointType.REGIONAL)).build())
            // Not reached beside the domain, which may ask for certificates.
            .disableExecuteApiEndpoint(config.web().domain().isPresent())
            .cloudWatchRole(true)
            .cloudWatchRoleRemovalPolicy(RemovalPolicy.DESTROY)
            .deployOptions(stage(config, log));
    if (!config.web().origins().isEmpty()) {
      builder.defaultCorsPreflightOptions(Cors.preflight(config.web().origins()));
    }
    api = builder.build();
    requireTls();
    sampleTraces(config.installation().stage());
    GatewayProblems.addTo(api, config.web().origins());
    new Routes(integrations(functions), validation())
        .addTo(api.getRoot(), RouteTree.ofAllFunctions());
    excuse(config.web());
  }

  RestApi api() {
    return api;
  }

  /// That paths are whole, and that what must be a JSON object is one. Its fields are checked by
  /// the functions, which say what is wrong with which.
  private Routes.Validation validation() {
    return new Routes.Validation(
        api.addRequestValidator(
            "Validator",
            RequestValidatorOptions.builder()
                .validateRequestParameters(true)
                .validateRequestBody(true)
                .build()),
        api.addModel(
            "Object",
            ModelOptions.builder()
                .description("A JSON object")
                .contentType("application/json")
                .schema(
                    JsonSchema.builder()
                        .schema(JsonSchemaVersion.DRAFT4)
                        .type(JsonSchemaType.OBJECT)
                        .build())
                .build()));
  }

  private static StageOptions stage(StageConfig config, LogGroup log) {
    int rate = config.web().requestsPerSecond();
    return StageOptions.builder()
        .stageName(config.installation().stage())
        .throttlingRateLimit(rate)
        .throttlingBurstLimit(rate * BURST)
        .loggingLevel(MethodLoggingLevel.ERROR)
        // Bodies hold customers' data.
        .dataTraceEnabled(false)
        // Each method's metrics would bill by themselves; those of the whole API cost nothing.
        .metricsEnabled(false)
        .tracingEnabled(true)
        .accessLogDestination(new LogGroupLogDestination(log))
        .accessLogFormat(AccessLogFormat.custom(accessLog()))
        .build();
  }

  /// X-Ray's own rule also keeps the first request of every second, which of a few requests a
  /// second is nearly each. What API Gateway decides holds for the functions behind it.
  private void sampleTraces(String stage) {
    CfnSamplingRule.Builder.create(this, "Traces")
        .samplingRule(
            CfnSamplingRule.SamplingRuleProperty.builder()
                .version(1)
                .ruleName("waymark-" + stage)
                .priority(1000)
                .reservoirSize(0)
                .fixedRate(SHARE_OF_TRACES)
                .serviceType("AWS::ApiGateway::Stage")
                .serviceName("waymark-" + stage + "/" + stage)
                .host("*")
                .httpMethod("*")
                .urlPath("*")
                .resourceArn("*")
                .build())
        .build();
  }

  /// No header and no query: both may hold a credential. The route and not the path: a path may
  /// name a user, who must be erasable.
  private static String accessLog() {
    return """
        {"request_id":"%s","at":"%s","ip":"%s","method":"%s","route":"%s","status":"%s",\
        "latency_ms":"%s","function_ms":"%s","size":"%s","trace":"%s","error":"%s"}"""
        .formatted(
            AccessLogField.contextRequestId(),
            AccessLogField.contextRequestTime(),
            AccessLogField.contextIdentitySourceIp(),
            AccessLogField.contextHttpMethod(),
            AccessLogField.contextResourcePath(),
            AccessLogField.contextStatus(),
            AccessLogField.contextResponseLatency(),
            AccessLogField.contextIntegrationLatency(),
            AccessLogField.contextResponseLength(),
            AccessLogField.contextXrayTraceId(),
            AccessLogField.contextErrorResponseType());
  }

  private static Map<Deployable, Integration> integrations(
      Function<Deployable, IFunction> functions) {
    Map<Deployable, Integration> integrations = new EnumMap<>(Deployable.class);
    for (Deployable deployable : Deployable.values()) {
      integrations.put(
          deployable,
          LambdaIntegration.Builder.create(functions.apply(deployable))
              .proxy(true)
              // Else each method of each path adds a statement to the function's policy, which is
              // full at 20 KB.
              .scopePermissionToMethod(false)
              .build());
    }
    return integrations;
  }

  /// TLS 1.2 or newer on the API's own address too. No property of the construct says so yet.
  private void requireTls() {
    CfnRestApi rest = (CfnRestApi) api.getNode().getDefaultChild();
    if (rest != null) {
      rest.setSecurityPolicy("SecurityPolicy_TLS13_1_2_PQ_2025_09");
      rest.setEndpointAccessMode("STRICT");
    }
  }

  private void excuse(Web web) {
    NagSuppressions.addResourceSuppressions(
        api,
        List.of(
            because(
                "AwsSolutions-APIG4",
                "Each function checks the credential itself, also where no gateway is before it."),
            because("AwsSolutions-COG4", "Members and API keys are Waymark's own, not Cognito's."),
            because(
                "Serverless-APIGWStructuredLogging",
                "The stage has it; the rule also asks the deployment, which has no log."),
            because(
                "AwsSolutions-IAM4", "The policy with which API Gateway writes logs is AWS's.")),
        true);
    if (!web.firewall()) {
      NagSuppressions.addResourceSuppressions(
          api,
          List.of(because("AwsSolutions-APIG3", "WAF bills by the month; -c waf=on adds it.")),
          true);
    }
  }

  private static NagPackSuppression because(String id, String reason) {
    return NagPackSuppression.builder().id(id).reason(reason).build();
  }
}
