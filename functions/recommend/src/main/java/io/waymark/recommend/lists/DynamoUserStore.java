package io.waymark.recommend.lists;

import io.waymark.interactions.UserRows;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Users in the table `users`.
public final class DynamoUserStore implements UserStore {
  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;

  public DynamoUserStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.USERS);
  }

  @Override
  public List<UserId> page(TenantId tenant, int shard, Optional<UserId> after, int most) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":pk", AttributeValue.fromS(UserRows.partition(tenant, shard)));
    after.ifPresent(user -> values.put(":after", AttributeValue.fromS(user.value())));
    QueryRequest query =
        query()
            .keyConditionExpression(after.isPresent() ? "pk = :pk and sk > :after" : "pk = :pk")
            .expressionAttributeValues(values)
            .limit(most)
            .build();
    return StoreCalls.ask("table users", () -> users(tenant, query).limit(most).toList());
  }

  @Override
  public Set<UserId> upTo(TenantId tenant, int shard, Optional<UserId> after, UserId last) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":pk", AttributeValue.fromS(UserRows.partition(tenant, shard)));
    values.put(":last", AttributeValue.fromS(last.value()));
    after.ifPresent(user -> values.put(":after", AttributeValue.fromS(user.value())));
    QueryRequest query =
        query()
            .keyConditionExpression(
                after.isPresent()
                    ? "pk = :pk and sk between :after and :last"
                    : "pk = :pk and sk <= :last")
            .expressionAttributeValues(values)
            .build();
    return StoreCalls.ask(
        "table users",
        () ->
            users(tenant, query)
                .filter(user -> after.filter(user::equals).isEmpty())
                .collect(Collectors.toSet()));
  }

  private QueryRequest.Builder query() {
    return QueryRequest.builder()
        .tableName(table)
        .projectionExpression(Table.SORT_KEY)
        .consistentRead(true);
  }

  private Stream<UserId> users(TenantId tenant, QueryRequest query) {
    return dynamo.of(tenant).queryPaginator(query).items().stream().map(UserRows::user);
  }
}
