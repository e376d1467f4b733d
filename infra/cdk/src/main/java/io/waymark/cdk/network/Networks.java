package io.waymark.cdk.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// What all networks of a stage have in common.
public final class Networks {
  private static final int SUBNET_MASK = 24;

  private Networks() {}

  /// The begin of a network in two zones without a part that bills by the hour: no NAT, and S3 and
  /// DynamoDB by gateway endpoints.
  ///
  /// @param logs where its flow logs go
  public static Vpc.Builder withoutHourlyFees(
      Construct scope, IBucket logs, List<SubnetConfiguration> subnets) {
    return Vpc.Builder.create(scope, "Vpc")
        .maxAzs(2)
        .natGateways(0)
        .subnetConfiguration(subnets)
        .gatewayEndpoints(
            // Map.of has another order in every process, which would be a change to deploy.
            new TreeMap<>(
                Map.of(
                    "S3", gateway(GatewayVpcEndpointAwsService.S3),
                    "DynamoDb", gateway(GatewayVpcEndpointAwsService.DYNAMODB))))
        .flowLogs(
            Map.of(
                "FlowLogs",
                FlowLogOptions.builder()
                    .destination(FlowLogDestination.toS3(logs, "vpc/"))
                    .build()));
  }

  /// One subnet in each zone.
  public static SubnetConfiguration.Builder subnets(String name, SubnetType type) {
    return SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(SUBNET_MASK);
  }

  private static GatewayVpcEndpointOptions gateway(GatewayVpcEndpointAwsService service) {
    return GatewayVpcEndpointOptions.builder().service(service).build();
  }
}
