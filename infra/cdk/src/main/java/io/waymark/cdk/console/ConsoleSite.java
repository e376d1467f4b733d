package io.waymark.cdk.console;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.Console;
import io.waymark.cdk.config.Removal;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.ErrorResponse;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.CacheControl;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/// A built site: its files in a private bucket that CloudFront alone reads, under CloudFront's name
/// or one of the operator's own. A path that is no file is `index.html`, whose script reads it.
///
/// Its logs have a bucket of their own: CloudFront writes them by access-control lists, which the
/// stage's bucket of logs refuses.
public final class ConsoleSite extends Construct {
  private static final String PAGE = "index.html";
  private static final Duration LOGS_KEPT = Duration.days(400);
  private static final Duration REPLACED_KEPT = Duration.days(30);

  /// The CDK's function that copies files; its name holds its memory.
  private static final String COPIER =
      "Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C";

  private static final int COPIER_MIB = 512;

  private final Props props;
  private final Distribution distribution;

  /// What it is made of.
  ///
  /// @param calls origins that its pages may call
  public record Props(Console console, List<String> calls, Removal removal) {
    public Props {
      calls = List.copyOf(calls);
    }
  }

  public ConsoleSite(Construct scope, String id, Props props) {
    super(scope, id);
    this.props = props;
    Bucket logs = logs();
    Bucket files = files(logs);
    distribution = distribution(files, logs);
    LogGroup copying =
        LogGroup.Builder.create(this, "CopyingLog")
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    BucketDeployment.Builder.create(this, "Files")
        .sources(List.of(Source.asset(props.console().folder().toAbsolutePath().toString())))
        .destinationBucket(files)
        // A page that is kept anywhere names scripts that are gone after the next deployment.
        .cacheControl(List.of(CacheControl.fromString("public, max-age=0, must-revalidate")))
        .distribution(distribution)
        .distributionPaths(List.of("/*"))
        .memoryLimit(COPIER_MIB)
        .logGroup(copying)
        .build();
    excuse();
  }

  /// Where it is, once its name points there.
  public String url() {
    return props
        .console()
        .domain()
        .map(Console.Domain::origin)
        .orElseGet(() -> "https://" + distribution.getDistributionDomainName());
  }

  /// CloudFront's name for it, to which the DNS record of another name points.
  public String target() {
    return distribution.getDistributionDomainName();
  }

  private Distribution distribution(IBucket files, Bucket logs) {
    Distribution.Builder builder =
        Distribution.Builder.create(this, "Distribution")
            .comment("Waymark's console")
            .defaultBehavior(
                BehaviorOptions.builder()
                    .origin(S3BucketOrigin.withOriginAccessControl(files))
                    .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                    .responseHeadersPolicy(
                        new SecurityHeaders(this, "Headers", props.calls()).policy())
                    .compress(true)
                    .build())
            .defaultRootObject(PAGE)
            // Who may not list a bucket is told 403 of what is not there.
            .errorResponses(List.of(pageFor(403), pageFor(404)))
            .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021)
            .httpVersion(HttpVersion.HTTP2_AND_3)
            .priceClass(PriceClass.PRICE_CLASS_100)
            .enableLogging(true)
            .logBucket(logs)
            .logFilePrefix("cloudfront/");
    props
        .console()
        .domain()
        .ifPresent(
            domain ->
                builder
                    .domainNames(List.of(domain.name()))
                    .certificate(
                        Certificate.fromCertificateArn(
                            this, "Certificate", domain.certificateArn())));
    return builder.build();
  }

  private static ErrorResponse pageFor(int status) {
    return ErrorResponse.builder()
        .httpStatus(status)
        .responseHttpStatus(200)
        .responsePagePath("/" + PAGE)
        .ttl(Duration.seconds(0))
        .build();
  }

  /// Made again by every deployment, so that nothing of it is retained.
  private Bucket files(Bucket logs) {
    return bucket("Site")
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .versioned(true)
        .lifecycleRules(
            List.of(
                LifecycleRule.builder()
                    .id("replaced")
                    .noncurrentVersionExpiration(REPLACED_KEPT)
                    .abortIncompleteMultipartUploadAfter(Duration.days(1))
                    .build()))
        .serverAccessLogsBucket(logs)
        .serverAccessLogsPrefix("s3/")
        .removalPolicy(RemovalPolicy.DESTROY)
        .autoDeleteObjects(true)
        .build();
  }

  private Bucket logs() {
    boolean thrownAway = props.removal() == Removal.DESTROY;
    return bucket("Logs")
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED)
        .versioned(true)
        .lifecycleRules(
            List.of(
                LifecycleRule.builder()
                    .id("old")
                    .expiration(LOGS_KEPT)
                    .noncurrentVersionExpiration(REPLACED_KEPT)
                    .abortIncompleteMultipartUploadAfter(Duration.days(1))
                    .build()))
        .removalPolicy(thrownAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN)
        .autoDeleteObjects(thrownAway)
        .build();
  }

  private Bucket.Builder bucket(String id) {
    return Bucket.Builder.create(this, id)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .encryption(BucketEncryption.S3_MANAGED)
        .enforceSsl(true)
        .minimumTlsVersion(1.2);
  }

  private void excuse() {
    NagSuppressions.addResourceSuppressions(
        distribution,
        List.of(
            because("AwsSolutions-CFR1", "Operators may be anywhere."),
            because(
                "AwsSolutions-CFR2",
                "Files that anybody may read; what is to be guarded is the API, which has -c"
                    + " waf=on.")));
    if (props.console().domain().isEmpty()) {
      NagSuppressions.addResourceSuppressions(
          distribution,
          List.of(
              because(
                  "AwsSolutions-CFR4",
                  "CloudFront's own name takes no newer minimum; with -c consoleDomain it is"
                      + " TLSv1.2_2021.")));
    }
    NagSuppressions.addResourceSuppressions(
        Stack.of(this).getNode().findChild(COPIER + COPIER_MIB + "MiB"),
        List.of(
            because("AwsSolutions-IAM4", "The CDK's own function: it may write logs."),
            because(
                "AwsSolutions-IAM5",
                "Grants of the CDK: families of actions on the site's bucket and the CDK's own;"
                    + " invalidations know no resource to name."),
            because("AwsSolutions-L1", "The CDK's own function, on the runtime it chose."),
            because("Serverless-LambdaTracing", "It runs while a deployment waits for it."),
            because("Serverless-LambdaDLQ", "Whoever calls it waits for the answer."),
            because("Serverless-LambdaLatestVersion", "The CDK's own function.")),
        true);
  }

  private static NagPackSuppression because(String id, String reason) {
    return NagPackSuppression.builder().id(id).reason(reason).build();
  }
}
