package io.waymark.cdk.data;

import io.waymark.cdk.network.Networks;
import java.util.List;
import software.amazon.awscdk.services.ec2.IpProtocol;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// A network without a single part that bills by the hour. The database's subnets lead nowhere.
/// From those of the functions S3 and DynamoDB are reached by gateway endpoints and AWS's other
/// APIs by IPv6 through an egress-only gateway; there is no way out by IPv4 and none in at all.
final class PrivateNetwork extends Construct {
  private final Vpc vpc;
  private final SecurityGroup functions;

  /// @param logs where flow logs go
  PrivateNetwork(Construct scope, String id, IBucket logs) {
    super(scope, id);
    vpc =
        Networks.withoutHourlyFees(
                this,
                logs,
                List.of(
                    Networks.subnets("functions", SubnetType.PRIVATE_WITH_EGRESS).build(),
                    Networks.subnets("database", SubnetType.PRIVATE_ISOLATED).build()))
            .ipProtocol(IpProtocol.DUAL_STACK)
            .createInternetGateway(false)
            .build();
    functions =
        SecurityGroup.Builder.create(this, "Functions")
            .vpc(vpc)
            .description("Functions that may reach the database")
            .allowAllOutbound(false)
            .allowAllIpv6Outbound(false)
            .build();
    functions.addEgressRule(Peer.anyIpv6(), Port.HTTPS, "APIs of AWS by IPv6");
    functions.addEgressRule(Peer.anyIpv4(), Port.HTTPS, "S3 and DynamoDB by gateway endpoint");
  }

  Vpc vpc() {
    return vpc;
  }

  /// What a function carries that may reach the database.
  SecurityGroup functions() {
    return functions;
  }

  static SubnetSelection ofFunctions() {
    return SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build();
  }

  static SubnetSelection ofDatabase() {
    return SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build();
  }
}
