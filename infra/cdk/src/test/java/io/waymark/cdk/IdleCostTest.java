package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing bills by the hour but a stream that was asked for.
class IdleCostTest {
  private static final Set<String> ALWAYS_ON =
      Set.of(
          "AWS::EC2::NatGateway",
          "AWS::EC2::Instance",
          "AWS::EC2::TransitGateway",
          "AWS::EC2::VPNGateway",
          "AWS::RDS::DBProxy",
          "AWS::ElastiCache::CacheCluster",
          "AWS::ElastiCache::ReplicationGroup",
          "AWS::ElastiCache::ServerlessCache",
          "AWS::DAX::Cluster",
          "AWS::ECS::Service",
          "AWS::ECS::CapacityProvider",
          "AWS::AutoScaling::AutoScalingGroup",
          "AWS::EC2::EIP",
          "AWS::EMR::Cluster",
          "AWS::EKS::Cluster",
          "AWS::ElasticLoadBalancingV2::LoadBalancer",
          "AWS::OpenSearchService::Domain",
          "AWS::SageMaker::Endpoint",
          "AWS::MSK::Cluster");

  @Test
  void nothingRunsWhenNobodyAsks() {
    for (Synthesis stage : Synthesis.each()) {
      assertThat(stage.resources().map(each -> each.path("Type").asText()))
          .doesNotContainAnyElementsOf(ALWAYS_ON);
      assertThat(stage.resources("AWS::EC2::VPCEndpoint"))
          .as("interface endpoints")
          .allMatch(each -> each.at("/Properties/VpcEndpointType").asText().equals("Gateway"));
      assertThat(stage.resources("AWS::RDS::DBInstance"))
          .allMatch(
              each -> each.at("/Properties/DBInstanceClass").asText().equals("db.serverless"));
      assertThat(
              Stream.of("AWS::Lambda::Alias", "AWS::Lambda::Version")
                  .flatMap(type -> stage.resources(type).stream()))
          .as("provisioned concurrency")
          .noneMatch(each -> each.toString().contains("ProvisionedConcurren"));
      assertThat(stage.resources("AWS::ApiGateway::Stage"))
          .as("a cache of API Gateway")
          .noneMatch(each -> each.at("/Properties/CacheClusterEnabled").asBoolean())
          .as("metrics of each method, billed one by one")
          .noneMatch(each -> each.at("/Properties/MethodSettings/0/MetricsEnabled").asBoolean());
      assertThat(stage.resources("AWS::ECS::Cluster"))
          .as("metrics of each container, billed one by one")
          .allMatch(
              each -> each.at("/Properties/ClusterSettings/0/Value").asText().equals("disabled"));
      assertThat(stage.resources("AWS::EMRServerless::Application"))
          .as("workers that wait for a job")
          .noneMatch(each -> each.path("Properties").has("InitialCapacity"))
          .allMatch(each -> each.at("/Properties/AutoStopConfiguration/Enabled").asBoolean())
          .allMatch(
              each -> each.at("/Properties/AutoStopConfiguration/IdleTimeoutMinutes").asInt() == 1);
    }
  }

  @Test
  void theFewestWordsBuyNoStreamAndNoFirewall() {
    assertThat(Synthesis.fewest().resources().map(IdleCostTest::type))
        .doesNotContain("AWS::Kinesis::Stream", "AWS::WAFv2::WebACL");
  }

  private static String type(JsonNode resource) {
    return resource.path("Type").asText();
  }
}
