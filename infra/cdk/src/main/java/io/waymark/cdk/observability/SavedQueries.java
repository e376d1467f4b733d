package io.waymark.cdk.observability;

import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.function.FunctionsStack;
import io.waymark.cdk.function.JavaFunction;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import java.util.Arrays;
import java.util.Collection;
import software.amazon.awscdk.services.logs.CfnQueryDefinition;
import software.constructs.Construct;

/// What an operator asks the functions' logs, ready in CloudWatch Logs Insights. The fields are
/// those of `docs/reference/telemetry.md`, which tests compare with both.
final class SavedQueries extends Construct {
  private static final String ERRORS_BY_FINGERPRINT =
      """
      filter level = "ERROR" and ispresent(fingerprint)
      | stats count(*) as errors, count_distinct(mdc.request_id) as requests, min(@timestamp) as first, \
      max(@timestamp) as last, latest(message) as sentence by fingerprint, loggerName
      | sort errors desc
      | limit 100""";

  private static final String SLOWEST_REQUESTS_BY_ROUTE =
      """
      filter %s = 1
      | stats count(*) as requests, pct(latency_ms, 50) as half_within_ms, \
      pct(latency_ms, 99) as almost_all_within_ms, max(latency_ms) as slowest_ms by method, endpoint
      | sort almost_all_within_ms desc
      | limit 100"""
          .formatted(Installation.USAGE_FIELD);

  private static final String ONE_REQUEST_BY_ID =
      """
      fields @timestamp, @log, level, formattedMessage, endpoint, status, latency_ms, @message
      | filter mdc.request_id = "put the request's id here" or request_id = "put it here too"
      | sort @timestamp asc
      | limit 1000""";

  private final String stage;

  SavedQueries(Construct scope, String id, StageConfig config, FunctionsStack functions) {
    super(scope, id);
    this.stage = config.installation().stage();
    add("errors-by-fingerprint", ERRORS_BY_FINGERPRINT, functions.functions());
    add(
        "slowest-requests-by-route",
        SLOWEST_REQUESTS_BY_ROUTE,
        Arrays.stream(Deployable.values()).map(Handler::api).map(functions::get).toList());
    add("one-request-by-id", ONE_REQUEST_BY_ID, functions.functions());
  }

  private void add(String name, String query, Collection<JavaFunction> functions) {
    CfnQueryDefinition.Builder.create(this, name)
        .name("waymark-" + stage + "/" + name)
        .queryString(query)
        .logGroupNames(
            functions.stream().map(function -> function.log().getLogGroupName()).toList())
        .build();
  }
}
