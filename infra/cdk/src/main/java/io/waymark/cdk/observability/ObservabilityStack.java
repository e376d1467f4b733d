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
  /// What is watched.
  public record Props(StageConfig config, DataStack data, FunctionsStack functions, ApiStack api) {}

  public ObservabilityStack(Construct scope, String id, StackProps stack, Props props) {
    super(scope, id, stack);
    StageConfig config = props.config();
    Metrics metrics = new Metrics(this, "Metrics", props);
    AlarmTopic topic = new AlarmTopic(this, "Told", props.data().key().key(), config.alarmEmail());
    new Alarms(this, "Alarms", new Alarms.Props(config, metrics, props.functions(), topic));
    new StageDashboard(this, "Page", new StageDashboard.Props(config, metrics, props.functions()));
    new SavedQueries(this, "Queries", config, props.functions());
    CfnOutput.Builder.create(this, "AlarmTopic").value(topic.arn()).build();
  }
}
