package io.waymark.cdk.observability;

import io.waymark.cdk.api.ApiStack;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.data.DataStack;
import io.waymark.cdk.function.FunctionsStack;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// Alarms, the dashboard and the saved queries of a stage.
public final class ObservabilityStack extends Stack {
  public ObservabilityStack(
      Construct scope,
      String id,
      StackProps props,
      StageConfig config,
      DataStack data,
      FunctionsStack functions,
      ApiStack api) {
    super(scope, id, props);
    Metrics metrics = new Metrics(this, "Metrics", config, data, functions, api);
    AlarmTopic topic = new AlarmTopic(this, "Told", data.key().key(), config.alarmEmail());
    new Alarms(this, "Alarms", config, metrics, functions, topic);
    new StageDashboard(this, "Page", config, metrics, functions);
    new SavedQueries(this, "Queries", config, functions);
    CfnOutput.Builder.create(this, "AlarmTopic").value(topic.arn()).build();
  }
}
