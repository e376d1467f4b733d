package io.waymark.cdk.api;

import io.waymark.cdk.config.StageConfig;
import io.waymark.tenancy.installation.Deployable;
import java.util.function.Function;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/// The HTTP API of a stage.
public final class ApiStack extends Stack {
  private final RestApi api;

  /// @param functions that answer HTTP
  public ApiStack(
      Construct scope,
      String id,
      StackProps props,
      StageConfig config,
      Function<Deployable, IFunction> functions) {
    super(scope, id, props);
    api = new HttpApi(this, "Http", config, functions).api();
    if (config.web().firewall()) {
      new Firewall(this, "Firewall", api);
    }
    config.web().domain().ifPresent(domain -> new CustomDomain(this, "Domain", api, domain));
    CfnOutput.Builder.create(this, "ApiId").value(api.getRestApiId()).build();
    CfnOutput.Builder.create(this, "ApiUrl").value(url(config)).build();
  }

  public RestApi api() {
    return api;
  }

  private String url(StageConfig config) {
    return config.web().domain().map(domain -> "https://" + domain.name()).orElseGet(api::getUrl);
  }
}
