package io.waymark.cli.transfer;

import io.waymark.cli.replay.GivenUpBatches;
import io.waymark.tenancy.installation.Installation;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// An installation's tables and buckets, as whoever operates it reaches them.
///
/// @param givenUp what its streams gave up
public record Place(
    Installation installation, DynamoDbClient dynamo, S3Client s3, GivenUpBatches givenUp) {}
