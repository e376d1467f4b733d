package io.waymark.edge.tenants;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The operations on rows by which stores reach a tenant's, signed with its credentials; the others
/// are refused by the interface. Shares the client, and does not close it.
final class TenantDynamoDb implements DynamoDbClient {
  private final DynamoDbClient client;
  private final AwsCredentialsProvider credentials;

  TenantDynamoDb(DynamoDbClient client, AwsCredentialsProvider credentials) {
    this.client = client;
    this.credentials = credentials;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return client.getItem(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return client.batchGetItem(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return client.query(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return client.putItem(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return client.updateItem(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return client.deleteItem(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    return client.batchWriteItem(
        request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return client.transactWriteItems(
        request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  private AwsRequestOverrideConfiguration signed(DynamoDbRequest request) {
    return TenantClients.signed(request, credentials);
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {}
}
