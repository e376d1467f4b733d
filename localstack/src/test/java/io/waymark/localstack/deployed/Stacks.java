package io.waymark.localstack.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.localstack.Outputs;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What tests know of the deployed stacks: where they are, and the clients of their producers.
record Stacks(URI endpoint, Outputs outputs, Clients clients) implements AutoCloseable {
  record Clients(S3Client s3, KinesisClient kinesis, LambdaClient lambda) {}

  static Stacks of(URI endpoint, Outputs outputs) {
    return new Stacks(
        endpoint,
        outputs,
        new Clients(
            configured(S3Client.builder().forcePathStyle(true), endpoint),
            configured(KinesisClient.builder(), endpoint),
            configured(LambdaClient.builder(), endpoint)));
  }

  /// A caller without a credential.
  Api api() {
    return Api.at(Deployment.restUrl(endpoint, outputs));
  }

  String bucket(Bucket bucket) {
    return Deployment.INSTALLATION.name(bucket);
  }

  String function(Handler handler) {
    return Deployment.INSTALLATION.name(handler);
  }

  List<String> keys(Bucket bucket, String prefix) {
    return clients
        .s3()
        .listObjectsV2Paginator(list -> list.bucket(bucket(bucket)).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  JsonNode object(Bucket bucket, String key) {
    return Api.parse(
        clients.s3().getObjectAsBytes(get -> get.bucket(bucket(bucket)).key(key)).asUtf8String());
  }

  /// Invokes a function as an operator does.
  JsonNode invoke(Handler handler, Map<String, ?> event) {
    InvokeResponse answer =
        clients
            .lambda()
            .invoke(
                request ->
                    request
                        .functionName(function(handler))
                        .payload(SdkBytes.fromUtf8String(Api.text(event))));
    if (answer.functionError() != null) {
      throw new AssertionError(handler + " failed: " + answer.payload().asUtf8String());
    }
    return Api.parse(answer.payload().asUtf8String());
  }

  @Override
  public void close() {
    clients.s3().close();
    clients.kinesis().close();
    clients.lambda().close();
  }

  private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(Deployment.INSTALLATION.region()))
        .credentialsProvider(StaticCredentialsProvider.create(Deployment.CREDENTIALS))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
