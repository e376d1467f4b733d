package io.waymark.edge.priming;

import io.waymark.edge.AwsClients;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Writes and reads rows with a DynamoDB client whose other end is in memory: what the SDK does to
/// put a call together, sign it and take the answer apart. Reads the certificates that TLS trusts.
@Singleton
public final class AwsPrimed implements Primed {
  private static final String ROW =
      """
      {"Item": {"pk": {"S": "a"}, "n": {"N": "1"}, "ss": {"SS": ["a"]}, "m": {"M": {}}},
       "Items": [{"pk": {"S": "a"}}], "Count": 1}
      """;

  private final AwsClients clients;

  AwsPrimed(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public void prime() throws NoSuchAlgorithmException {
    SSLContext.getDefault().createSSLEngine();
    Map<String, AttributeValue> key = Map.of(Table.PARTITION_KEY, AttributeValue.fromS("a"));
    try (CannedHttp http = new CannedHttp("application/x-amz-json-1.0", ROW);
        DynamoDbClient dynamo =
            clients
                .configured(DynamoDbClient.builder(), Optional.of(CannedHttp.NOWHERE), http)
                .credentialsProvider(CannedHttp.NOBODY)
                .build()) {
      Object _ = dynamo.getItem(request -> request.tableName("priming").key(key)).item().get("pk");
      Object _ =
          dynamo
              .query(
                  request ->
                      request
                          .tableName("priming")
                          .keyConditionExpression("pk = :pk")
                          .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("a"))))
              .items();
      Object _ = dynamo.putItem(request -> request.tableName("priming").item(key));
    }
  }
}
