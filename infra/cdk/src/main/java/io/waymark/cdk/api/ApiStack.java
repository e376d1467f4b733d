package io.waymark.cdk.api;

import io.waymark.cdk.config.Console;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.console.ConsoleSite;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Deployable;
import java.util.List;
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
    config.console().ifPresent(console -> addConsole(config, console));
  }

  public RestApi api() {
    return api;
  }

  /// Its pages call the API, and put uploads where the API tells them to.
  private void addConsole(StageConfig config, Console console) {
    String uploads =
        "https://%s.s3.%s.amazonaws.com"
            .formatted(config.installation().name(Bucket.DATA), config.installation().region());
    ConsoleSite site =
        new ConsoleSite(
            this,
            "Console",
            new ConsoleSite.Props(console, List.of(url(config), uploads), config.removal()));
    CfnOutput.Builder.create(this, "ConsoleUrl").value(site.url()).build();
    CfnOutput.Builder.create(this, "ConsoleTarget")
        .description("What a DNS record of the console points to")
        .value(site.target())
        .build();
  }

  private String url(StageConfig config) {
    return config.web().domain().map(domain -> "https://" + domain.name()).orElseGet(api::getUrl);
  }
}
