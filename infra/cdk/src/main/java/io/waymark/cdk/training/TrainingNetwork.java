package io.waymark.cdk.training;

import io.waymark.cdk.network.Networks;
import java.util.List;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// A network for tasks, apart from that of the database, which a training has no business with. A
/// task has a public address while it runs, since its image and its logs go to APIs that have no
/// gateway endpoint, and both ways there without one (NAT, interface endpoints) bill by the hour.
/// Nothing reaches the task from outside; S3 and DynamoDB are reached by gateway endpoints.
final class TrainingNetwork extends Construct {
  private final Vpc vpc;
  private final SecurityGroup tasks;

  /// @param logs where flow logs go
  TrainingNetwork(Construct scope, String id, IBucket logs) {
    super(scope, id);
    vpc =
        Networks.withoutHourlyFees(
                this,
                logs,
                List.of(
                    Networks.subnets("tasks", SubnetType.PUBLIC)
                        .mapPublicIpOnLaunch(false)
                        .build()))
            .build();
    tasks =
        SecurityGroup.Builder.create(this, "Tasks")
            .vpc(vpc)
            .description("Training tasks: out to APIs of AWS, nothing in")
            .allowAllOutbound(false)
            .build();
    tasks.addEgressRule(Peer.anyIpv4(), Port.HTTPS, "APIs of AWS");
  }

  Vpc vpc() {
    return vpc;
  }

  SecurityGroup tasks() {
    return tasks;
  }

  static SubnetSelection ofTasks() {
    return SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build();
  }
}
