package io.waymark.cdk.api;

import io.waymark.cdk.config.Web;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.apigateway.DomainName;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.MTLSConfig;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.SecurityPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/// The operator's own name for the API, TLS 1.2 or newer, with callers' certificates checked where
/// there is a truststore. Its DNS record, to the output `DomainTarget`, is the operator's to make.
final class CustomDomain extends Construct {
  CustomDomain(Construct scope, String id, RestApi api, Web.Domain domain) {
    super(scope, id);
    DomainName.Builder builder =
        DomainName.Builder.create(this, "Name")
            .domainName(domain.name())
            .certificate(
                Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn()))
            .endpointType(EndpointType.REGIONAL)
            .securityPolicy(SecurityPolicy.TLS_1_2)
            .mapping(api);
    domain
        .truststore()
        .ifPresent(
            truststore ->
                builder.mtls(
                    MTLSConfig.builder()
                        .bucket(Bucket.fromBucketName(this, "Truststore", truststore.bucket()))
                        .key(truststore.key())
                        .build()));
    DomainName name = builder.build();
    CfnOutput.Builder.create(this, "DomainTarget")
        .description("What the DNS record of " + domain.name() + " points to")
        .value(name.getDomainNameAliasDomainName())
        .build();
  }
}
