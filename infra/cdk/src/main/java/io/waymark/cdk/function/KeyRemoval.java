package io.waymark.cdk.function;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.tenancy.installation.Installation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.customresources.AwsCustomResource;
import software.amazon.awscdk.customresources.AwsCustomResourcePolicy;
import software.amazon.awscdk.customresources.AwsSdkCall;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// Takes away with a stage that keeps nothing what its migrations made outside of the stacks: the
/// keys that sign tokens, their public halves, and the keys of the answers' ids and of second
/// factors. No template can make them, since it would show them. Nothing is called before the stack
/// is deleted.
final class KeyRemoval extends Construct {
  /// The CDK's function that makes such calls, one in a stack.
  private static final String CALLER = "AWS679f53fac002430cb0da5b7982bd2287";

  private final Installation installation;
  private final LogGroup log;

  KeyRemoval(Construct scope, String id, Installation installation) {
    super(scope, id);
    this.installation = installation;
    log =
        LogGroup.Builder.create(this, "Log")
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    String secret = installation.signingKeysSecret();
    List<String> parameters =
        List.of(
            installation.jwksParameter(),
            installation.recommendationIdKeyParameter(),
            installation.secondFactorKeyParameter());
    removal(
        "SigningKeys",
        call(
            "SecretsManager",
            "deleteSecret",
            Map.of("SecretId", secret, "ForceDeleteWithoutRecovery", true)),
        statement(
            "secretsmanager:DeleteSecret",
            List.of(arn("secretsmanager", "secret", secret + "-??????"))));
    // Names of what is not there are no error here.
    removal(
        "Parameters",
        call("SSM", "deleteParameters", Map.of("Names", parameters)),
        statement(
            "ssm:DeleteParameters",
            parameters.stream().map(name -> arn("ssm", "parameter", name)).toList()));
    excuse();
  }

  private void removal(String id, AwsSdkCall call, PolicyStatement allowed) {
    AwsCustomResource.Builder.create(this, id)
        .onDelete(call)
        .policy(AwsCustomResourcePolicy.fromStatements(List.of(allowed)))
        .installLatestAwsSdk(false)
        .logGroup(log)
        .build();
  }

  private static AwsSdkCall call(String service, String action, Map<String, Object> parameters) {
    return AwsSdkCall.builder()
        .service(service)
        .action(action)
        // Map.of has another order in every process, which would be a change to deploy.
        .parameters(new TreeMap<>(parameters))
        .ignoreErrorCodesMatching("ResourceNotFoundException")
        .build();
  }

  private static PolicyStatement statement(String action, List<String> resources) {
    return PolicyStatement.Builder.create().actions(List.of(action)).resources(resources).build();
  }

  private String arn(String service, String kind, String name) {
    boolean path = name.startsWith("/");
    return Stack.of(this)
        .formatArn(
            ArnComponents.builder()
                .service(service)
                .resource(kind)
                .resourceName(path ? name.substring(1) : name)
                .arnFormat(path ? ArnFormat.SLASH_RESOURCE_NAME : ArnFormat.COLON_RESOURCE_NAME)
                .build());
  }

  private void excuse() {
    NagSuppressions.addResourceSuppressions(
        this,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "A secret's ARN ends in six characters that are known only once it is made; "
                    + installation.signingKeysSecret()
                    + " is the one that is meant.")),
        true);
    NagSuppressions.addResourceSuppressions(
        Stack.of(this).getNode().findChild(CALLER),
        List.of(
            because("AwsSolutions-IAM4", "The CDK's own function: it may write logs."),
            because("AwsSolutions-L1", "The CDK's own function, on the runtime it chose."),
            because("Serverless-LambdaTracing", "It runs while a stack is deleted."),
            because("Serverless-LambdaDLQ", "Whoever calls it waits for the answer."),
            because("Serverless-LambdaLatestVersion", "The CDK's own function."),
            because("Serverless-LambdaDefaultMemorySize", "One call of an API."),
            because("Serverless-LambdaStarPermissions", "See AwsSolutions-IAM5.")),
        true);
  }

  private static NagPackSuppression because(String id, String reason) {
    return NagPackSuppression.builder().id(id).reason(reason).build();
  }
}
