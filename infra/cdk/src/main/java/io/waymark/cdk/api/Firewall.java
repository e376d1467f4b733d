package io.waymark.cdk.api;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/// AWS WAF before the API: known bad addresses and inputs, AWS's common rules, and a limit for each
/// address.
final class Firewall extends Construct {
  private static final int REQUESTS_OF_AN_ADDRESS = 10_000;
  private static final int WITHIN_SECONDS = 300;
  private static final String TOO_MANY = "too-many";

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
            .customResponseBodies(Map.of(TOO_MANY, tooMany()))
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
        .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(Map.of()).build())
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
                .block(CfnWebACL.BlockActionProperty.builder().customResponse(comeBack()).build())
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

  /// Of an address that sends too much, perhaps for many users: what it sent is to be sent again.
  private static CfnWebACL.CustomResponseProperty comeBack() {
    return CfnWebACL.CustomResponseProperty.builder()
        .responseCode(429)
        .responseHeaders(
            List.of(
                CfnWebACL.CustomHTTPHeaderProperty.builder()
                    .name("Retry-After")
                    .value(Integer.toString(WITHIN_SECONDS))
                    .build()))
        .customResponseBodyKey(TOO_MANY)
        .build();
  }

  private static CfnWebACL.CustomResponseBodyProperty tooMany() {
    return CfnWebACL.CustomResponseBodyProperty.builder()
        .contentType("APPLICATION_JSON")
        .content(
            """
            {"type":"about:blank","title":"Too Many Requests","status":429,\
            "detail":"more than %d requests of this address within %d s; send them again later",\
            "errors":[]}"""
                .formatted(REQUESTS_OF_AN_ADDRESS, WITHIN_SECONDS))
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
