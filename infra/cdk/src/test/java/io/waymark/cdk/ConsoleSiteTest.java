package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleSiteTest {
  private static final List<Synthesis> WITH_CONSOLE =
      List.of(Synthesis.all(), Synthesis.thrownAway());

  @Test
  void nobodyReadsTheFilesButTheDistribution() {
    for (Synthesis stage : WITH_CONSOLE) {
      JsonNode site = bucket(stage, "ConsoleSite");
      assertThat(site.at("/PublicAccessBlockConfiguration").valueStream())
          .hasSize(4)
          .allMatch(JsonNode::asBoolean);
      assertThat(site.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
      assertThat(site.path("BucketEncryption").toString()).contains("AES256");
      assertThat(site.has("WebsiteConfiguration")).isFalse();
      assertThat(statements(stage, "ConsoleSitePolicy"))
          .filteredOn(each -> each.toString().contains("cloudfront.amazonaws.com"))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.path("Action").asText()).isEqualTo("s3:GetObject");
                assertThat(each.at("/Condition/StringEquals/AWS:SourceArn").toString())
                    .contains("ConsoleDistribution");
              });
      assertThat(statements(stage, "ConsoleSitePolicy"))
          .anyMatch(
              each ->
                  each.path("Effect").asText().equals("Deny")
                      && each.toString().contains("aws:SecureTransport"));
      JsonNode origin = distribution(stage).at("/Origins/0");
      assertThat(origin.has("OriginAccessControlId")).isTrue();
      assertThat(origin.at("/S3OriginConfig/OriginAccessIdentity").asText()).isEmpty();
    }
    assertThat(
            Synthesis.all()
                .resources("AWS::CloudFront::OriginAccessControl")
                .getFirst()
                .at("/Properties/OriginAccessControlConfig/SigningBehavior")
                .asText())
        .isEqualTo("always");
  }

  @Test
  void pagesComeByHttpsAloneWithHeadersThatKeepOthersOut() {
    for (Synthesis stage : WITH_CONSOLE) {
      JsonNode behavior = distribution(stage).path("DefaultCacheBehavior");
      assertThat(behavior.path("ViewerProtocolPolicy").asText()).isEqualTo("redirect-to-https");
      assertThat(behavior.at("/ResponseHeadersPolicyId/Ref").asText())
          .startsWith("ConsoleHeadersPolicy");
      JsonNode headers =
          stage
              .resources("AWS::CloudFront::ResponseHeadersPolicy")
              .getFirst()
              .at("/Properties/ResponseHeadersPolicyConfig/SecurityHeadersConfig");
      String policy = headers.at("/ContentSecurityPolicy/ContentSecurityPolicy").toString();
      assertThat(policy)
          .contains(
              "default-src 'none'",
              "script-src 'self';",
              "style-src 'self';",
              "frame-ancestors 'none'",
              "base-uri 'none'",
              "-data.s3.eu-central-1.amazonaws.com")
          .doesNotContain("unsafe", "*", "http:");
      assertThat(headers.at("/StrictTransportSecurity/AccessControlMaxAgeSec").asInt())
          .isEqualTo(31_536_000);
      assertThat(headers.at("/FrameOptions/FrameOption").asText()).isEqualTo("DENY");
      assertThat(headers.at("/ContentTypeOptions/Override").asBoolean()).isTrue();
      assertThat(headers.at("/ReferrerPolicy/ReferrerPolicy").asText()).isEqualTo("no-referrer");
    }
    assertThat(contentSecurityPolicy(Synthesis.all()))
        .contains("connect-src 'self' https://api.example.com ");
    assertThat(contentSecurityPolicy(Synthesis.thrownAway()))
        .as("the address that API Gateway gives")
        .contains("connect-src 'self' https://", ".execute-api.", "HttpApi");
  }

  @Test
  void aPathThatIsNoFileIsThePage() {
    JsonNode distribution = distribution(Synthesis.all());
    assertThat(distribution.path("DefaultRootObject").asText()).isEqualTo("index.html");
    assertThat(distribution.path("CustomErrorResponses").valueStream())
        .hasSize(2)
        .allMatch(each -> each.path("ResponsePagePath").asText().equals("/index.html"))
        .allMatch(each -> each.path("ResponseCode").asInt() == 200)
        .extracting(each -> each.path("ErrorCode").asInt())
        .containsExactlyInAnyOrder(403, 404);
  }

  @Test
  void itHasTheOperatorsNameWhereThereIsOne() {
    JsonNode named = distribution(Synthesis.all());
    assertThat(named.path("Aliases")).hasToString("[\"console.example.com\"]");
    assertThat(named.at("/ViewerCertificate/MinimumProtocolVersion").asText())
        .isEqualTo("TLSv1.2_2021");
    assertThat(named.at("/ViewerCertificate/AcmCertificateArn").asText())
        .isEqualTo("arn:aws:acm:us-east-1:111111111111:certificate/d");
    assertThat(named.at("/ViewerCertificate/SslSupportMethod").asText()).isEqualTo("sni-only");
    assertThat(distribution(Synthesis.thrownAway()).has("Aliases")).isFalse();
    assertThat(Synthesis.all().stack("api").at("/Outputs/ConsoleUrl/Value").asText())
        .isEqualTo("https://console.example.com");
    assertThat(Synthesis.thrownAway().stack("api").at("/Outputs/ConsoleUrl/Value").toString())
        .contains("https://", "ConsoleDistribution");
  }

  @Test
  void itCostsTheLeastAndItsCallsAreLogged() {
    JsonNode distribution = distribution(Synthesis.all());
    assertThat(distribution.path("PriceClass").asText()).isEqualTo("PriceClass_100");
    assertThat(distribution.at("/Logging/Bucket").toString()).contains("ConsoleLogs");
    JsonNode logs = bucket(Synthesis.all(), "ConsoleLogs");
    assertThat(logs.at("/OwnershipControls/Rules/0/ObjectOwnership").asText())
        .as("CloudFront writes by access-control lists")
        .isEqualTo("BucketOwnerPreferred");
    assertThat(logs.at("/LifecycleConfiguration/Rules/0/ExpirationInDays").asInt()).isEqualTo(400);
    assertThat(logs.at("/PublicAccessBlockConfiguration").valueStream())
        .hasSize(4)
        .allMatch(JsonNode::asBoolean);
  }

  @Test
  void aDeploymentCopiesTheFilesAndForgetsTheOldOnes() {
    JsonNode copying =
        Synthesis.all().resources("Custom::CDKBucketDeployment").getFirst().path("Properties");
    assertThat(copying.path("Prune").asBoolean()).isTrue();
    assertThat(copying.at("/DistributionPaths")).hasToString("[\"/*\"]");
    assertThat(copying.at("/SystemMetadata/cache-control").asText()).contains("must-revalidate");
  }

  @Test
  void withoutAFolderThereIsNothingOfIt() {
    assertThat(Synthesis.fewest().resources().map(each -> each.path("Type").asText()))
        .noneMatch(type -> type.startsWith("AWS::CloudFront"));
    assertThat(Synthesis.fewest().stack("api").path("Outputs").has("ConsoleUrl")).isFalse();
  }

  private static String contentSecurityPolicy(Synthesis stage) {
    return stage
        .resources("AWS::CloudFront::ResponseHeadersPolicy")
        .getFirst()
        .at(
            "/Properties/ResponseHeadersPolicyConfig/SecurityHeadersConfig/ContentSecurityPolicy/ContentSecurityPolicy")
        .toString();
  }

  private static JsonNode distribution(Synthesis stage) {
    List<JsonNode> found = stage.resources("AWS::CloudFront::Distribution");
    assertThat(found).hasSize(1);
    return found.getFirst().at("/Properties/DistributionConfig");
  }

  private static JsonNode bucket(Synthesis stage, String id) {
    return resources(stage, id, "AWS::S3::Bucket").findFirst().orElseThrow();
  }

  private static List<JsonNode> statements(Synthesis stage, String id) {
    return resources(stage, id, "AWS::S3::BucketPolicy")
        .flatMap(each -> each.at("/PolicyDocument/Statement").valueStream())
        .toList();
  }

  private static Stream<JsonNode> resources(Synthesis stage, String id, String type) {
    return stage
        .stack("api")
        .path("Resources")
        .propertyStream()
        .filter(each -> each.getKey().startsWith(id))
        .map(Map.Entry::getValue)
        .filter(each -> each.path("Type").asText().equals(type))
        .map(each -> each.path("Properties"));
  }
}
