package io.waymark.edge.tenants;

import io.micronaut.context.annotation.Factory;
import io.waymark.tenancy.TenantScoped;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The clients stores hold. Where no role for tenants is named they are the function's own.
@Factory
final class TenantClients {
  @Singleton
  TenantScoped<DynamoDbClient> dynamoDb(
      DynamoDbClient client, Optional<TenantCredentials> credentials) {
    return credentials
        .<TenantScoped<DynamoDbClient>>map(
            held -> tenant -> new TenantDynamoDb(client, () -> held.of(tenant)))
        .orElse(_ -> client);
  }

  @Singleton
  TenantScoped<S3Client> s3(S3Client client, Optional<TenantCredentials> credentials) {
    return credentials
        .<TenantScoped<S3Client>>map(held -> tenant -> new TenantS3(client, () -> held.of(tenant)))
        .orElse(_ -> client);
  }

  /// `request`'s own settings, with other credentials.
  static AwsRequestOverrideConfiguration signed(
      AwsRequest request, AwsCredentialsProvider credentials) {
    return request
        .overrideConfiguration()
        .map(AwsRequestOverrideConfiguration::toBuilder)
        .orElseGet(AwsRequestOverrideConfiguration::builder)
        .credentialsProvider(credentials)
        .build();
  }
}
