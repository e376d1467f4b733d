package io.waymark.cdk.data;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpProtocol;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// A network without a single part that bills by the hour. The database's subnets lead nowhere.
/// From those of the functions S3 and DynamoDB are reached by gateway endpoints and AWS's other
/// APIs by IPv6 through an egress-only gateway; there is no way out by IPv4 and none in at all.
final class PrivateNetwork extends Construct {
  private static final int SUBNET_MASK = 24;

  private final Vpc vpc;
  private final SecurityGroup functions;

  /// @param logs where flow logs go
  PrivateNetwork(Construct scope, String id, IBucket logs) {
    super(scope, id);
    vpc =
        Vpc.Builder.create(this, "Vpc")
            .ipProtocol(IpProtocol.DUAL_STACK)
            .maxAzs(2)
            .natGateways(0)
            .createInternetGateway(false)
            .subnetConfiguration(
                List.of(
                    subnets("functions", SubnetType.PRIVATE_WITH_EGRESS),
                    subnets("database", SubnetType.PRIVATE_ISOLATED)))
            .gatewayEndpoints(
                Map.of(
                    "S3", gateway(GatewayVpcEndpointAwsService.S3),
                    "DynamoDb", gateway(GatewayVpcEndpointAwsService.DYNAMODB)))
            .flowLogs(
                Map.of(
                    "FlowLogs",
                    FlowLogOptions.builder()
                        .destination(FlowLogDestination.toS3(logs, "vpc/"))
                        .build()))
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

  private static SubnetConfiguration subnets(String name, SubnetType type) {
    return SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(SUBNET_MASK).build();
  }

  private static GatewayVpcEndpointOptions gateway(GatewayVpcEndpointAwsService service) {
    return GatewayVpcEndpointOptions.builder().service(service).build();
  }
}
