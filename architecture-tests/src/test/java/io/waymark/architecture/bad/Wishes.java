package io.waymark.architecture.bad;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

record Wishes(DynamoDbClient dynamo) {}
