package io.waymark.cdk;

import io.waymark.cdk.api.ApiStack;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.data.DataStack;
import io.waymark.cdk.function.Archives;
import io.waymark.cdk.function.FunctionsStack;
import io.waymark.cdk.observability.ObservabilityStack;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;

/// The stacks of one stage: what holds data, and what can be made anew at any time.
///
/// @param data tables, buckets, stream, database
/// @param functions the handlers and what calls them but HTTP
/// @param api the HTTP API
/// @param observability alarms, the dashboard, saved queries
record Stage(
    DataStack data, FunctionsStack functions, ApiStack api, ObservabilityStack observability) {
  /// Behaviour of the CDK that new apps get from `cdk init`; here and not in `cdk.json`, so that
  /// tests see what is deployed.
  private static final Map<String, Object> BEHAVIOUR =
      Map.of(
          "@aws-cdk/aws-iam:minimizePolicies", true,
          "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true,
          "@aws-cdk/aws-apigateway:disableCloudWatchRole", true,
          "@aws-cdk/aws-lambda:recognizeLayerVersion", true,
          "@aws-cdk/core:checkSecretUsage", true,
          "@aws-cdk/core:target-partitions", List.of("aws"));

  static AppProps settings() {
    return AppProps.builder().postCliContext(BEHAVIOUR).analyticsReporting(false).build();
  }

  static Stage addTo(App app, StageConfig config, Archives archives) {
    Installation installation = config.installation();
    DataStack data =
        new DataStack(app, id(installation, "data"), props(config, "what holds data"), config);
    FunctionsStack functions =
        new FunctionsStack(
            app,
            id(installation, "functions"),
            props(config, "the functions"),
            new FunctionsStack.Props(config, archives, data));
    ApiStack api =
        new ApiStack(
            app,
            id(installation, "api"),
            props(config, "the HTTP API"),
            config,
            deployable -> functions.get(Handler.api(deployable)).called());
    ObservabilityStack observability =
        new ObservabilityStack(
            app,
            id(installation, "observability"),
            props(config, "alarms, the dashboard and saved queries"),
            new ObservabilityStack.Props(config, data, functions, api));
    Tags.of(app).add("waymark:stage", installation.stage());
    return new Stage(data, functions, api, observability);
  }

  private static String id(Installation installation, String part) {
    return "waymark-" + installation.stage() + "-" + part;
  }

  private static StackProps props(StageConfig config, String what) {
    return StackProps.builder()
        .description("Waymark, stage " + config.installation().stage() + ": " + what)
        .env(
            Environment.builder()
                .account(config.installation().account())
                .region(config.installation().region())
                .build())
        .build();
  }
}
