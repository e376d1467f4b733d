package io.waymark.cdk.api;

import java.util.List;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/// AWS WAF before the API: known bad addresses and inputs, AWS's common rules, and a limit for each
/// address.
final class Firewall extends Construct {
  private static final int REQUESTS_OF_AN_ADDRESS = 10_000;
  private static final int WITHIN_SECONDS = 300;

  Firewall(Construct scope, String id, RestApi api) {
    super(scope, id);
    CfnWebACL acl =
        CfnWebACL.Builder.create(this, "Acl")
            .scope("REGIONAL")
            .defaultAction(
                CfnWebACL.DefaultActionProperty.builder()
                    .allow(CfnWebACL.AllowActionProperty.builder().build())
                    .build())
            .visibilityConfig(visible("all"))
            .rules(
                List.of(
                    managed(0, "AWSManagedRulesAmazonIpReputationList", List.of()),
                    managed(1, "AWSManagedRulesKnownBadInputsRuleSet", List.of()),
                    // Batches of events and histories are larger than the 8 KB it allows a body.
                    managed(2, "AWSManagedRulesCommonRuleSet", List.of("SizeRestrictions_BODY")),
                    rate(3)))
            .build();
    CfnWebACLAssociation.Builder.create(this, "Association")
        .resourceArn(api.getDeploymentStage().getStageArn())
        .webAclArn(acl.getAttrArn())
        .build();
  }

  /// @param counted rules of the group that only count
  private static CfnWebACL.RuleProperty managed(int priority, String name, List<String> counted) {
    return CfnWebACL.RuleProperty.builder()
        .name(name)
        .priority(priority)
        .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(java.util.Map.of()).build())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .managedRuleGroupStatement(
                    CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                        .vendorName("AWS")
                        .name(name)
                        .ruleActionOverrides(counted.stream().map(Firewall::count).toList())
                        .build())
                .build())
        .visibilityConfig(visible(name))
        .build();
  }

  private static CfnWebACL.RuleActionOverrideProperty count(String rule) {
    return CfnWebACL.RuleActionOverrideProperty.builder()
        .name(rule)
        .actionToUse(
            CfnWebACL.RuleActionProperty.builder()
                .count(CfnWebACL.CountActionProperty.builder().build())
                .build())
        .build();
  }

  private static CfnWebACL.RuleProperty rate(int priority) {
    return CfnWebACL.RuleProperty.builder()
        .name("rate")
        .priority(priority)
        .action(
            CfnWebACL.RuleActionProperty.builder()
                .block(CfnWebACL.BlockActionProperty.builder().build())
                .build())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .rateBasedStatement(
                    CfnWebACL.RateBasedStatementProperty.builder()
                        .aggregateKeyType("IP")
                        .limit(REQUESTS_OF_AN_ADDRESS)
                        .evaluationWindowSec(WITHIN_SECONDS)
                        .build())
                .build())
        .visibilityConfig(visible("rate"))
        .build();
  }

  private static CfnWebACL.VisibilityConfigProperty visible(String metric) {
    return CfnWebACL.VisibilityConfigProperty.builder()
        .metricName("waymark-" + metric)
        .cloudWatchMetricsEnabled(true)
        .sampledRequestsEnabled(true)
        .build();
  }
}
