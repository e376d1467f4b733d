package io.waymark.testing.iam;

import io.waymark.tenancy.installation.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// What IAM is asked about a request of the SDK: for each table or object, the action and the keys.
final class AccessRequests {
  private static final String KEYS = "dynamodb:LeadingKeys";
  private static final Pattern PARTITION = Pattern.compile("(?:^|\\s|\\()pk\\s*=\\s*(:\\w+)");

  private final Resources resources;

  AccessRequests(Resources resources) {
    this.resources = resources;
  }

  /// All that must be allowed.
  ///
  /// @throws IllegalArgumentException for a request it does not know
  List<AccessRequest> of(SdkRequest request) {
    return switch (request) {
      case GetItemRequest get -> List.of(row("GetItem", get.tableName(), get.key()));
      case PutItemRequest put -> List.of(row("PutItem", put.tableName(), put.item()));
      case UpdateItemRequest update -> List.of(row("UpdateItem", update.tableName(), update.key()));
      case DeleteItemRequest delete -> List.of(row("DeleteItem", delete.tableName(), delete.key()));
      case QueryRequest query -> List.of(rows("Query", query.tableName(), List.of(asked(query))));
      case ScanRequest scan -> List.of(rows("Scan", scan.tableName(), List.of()));
      case BatchGetItemRequest batch ->
          batch.requestItems().entrySet().stream()
              .map(each -> rows("BatchGetItem", each.getKey(), partitions(each.getValue().keys())))
              .toList();
      case BatchWriteItemRequest batch ->
          batch.requestItems().entrySet().stream()
              .map(
                  each ->
                      rows(
                          "BatchWriteItem",
                          each.getKey(),
                          partitions(
                              each.getValue().stream().map(AccessRequests::written).toList())))
              .toList();
      case TransactWriteItemsRequest transaction ->
          transaction.transactItems().stream().flatMap(this::each).toList();
      case GetObjectRequest get -> List.of(object("GetObject", get.bucket(), get.key()));
      case HeadObjectRequest head -> List.of(object("GetObject", head.bucket(), head.key()));
      case PutObjectRequest put -> List.of(object("PutObject", put.bucket(), put.key()));
      case DeleteObjectRequest delete ->
          List.of(object("DeleteObject", delete.bucket(), delete.key()));
      case ListObjectsV2Request list ->
          List.of(listing(list.bucket(), Optional.ofNullable(list.prefix())));
      case HeadBucketRequest head -> List.of(listing(head.bucket(), Optional.empty()));
      default ->
          throw new IllegalArgumentException(
              "which action is " + request.getClass().getSimpleName() + "? Add it here");
    };
  }

  /// What S3 asks before it says that an object is missing.
  AccessRequest listingWhole(String bucket) {
    return listing(bucket, Optional.empty());
  }

  private Stream<AccessRequest> each(TransactWriteItem item) {
    List<AccessRequest> asked = new ArrayList<>();
    if (item.put() != null) {
      asked.add(row("PutItem", item.put().tableName(), item.put().item()));
    }
    if (item.update() != null) {
      asked.add(row("UpdateItem", item.update().tableName(), item.update().key()));
    }
    if (item.delete() != null) {
      asked.add(row("DeleteItem", item.delete().tableName(), item.delete().key()));
    }
    if (item.conditionCheck() != null) {
      asked.add(
          row(
              "ConditionCheckItem",
              item.conditionCheck().tableName(),
              item.conditionCheck().key()));
    }
    return asked.stream();
  }

  private static Map<String, AttributeValue> written(WriteRequest request) {
    return request.putRequest() == null
        ? request.deleteRequest().key()
        : request.putRequest().item();
  }

  private static String asked(QueryRequest query) {
    Matcher condition = PARTITION.matcher(query.keyConditionExpression());
    if (!condition.find()) {
      throw new IllegalArgumentException(
          "a query's key condition does not say pk = :…: " + query.keyConditionExpression());
    }
    return Objects.requireNonNull(query.expressionAttributeValues().get(condition.group(1))).s();
  }

  private AccessRequest row(String call, String table, Map<String, AttributeValue> row) {
    return rows(call, table, partitions(List.of(row)));
  }

  private AccessRequest rows(String call, String table, List<String> partitions) {
    return new AccessRequest("dynamodb:" + call, resources.table(table), Map.of(KEYS, partitions));
  }

  private static List<String> partitions(Collection<Map<String, AttributeValue>> rows) {
    return rows.stream()
        .map(row -> Objects.requireNonNull(row.get(Table.PARTITION_KEY)).s())
        .toList();
  }

  private AccessRequest object(String call, String bucket, String key) {
    return new AccessRequest("s3:" + call, resources.bucket(bucket) + "/" + key, Map.of());
  }

  private AccessRequest listing(String bucket, Optional<String> prefix) {
    return new AccessRequest(
        "s3:ListBucket",
        resources.bucket(bucket),
        Map.of("s3:prefix", prefix.map(List::of).orElseGet(List::of)));
  }
}
